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
    from wagtail.models import Locale

    from .models import MethodPage

    methods = MethodPage.objects.live().filter(reference__in=values)
    titles = dict(methods.filter(locale=Locale.get_default()).values_list("reference", "title"))
    active = methods.filter(locale=Locale.get_active())
    return titles | dict(active.values_list("reference", "title"))
