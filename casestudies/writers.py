"""Who writes which case: its owner, and whoever its latest version names as an author."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Revision

from .models import CaseStudyPage, CaseWriter, Contributor


def follow_version(instance: Revision, *, raw: bool = False, **kwargs: Any) -> None:
    """Keep the writers of a case in step with its latest version (a receiver of `post_save`)."""
    if raw or instance.content_type_id != ContentType.objects.get_for_model(CaseStudyPage).pk:
        return
    versions = Revision.objects.filter(
        base_content_type_id=instance.base_content_type_id, object_id=instance.object_id
    )
    if not versions.filter(pk__gt=instance.pk).exists():
        keep_writers(int(instance.object_id), _authors(instance.content))


@transaction.atomic
def keep_writers(page_id: int, contributor_ids: set[int]) -> None:
    """Make these contributors, those that exist, the writers of a case, and nobody else."""
    rows = CaseWriter.objects.filter(page_id=page_id)
    had = set(rows.values_list("contributor_id", flat=True))
    if had == contributor_ids:
        return
    rows.exclude(contributor_id__in=contributor_ids).delete()
    new = Contributor.objects.filter(pk__in=contributor_ids - had)
    CaseWriter.objects.bulk_create(
        CaseWriter(page_id=page_id, contributor=row) for row in new.order_by("pk")
    )


def _authors(content: dict[str, Any]) -> set[int]:
    return {row["contributor"] for row in content.get("authors", []) if row.get("contributor")}
