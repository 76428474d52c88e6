"""Searches that readers asked to be told about by e-mail."""

import uuid

from django.db import models
from django.utils import timezone


class SearchAlert(models.Model):
    """An address and the search it follows; removed as soon as its reader stops it.

    Attributes:
        query: The search as `SearchAddress.query_string` writes it, without sort or page.
        created_at: When it was last asked for; not confirmed in time, it is removed.
        confirmed_at: When its reader confirmed that they own the address.
        last_sent_at: What was published until then has been sent.
    """

    # Random: the links in the messages never name another row.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField()
    language = models.CharField(max_length=20)
    # PostgreSQL indexes no more than 2,700 bytes.
    query = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "language", "query"], name="search_alert_once_a_search"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.language})"
