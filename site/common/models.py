"""The abstract pages that every page type builds on, and the image model."""

from collections.abc import Mapping
from itertools import chain, count
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from modelcluster.models import model_from_serializable_data
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Orderable, Page, PageViewRestriction, TranslatableMixin

from .documents import SearchDocument
from .forms import CopyWithoutAliasForm
from .images import TidyImageFile
from .text import plain_text
from .translation import facts

REFERENCE_LENGTH = 80


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

    @property
    def default_alt_text(self) -> str:
        """What is offered as the alternative text: never the title, most often a file's name."""
        return str(self.description)


# Wagtail's own field, with files that are tidied before they are stored.
CreditedImage._meta.get_field("file").attr_class = TidyImageFile


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
    copy_form_class = CopyWithoutAliasForm
    joined: tuple[str, ...] = ()
    """Relations to one row that the page shows: the query that finds the page reads them too."""
    is_known_public = False
    """Whether the query that found the page said that nothing restricts it."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        for field in self._meta.get_fields():
            # The editor leaves an empty paragraph where nothing is written: a heading without text.
            if isinstance(field, RichTextField) and not plain_text(getattr(self, field.name)):
                setattr(self, field.name, "")

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return the restrictions of this page and of those above, in one query at most.

        Wagtail looks for aliases first; there are none here.
        """
        if self.is_known_public:
            return PageViewRestriction.objects.none()
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        return PageViewRestriction.objects.filter(page__path__in=[self.path[:end] for end in steps])

    def search_document(self) -> SearchDocument | None:
        """Return what the search indexes of this page, or None when it is not to be found."""
        # Each page type has its own: a system check names those that forgot it.
        raise NotImplementedError


class ReferencedPage(BasePage):
    """A page with a stable identifier, the same in every language, used in addresses and data."""

    reference = models.SlugField(
        _("identifier"),
        max_length=REFERENCE_LENGTH,
        blank=True,
        help_text=_("Stable, the same in every language; taken from the address when left empty."),
    )

    override_translatable_fields = facts("reference")
    # A copy has its own; a translation, which Wagtail copies too, finds that of its original again.
    exclude_fields_in_copy = ["reference"]

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._fill_reference()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        # An alias has the identifier of its page: saving refuses it, and says so better.
        if not self.alias_of_id and self._others().filter(reference=self.reference).exists():
            raise ValidationError({"reference": _("Another page already has this identifier.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._fill_reference()
        super().save(*args, **kwargs)

    def _others(self) -> QuerySet[Self]:
        """Return the pages of this type that are not this one in another language."""
        manager = type(self)._default_manager
        others: QuerySet[Self] = manager.exclude(translation_key=self.translation_key)
        return others

    def _fill_reference(self) -> None:
        if self.reference or not self.slug:
            return
        same = type(self)._default_manager.filter(translation_key=self.translation_key)
        known = same.exclude(reference="").values_list("reference", flat=True).first()
        self.reference = known or self._free_reference()

    def _free_reference(self) -> str:
        """Return the slug, with a number when another page has it as its identifier."""
        start = self.slug[: REFERENCE_LENGTH - len("-999")]
        others = self._others().filter(reference__startswith=start)
        taken = set(others.values_list("reference", flat=True))
        numbered = (f"{start}-{number}" for number in count(2))
        wanted = chain([self.slug[:REFERENCE_LENGTH]], numbered)
        return next(reference for reference in wanted if reference not in taken)


class PageRow(TranslatableMixin, Orderable):
    """A row that belongs to a page, in its order."""

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    @classmethod
    def from_serializable_data(
        cls, data: Mapping[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Self | None:
        """Return the row that a version holds, None when what it is about was deleted since.

        What is only named in drafts may be deleted: the draft has to open all the same, which it
        does not where modelcluster meets a key that protects.
        """
        values = dict(data)
        for field in cls._meta.fields if check_fks else ():
            key = values.get(field.name)
            if not field.many_to_one or field.name in {"page", "locale"} or key is None:
                continue
            if not field.related_model._default_manager.filter(pk=key).exists():
                if not field.null:
                    return None
                values[field.name] = None
        row: Self = model_from_serializable_data(
            cls, values, check_fks=False, strict_fks=strict_fks
        )
        return row


class ScheduledRun(models.Model):
    """Who is at a scheduled task: since when it is claimed, None when it is free."""

    name = models.CharField(max_length=100, unique=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
