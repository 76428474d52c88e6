"""A case as one of its versions told it."""

from collections.abc import Mapping
from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page

from casestudies.models import CaseStudyPage, CaseVersion, Contributor
from casestudies.review.content import ASKED_APART
from common.models import CreditedImage

# What an older version shows as it was, of what every page has.
OF_ITS_TIME = frozenset({"title", "seo_title", "search_description"})
OF_TODAY = (
    *(field.attname for field in Page._meta.fields if field.name not in OF_ITS_TIME),
    *("page_ptr_id", "reference"),
)


def page_as_of(version: CaseVersion) -> CaseStudyPage:
    """Return the page of a version with what it said then, and its address and place of today."""
    page = page_saying(version.page, version.revision.content)
    # People may change their mind: an older version shows what holds today of the contact.
    for name in ASKED_APART:
        setattr(page, name, getattr(version.page, name))
    page.is_known_public = True
    page.shown_version = version
    return page


def page_saying(today: CaseStudyPage, content: Mapping[str, Any]) -> CaseStudyPage:
    """Return a page with what the content of a version says, and its address and place of today.

    What it refers to (images, themes, people) is as it is today, and left out where it is gone.
    Wagtail's own way takes a query for each row, and fails on what is gone.
    """
    page: CaseStudyPage = CaseStudyPage.from_serializable_data(
        {**content, COMMENTS_RELATION_NAME: []}, check_fks=False
    )
    for name in OF_TODAY:
        setattr(page, name, getattr(today, name))
    page.locale = today.locale
    page.cover_image = CreditedImage.objects.filter(pk=page.cover_image_id).first()
    for relation in get_all_child_relations(CaseStudyPage):
        name = relation.get_accessor_name()
        rows = list(getattr(page, name).all())
        for field in relation.related_model._meta.fields:
            if rows and field.many_to_one and field.name not in ("page", "locale"):
                rows = _with_targets(rows, field)
        setattr(page, name, rows)
    return page


def _with_targets(rows: list[Any], field: Any) -> list[Any]:
    """Return the rows with what a field of theirs leads to.

    Where that is gone, the row goes too, or the field is emptied if it may be.
    """
    model = field.related_model
    targets = model._default_manager.all()
    if model is Contributor:
        targets = targets.select_related("promotion")
    found = targets.in_bulk({getattr(row, field.attname) for row in rows} - {None})
    kept = [row for row in rows if field.null or getattr(row, field.attname) in found]
    for row in kept:
        setattr(row, field.name, found.get(getattr(row, field.attname)))
    return kept
