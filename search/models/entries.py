"""The projection that searches read: a row for each live, public page, and what finds it."""

import time
import uuid

from django.db import models
from wagtail.models import Page

from collectivities.models import Collectivity


class SearchEntry(models.Model):
    """What the search knows of one live, public page.

    Only `search.indexing` writes entries. `t_title`, `t_summary` and `t_body` hold the stems that
    the full-text index of the database is made of (see the migration `0002_text_index`).
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="search_entry")
    locale = models.CharField(max_length=20)
    type = models.CharField(max_length=20)
    # The text columns come last: SQLite then reads the small ones without the large.
    version = models.BigIntegerField()
    updated_at = models.DateTimeField(null=True)
    sort_title = models.CharField(max_length=255)
    title = models.TextField()
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    t_title = models.TextField(blank=True)
    t_summary = models.TextField(blank=True)
    t_body = models.TextField(blank=True)
    # Added later, and so after the texts in SQLite's rows: it is read from its index.
    known_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["locale", "version"], name="search_entry_version"),
            models.Index(fields=["locale", "known_on"], name="search_entry_known_on"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.locale})"


class SearchFacet(models.Model):
    """One value of one facet of an entry."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "facet", "value"], name="search_facet_once_an_entry"
            )
        ]
        indexes = [models.Index(fields=["facet", "value", "entry"], name="search_facet_value")]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class SearchEntryLead(models.Model):
    """A collectivité that led what the entry tells; an entry compares by its best lead."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="leads")
    collectivity = models.ForeignKey(Collectivity, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "collectivity"], name="search_lead_once_an_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} led by {self.collectivity_id}"


class SearchState(models.Model):
    """One row that changes with every change of the entries, so that caches know they are stale.

    The token is random rather than a counter: a value seen inside a transaction that was rolled
    back never comes again with other entries behind it.
    """

    token = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def lock(cls) -> None:
        """Make other writers of entries wait until this transaction ends."""
        cls.objects.get_or_create(pk=1)
        cls.objects.select_for_update().get(pk=1)

    @classmethod
    def touch(cls) -> None:
        """Say that entries changed."""
        token = uuid.uuid4()
        if not cls.objects.filter(pk=1).update(token=token):
            cls.objects.create(pk=1, token=token)

    @classmethod
    def current(cls) -> uuid.UUID | None:
        """Return the token, or None when nothing was ever indexed."""
        return cls.objects.filter(pk=1).values_list("token", flat=True).first()


def next_version(previous: int = 0) -> int:
    """Return a version greater than `previous`: the time in microseconds."""
    return max(time.time_ns() // 1000, previous + 1)
