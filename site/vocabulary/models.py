"""The shared vocabulary: themes, audiences, skills, organisations, glossary."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin

from common.translation import facts


class Term(TranslatableMixin, models.Model):
    """A word of a vocabulary; its slug is the same in every language and stands in addresses."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("identifier"), max_length=80, blank=True)

    panels = [FieldPanel("name"), FieldPanel("slug")]
    override_translatable_fields = facts("slug")

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"], name="%(class)s_slug_unique_per_locale"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._fill_slug()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if not self.slug:
            raise ValidationError({"slug": _("Give one: the name has no letter to make it from.")})

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """Refuse an identifier that another term of the language has, beside its field."""
        # The admin's form has no language, so it would leave the constraint to the database.
        super().validate_unique(exclude=exclude)
        same = type(self)._default_manager.filter(slug=self.slug, locale=self.locale_id)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another term already has this identifier.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._fill_slug()
        super().save(*args, **kwargs)

    def _fill_slug(self) -> None:
        if not self.slug:
            self.slug = slugify(anyascii(self.name))[:80]


T = TypeVar("T", bound=Term)


def in_alphabetical_order(terms: Iterable[T]) -> list[T]:
    """Return terms by name, É beside E and Œ beside OE, which SQLite cannot do."""
    return sorted(terms, key=lambda term: anyascii(term.name).lower())


class DescribedTerm(Term):
    """A term with one sentence that says what it covers."""

    description = models.CharField(_("description"), max_length=250, blank=True)

    panels = [*Term.panels, FieldPanel("description")]

    class Meta(Term.Meta):
        abstract = True


class Theme(DescribedTerm):
    """What an experience is about: access to rights, reception of the public…"""

    class Meta(DescribedTerm.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Audience(DescribedTerm):
    """Whom an experience is for."""

    class Meta(DescribedTerm.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Skill(DescribedTerm):
    """A skill that an experience calls on, soft skills first."""

    class Meta(DescribedTerm.Meta):
        verbose_name = _("skill")
        verbose_name_plural = _("skills")


class Organisation(Term):
    """A body that takes part in experiences: an association, a State service, a school."""

    url = models.URLField(_("website"), blank=True)

    panels = [*Term.panels, FieldPanel("url")]
    override_translatable_fields = facts("slug", "url")

    class Meta(Term.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")


class GlossaryTerm(Term):
    """A word of the field and what it means here."""

    definition = RichTextField(_("definition"), features=["bold", "italic", "link"])
    source_url = models.URLField(_("source address"), blank=True)

    panels = [*Term.panels, FieldPanel("definition"), FieldPanel("source_url")]
    override_translatable_fields = facts("slug", "source_url")

    class Meta(Term.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
