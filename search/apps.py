from django.apps import AppConfig
from django.core import checks


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from common.facets import register_facet_labels
        from common.personal import Fate, register_personal_field
        from common.registry import register_related
        from common.scheduled import register_task

        from . import signal_handlers
        from .checks import check_search_documents
        from .facets import type_labels
        from .related import similar_cases, similar_methods
        from .scheduled import TASKS

        checks.register(check_search_documents)
        register_facet_labels("type", type_labels)
        register_related("casestudies.CaseStudyPage", similar_cases)
        register_related("methods.MethodPage", similar_methods)
        signal_handlers.connect()
        alert = ("address", "language", "query", "created_at", "confirmed_at", "last_sent_at")
        register_personal_field("search.SearchAlert", "address", Fate.DELETE_ROW, alert)
        for name, action in TASKS.items():
            register_task(name, action)
