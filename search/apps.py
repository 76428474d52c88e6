from django.apps import AppConfig
from django.core import checks


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from common.facets import register_facet_labels

        from . import signal_handlers
        from .checks import check_search_documents
        from .facets import type_labels

        checks.register(check_search_documents)
        register_facet_labels("type", type_labels)
        signal_handlers.connect()
