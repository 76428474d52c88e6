"""Whom to write to, by their role, and in which language."""

from django.conf import settings
from django.db.models import QuerySet

from .models import User


def holders_of(*roles: str) -> QuerySet[User]:
    """Return those who have an open account and one of these roles, by their address."""
    users = User.objects.filter(is_active=True, groups__role__key__in=roles)
    return users.select_related("wagtail_userprofile").order_by("email").distinct()


def language_of(user: User) -> str:
    """Return the language that someone reads the admin in, the site's first by default."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen: str = profile.preferred_language if profile else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
