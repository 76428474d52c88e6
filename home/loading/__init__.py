"""Reads the demonstration content from its text files and loads what is missing of it."""
