from collections.abc import Mapping, Sequence

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    name = "vocabulary"
    verbose_name = _("Vocabulary")

    def ready(self) -> None:
        from common.facets import register_facet_labels

        register_facet_labels("theme", _theme_labels)


def _theme_labels(values: Sequence[str]) -> Mapping[str, str]:
    from wagtail.models import Locale

    from .models import Theme

    terms = Theme.objects.filter(slug__in=values)
    names = dict(terms.filter(locale=Locale.get_default()).values_list("slug", "name"))
    return names | dict(terms.filter(locale=Locale.get_active()).values_list("slug", "name"))
