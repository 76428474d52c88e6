"""Citing: in the styles that people write, and in the formats that their software reads."""
