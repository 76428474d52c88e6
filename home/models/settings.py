"""What the organisation that runs the site says of itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="site")
class SiteSettings(BaseGenericSetting):
    publisher = models.CharField(_("published by"), max_length=150, blank=True)
    contact_email = models.EmailField(
        _("public e-mail"), blank=True, help_text=_("Shown on every page, for questions.")
    )

    panels = [FieldPanel("publisher"), FieldPanel("contact_email")]

    class Meta:
        verbose_name = _("site settings")
