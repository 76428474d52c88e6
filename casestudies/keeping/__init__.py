"""Keeps published cases alive: are they still true, who did it too, do their links still work."""
