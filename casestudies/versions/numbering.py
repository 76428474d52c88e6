"""Gives each publication of a case its number."""

from typing import Any

from django.db import transaction
from wagtail.models import Revision

from casestudies.models import CaseStudyPage, CaseVersion
from casestudies.review.content import fingerprint

from .reviewers import reviewer_roles


@transaction.atomic
def number_publication(instance: CaseStudyPage, revision: Revision, **kwargs: Any) -> None:
    """Keep what was just published as a version, unless the last one says the same.

    A receiver of Wagtail's `page_published`, which it also sends for what only waits for its hour.
    """
    if instance.live_revision_id != revision.pk:
        return
    # Two publications at once take one number each.
    list(CaseStudyPage.objects.select_for_update().filter(pk=instance.pk).values_list("pk"))
    last = instance.versions.select_related("revision").first()
    roles = reviewer_roles(revision)
    said = fingerprint(revision.content)
    if last and last.is_current and fingerprint(last.revision.content) == said:
        last.reviewed_by = ",".join({*roles, *last.reviewed_by})
        last.save(update_fields=["reviewed_by"])
        return
    instance.versions.filter(current_of=instance).update(current_of=None)
    CaseVersion.objects.create(
        page=instance,
        current_of=instance,
        number=last.number + 1 if last else 1,
        revision=revision,
        reference=instance.reference,
        published_at=instance.last_published_at,
        reviewed_by=",".join(roles),
    )
