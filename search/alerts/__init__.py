"""Any search followed: as an Atom feed, or by e-mail without an account."""
