"""French numbers, with the narrow no-break space that typographers use between thousands."""

THOUSAND_SEPARATOR = "\u202f"
