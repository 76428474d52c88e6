"""The engine that needs nothing but the site's own database."""

from .engine import DatabaseEngine

__all__ = ["DatabaseEngine"]
