"""Who writes case studies: contributors, their promotions, and the tutors of these."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from common.translation import facts


class Promotion(TranslatableMixin, models.Model):
    """A class of INET students, known by its name and year."""

    name = models.CharField(_("name"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    panels = [FieldPanel("name"), FieldPanel("year")]
    override_translatable_fields = facts("year")

    class Meta(TranslatableMixin.Meta):
        ordering = ["-year", "name"]
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        permissions = [
            ("review_promotion", "Can review the work of one's promotions"),
            ("close_promotion", "Can close the accounts of a promotion"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})" if self.year else self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page, in the active language: readers have it if it has cases."""
        return _address("promotion", self.pk, self.name)


class Contributor(models.Model):
    """Someone credited for a case study. Not translated: a name is a name.

    Who has an account writes the cases that name them as an author.
    """

    name = models.CharField(_("name"), max_length=150)
    promotion = models.ForeignKey(
        Promotion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributors",
        verbose_name=_("promotion"),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributor",
        verbose_name=_("account"),
        help_text=_("Never shown to readers. It may write the cases that name this contributor."),
    )

    panels = [FieldPanel("name"), FieldPanel("promotion"), FieldPanel("user")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of their page, in the active language: readers have it if credited."""
        return _address("author", self.pk, self.name)


def _address(view: str, pk: int, name: str) -> str:
    """Return the address of a page: the number decides, the name tells people what it is."""
    key = "-".join(filter(None, [str(pk), slugify(name)]))
    return reverse(f"casestudies:{view}", args=[key])


class PromotionTutor(models.Model):
    """Someone who reviews the work of a promotion, in every language of it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="tutored_promotions",
        verbose_name=_("account"),
    )
    promotion = models.ForeignKey(
        Promotion,
        on_delete=models.CASCADE,
        related_name="tutors",
        verbose_name=_("promotion"),
    )

    panels = [FieldPanel("user"), FieldPanel("promotion")]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "promotion"], name="a_tutor_of_a_promotion_once"
            )
        ]
        ordering = ["promotion", "user__last_name"]
        verbose_name = _("tutor")
        verbose_name_plural = _("tutors")

    def __str__(self) -> str:
        return f"{self.user.get_full_name() or self.user} – {self.promotion}"


class CaseWriter(models.Model):
    """Someone whom the latest version of a case, draft or not, names as an author.

    Kept from the versions: a draft's own rows are inside them, where no query sees them.
    """

    page = models.ForeignKey(
        "casestudies.CaseStudyPage", on_delete=models.CASCADE, related_name="writers"
    )
    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="written")

    # Not a use of the contributor that editors should be told of: the author's row is.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "contributor"], name="a_writer_of_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.contributor} – {self.page_id}"
