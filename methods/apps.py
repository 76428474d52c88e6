from collections.abc import Mapping, Sequence

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MethodsConfig(AppConfig):
    name = "methods"
    verbose_name = _("Methods")

    def ready(self) -> None:
        from common.facets import register_choice_labels, register_facet_labels

        from .choices import Phase

        register_choice_labels("phase", Phase)
        register_facet_labels("methode", _method_titles)


def _method_titles(values: Sequence[str]) -> Mapping[str, str]:
    from common.facets import names_in_active_language
    from common.pages import public

    from .models import MethodPage

    methods = public(MethodPage.objects.filter(reference__in=values))
    return names_in_active_language(methods, "reference", "title")
