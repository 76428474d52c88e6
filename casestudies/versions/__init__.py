"""The numbered versions of a case, and the addresses that stay."""
