from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = _("Case studies")

    def ready(self) -> None:
        from common.facets import register_choice_labels
        from common.registry import register_related

        from .choices import CostBand, EvidenceLevel, Stage
        from .related import cases_of_method

        register_choice_labels("stade", Stage)
        register_choice_labels("cout", CostBand)
        register_choice_labels("preuve", EvidenceLevel)
        register_related("methods.MethodPage", cases_of_method)
