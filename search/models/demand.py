"""What readers look for: searches counted without any identity, and the practices missing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from casestudies.models import CaseStudyPage

MAX_WORDS_LENGTH = 100
MAX_FILTERS_LENGTH = 500


class SearchCount(models.Model):
    """How often something was searched on one day.

    These columns are all that is kept: nothing tells who searched, nor when in the day.

    Attributes:
        locale: Language code of the pages searched.
        words: As `search.demand.keys.normalised` writes them.
        filters: The facets' part of the address, in its canonical order.
        results: How many pages the last of these searches found.
        times: How many searches there were.
    """

    day = models.DateField(_("day"))
    locale = models.CharField(_("language"), max_length=20)
    words = models.CharField(_("words"), max_length=MAX_WORDS_LENGTH, blank=True)
    filters = models.CharField(_("filters"), max_length=MAX_FILTERS_LENGTH, blank=True)
    results = models.PositiveIntegerField(_("results"))
    times = models.PositiveIntegerField(_("times"))

    class Meta:
        verbose_name = _("counted search")
        verbose_name_plural = _("counted searches")
        # The report is to be read: nothing else is ever granted.
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "words", "filters", "day"], name="search_count_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["day"], name="search_count_day")]

    def __str__(self) -> str:
        return f"{self.words} {self.filters} ({self.locale}, {self.day})"


class WantedPractice(models.Model):
    """A practice that readers look for and that the site does not have, shown to contributors.

    Not translated: each language has its own readers, and their own words.
    """

    title = models.CharField(
        _("title"), max_length=150, help_text=_("What is wanted, as readers will see it.")
    )
    text = models.TextField(
        _("text"),
        max_length=1000,
        blank=True,
        help_text=_("What a case study should tell, if the title is not enough."),
    )
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    words = models.CharField(
        _("words searched"),
        max_length=MAX_WORDS_LENGTH,
        blank=True,
        help_text=_("Accents and capitals count for nothing."),
    )
    filters = models.CharField(
        _("filters"),
        max_length=MAX_FILTERS_LENGTH,
        blank=True,
        help_text=_("As in the address of a search: theme=accueil&departement=46."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    is_open = models.BooleanField(
        _("open"), default=True, help_text=_("Shown to readers until it is closed or found.")
    )
    # A case that is deleted opens the want again.
    fulfilled_by = models.ForeignKey(
        CaseStudyPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("found in"),
        help_text=_("The case study that answers it: it is no longer shown as wanted."),
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("wanted practice")
        verbose_name_plural = _("wanted practices")

    def __str__(self) -> str:
        return self.title
