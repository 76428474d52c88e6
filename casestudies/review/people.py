"""Who reads a case on its way to publication."""

from typing import Any

from django.db.models import Q
from wagtail.models import Page

from accounts.models import User
from accounts.roles import EDITOR
from casestudies.models.people import Contributor
from casestudies.permissions import REVIEW, page_policy, tutored_ids


def may_publish(user: Any, page: Page) -> bool:
    """Tell whether a person may publish a page: an editor, for the review."""
    return bool(page.permissions_for_user(user).can_publish())


def may_review(user: Any, page: Page) -> bool:
    """Tell whether a person reads a case before the collectivité: its tutors and the editors."""
    return may_publish(user, page) or page.pk in tutored_ids(user)


def tutors_of(page: Page) -> list[User]:
    """Return the tutors of the promotions of those who write a case."""
    # Without an owner it is not by all those who have no account.
    is_owner = Q(user=page.owner_id, user__isnull=False)
    writers = Contributor.objects.filter(Q(written__page=page.pk) | is_owner)
    keys = writers.filter(promotion__isnull=False).values("promotion__translation_key")
    tutors = User.objects.filter(
        is_active=True, tutored_promotions__promotion__translation_key__in=keys
    )
    return [user for user in tutors.distinct().order_by("pk") if user.has_perm(REVIEW)]


def editors_of(page: Page) -> list[User]:
    """Return the editors; whoever may publish the page where nobody has that role."""
    editors = User.objects.filter(is_active=True, groups__role__key=EDITOR)
    found = [user for user in editors.order_by("pk") if may_publish(user, page)]
    return found or list(page_policy().users_with_permission_for_instance("publish", page))


def readers_of(page: Page) -> list[User]:
    """Return those whom a first reading waits for: the tutors, or the editors without any."""
    return tutors_of(page) or editors_of(page)


def name_of(user: User) -> str:
    """Return what a person is called."""
    return user.get_full_name() or user.email
