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
    from common.facets import names_in_active_language

    from .models import Theme

    return names_in_active_language(Theme.objects.filter(slug__in=values), "slug", "name")
