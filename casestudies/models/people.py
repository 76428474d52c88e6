"""Who writes case studies: contributors and their promotions."""

from django.db import models
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

    def __str__(self) -> str:
        return f"{self.name} ({self.year})" if self.year else self.name


class Contributor(models.Model):
    """Someone credited for a case study. Not translated: a name is a name."""

    name = models.CharField(_("name"), max_length=150)
    promotion = models.ForeignKey(
        Promotion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributors",
        verbose_name=_("promotion"),
    )

    panels = [FieldPanel("name"), FieldPanel("promotion")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return self.name
