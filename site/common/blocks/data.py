"""Blocks of sourced data: key figures and steps in time."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class KeyFigureBlock(blocks.StructBlock):
    """One figure, what it counts, and where it was published (needed for publication)."""

    value = blocks.CharBlock(label=_("Figure"), max_length=40, help_text=_("With its unit: 51 %."))
    label = blocks.CharBlock(label=_("What it counts"), max_length=200)
    source_title = blocks.CharBlock(label=_("Source"), required=False, max_length=200)
    source_url = blocks.URLBlock(label=_("Source address"), required=False)

    class Meta:
        icon = "order"
        label = _("Key figure")
        description = _("A figure with its source")
        template = "blocks/key_figure.html"
        preview_value = {"value": "508", "label": "usagers reçus en quatre mois"}


class TimelineStepBlock(blocks.StructBlock):
    """A dated step of the experience."""

    date = blocks.CharBlock(label=_("Date"), max_length=60, help_text=_("As you would say it."))
    title = blocks.CharBlock(label=_("Step"), max_length=120)
    text = blocks.TextBlock(label=_("What happened"), required=False)

    class Meta:
        icon = "date"
        label = _("Step in time")
        description = _("A dated step of the experience")
        template = "blocks/timeline_step.html"
        preview_value = {"date": "février 2018", "title": "Une journée à cinquante"}
