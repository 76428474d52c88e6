"""What the cluster has still to be told."""

from django.db import models


class PendingPush(models.Model):
    """An entry that changed, or went, since the cluster was told of it.

    Written with the entry, in the same transaction, when the site searches on Elasticsearch.
    `version` is that of the change; what is pushed is the entry as it is then.
    """

    page_id = models.BigIntegerField()
    locale = models.CharField(max_length=20)
    version = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page_id", "locale"], name="search_push_once_a_page")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} ({self.locale})"
