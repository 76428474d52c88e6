"""Inviting a promotion, accepting an invitation, closing the accounts of a past promotion."""
