"""The words that readers may use: those of the pages, and other names for things."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale

from search.synonyms import parse_lines


class SearchTerm(models.Model):
    """A word of the entries of a locale, as it is written, and how many of them have it.

    Only live, public pages have entries, so no word of another page is ever here.
    """

    locale = models.CharField(max_length=20)
    word = models.CharField(max_length=60)
    stem = models.CharField(max_length=60)
    root = models.CharField(max_length=60, blank=True)
    entries = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locale", "word"], name="search_term_once_a_locale")
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.locale}): {self.entries}"


def first_locale() -> int | None:
    """Return the id of the source language, the first that was made."""
    return Locale.objects.order_by("pk").values_list("pk", flat=True).first()


class SynonymGroup(models.Model):
    """Other names for things, in one language. Not translated: each language has its own."""

    locale = models.ForeignKey(
        Locale,
        on_delete=models.CASCADE,
        related_name="+",
        default=first_locale,
        verbose_name=_("language"),
    )
    title = models.CharField(_("subject"), max_length=100)
    lines = models.TextField(
        _("synonyms"),
        max_length=10_000,
        help_text=_(
            "One line for each thing, its names separated by commas: CCAS, centre communal "
            "d’action sociale. With =>, the words on the left also find those on the right, and "
            "not the other way round: mairie => accueil, guichet."
        ),
    )

    panels = [FieldPanel("locale"), FieldPanel("title"), FieldPanel("lines")]

    class Meta:
        ordering = ["locale", "title"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")

    def __str__(self) -> str:
        return f"{self.title} ({self.locale.language_code})"

    def clean(self) -> None:
        """Refuse lines that cannot work, each with its number and its reason."""
        if self.locale_id and self.lines:
            _rules, mistakes = parse_lines(self.lines, self.locale.language_code)
            if mistakes:
                raise ValidationError({"lines": [str(mistake) for mistake in mistakes]})
