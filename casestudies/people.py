"""Which contributors and tutors a person may know of."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from .models.people import Contributor, PromotionTutor
from .permissions import REVIEW, shared_ids


def known_contributors(user: Any) -> QuerySet[Contributor]:
    """Return the contributors that a person may be shown and may name as authors.

    Editors know all of them. Others know those whom a published case credits, themselves, their
    fellow authors, and tutors the members of their promotions.
    """
    if user.has_perm("casestudies.change_contributor"):
        return Contributor.objects.all()
    published = Page.objects.live().public().filter(casestudypage__isnull=False)
    own = Q(written__page__owner=user) | Q(written__page__in=shared_ids(user))
    known = Q(authored__page__in=published.values("pk")) | Q(user=user) | own
    if user.has_perm(REVIEW):
        keys = user.tutored_promotions.values("promotion__translation_key")
        known |= Q(promotion__translation_key__in=keys)
    return Contributor.objects.filter(pk__in=Contributor.objects.filter(known).values("pk"))


def known_tutors(user: Any) -> QuerySet[PromotionTutor]:
    """Return the tutors, whose accounts have names, that a person may be shown."""
    if user.has_perm("casestudies.change_promotiontutor"):
        return PromotionTutor.objects.all()
    return PromotionTutor.objects.filter(user=user)
