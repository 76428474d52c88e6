"""The abstract pages that every page type builds on, and the image model."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page

from .documents import SearchDocument
from .translation import facts


class CreditedImage(AbstractImage):
    """An image with its author and licence, shown wherever the image is."""

    author = models.CharField(_("author"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    source_url = models.URLField(_("source address"), blank=True)

    admin_form_fields = (*Image.admin_form_fields, "author", "licence", "source_url")

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def credit(self) -> str:
        """The author and the licence in one line, empty when neither is known."""
        return ", ".join(part for part in (self.author, self.licence) if part)


class CreditedRendition(AbstractRendition):
    image = models.ForeignKey(CreditedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class BasePage(Page):
    """What every page of the site has: a standfirst, and a say in what the search knows of it."""

    summary = models.CharField(
        _("standfirst"),
        max_length=300,
        blank=True,
        help_text=_("Two or three sentences that say what a reader will find here."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
    ]

    class Meta:
        abstract = True

    def search_document(self) -> SearchDocument | None:
        """Return what the search indexes of this page, or None when it is not to be found."""
        raise NotImplementedError


class ReferencedPage(BasePage):
    """A page with a stable identifier, the same in every language, used in addresses and data."""

    reference = models.SlugField(
        _("identifier"),
        max_length=80,
        blank=True,
        help_text=_("Stable, the same in every language; taken from the address when left empty."),
    )

    override_translatable_fields = facts("reference")

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._fill_reference()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        others = type(self)._default_manager.filter(reference=self.reference)
        if self.reference and others.exclude(translation_key=self.translation_key).exists():
            raise ValidationError({"reference": _("Another page already has this identifier.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._fill_reference()
        super().save(*args, **kwargs)

    def _fill_reference(self) -> None:
        if not self.reference and self.slug:
            self.reference = self.slug[:80]
