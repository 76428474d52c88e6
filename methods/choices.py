"""Closed vocabularies of methods; stored codes do not depend on the language."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Phase(TextChoices):
    """The moment of a design process that a method serves."""

    UNDERSTAND = "understand", _("Understand")
    IMAGINE = "imagine", _("Imagine")
    PROTOTYPE = "prototype", _("Prototype")
    TEST = "test", _("Test")
    SUSTAIN = "sustain", _("Sustain")


class Difficulty(TextChoices):
    """What a method asks of those who try it for the first time."""

    EASY = "easy", _("Easy to start")
    MODERATE = "moderate", _("Needs some preparation")
    DEMANDING = "demanding", _("Needs experience")
