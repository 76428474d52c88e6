"""What readers look for: counted, reported to editors, proposed to contributors."""
