"""Closed vocabularies of case studies; stored codes do not depend on the language."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """How far an experience has come."""

    EXPLORATION = "exploration", _("Exploration")
    EXPERIMENT = "experiment", _("Experiment")
    GENERALISED = "generalised", _("Generalised")
    STOPPED = "stopped", _("Stopped")


class CostBand(TextChoices):
    """What an experience cost, in bands."""

    NONE = "none", _("No specific cost")
    UNDER_10K = "under_10k", _("Less than €10,000")
    FROM_10K = "10k_50k", _("€10,000 to €50,000")
    FROM_50K = "50k_200k", _("€50,000 to €200,000")
    OVER_200K = "over_200k", _("More than €200,000")
    UNKNOWN = "unknown", _("Unknown cost")


class EvidenceLevel(TextChoices):
    """How solid a result is, from a story told to an independent evaluation."""

    TOLD = "told", _("Told by those involved")
    COUNTED = "counted", _("Counted")
    EVALUATED = "evaluated", _("Evaluated")
    INDEPENDENT = "independently_evaluated", _("Independently evaluated")


class CollectivityRole(TextChoices):
    """The part that a collectivité took in the experience."""

    LEAD = "lead", _("Lead")
    PARTNER = "partner", _("Partner")


class FollowUpStatus(TextChoices):
    """What became of the experience at the date of a follow-up."""

    RUNNING = "running", _("Still running")
    CHANGED = "changed", _("Changed")
    STOPPED = "stopped", _("Stopped")


class Licence(TextChoices):
    """Under what terms the text of a case may be reused."""

    ETALAB = "etalab-2.0", _("Licence Ouverte 2.0")
    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution ShareAlike 4.0")


class ReviewerRole(TextChoices):
    """In what role someone approved a case before it was published, in the order they do."""

    TUTOR = "tutor", _("the promotion's tutors")
    COLLECTIVITY = "collectivity", _("the collectivité")
    EDITOR = "editor", _("the editors")
