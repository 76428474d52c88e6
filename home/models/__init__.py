"""The home page, plain pages, the glossary, studies, and the site's settings."""

from .pages import FeaturedCase, FeaturedMethod, GlossaryPage, HomePage, StandardPage
from .settings import SiteSettings
from .studies import StudyAuthor, StudyCase, StudyIndexPage, StudyPage, StudySource

__all__ = [
    "FeaturedCase",
    "FeaturedMethod",
    "GlossaryPage",
    "HomePage",
    "SiteSettings",
    "StandardPage",
    "StudyAuthor",
    "StudyCase",
    "StudyIndexPage",
    "StudyPage",
    "StudySource",
]
