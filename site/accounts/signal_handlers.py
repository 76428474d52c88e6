"""Keeps the rights on pages in step with the pages."""

from typing import Any

from django.db.models.signals import post_save

from .granting import grant_on_page
from .roles import ROOT, role_table


def connect() -> None:
    """Follow the page types that the table names; the root page is there from the start."""
    types = {rule.page_type for rights in role_table() for rule in rights.pages} - {ROOT}
    for page_type in types:
        post_save.connect(grant_on_new_page, sender=page_type, dispatch_uid=f"roles-{page_type}")


def grant_on_new_page(instance: Any, *, created: bool, raw: bool, **kwargs: Any) -> None:
    """Give the roles their rights on a page that was just made (a receiver of `post_save`)."""
    if created and not raw:
        grant_on_page(instance, role_table())
