"""The way from a draft to a published case: a tutor reads it, the collectivité, then an editor."""
