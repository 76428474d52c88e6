from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from common.personal import Fate, register_personal_field
        from common.registry import register_related
        from vocabulary.models import GlossaryTerm

        from .related import studies_of_case

        register_related("casestudies.CaseStudyPage", studies_of_case)
        # The site's own address, whoever it is today.
        register_personal_field("home.SiteSettings", "contact_email", Fate.SAY)
        for signal in (post_save, post_delete):
            signal.connect(
                _index_glossary, sender=GlossaryTerm, dispatch_uid=f"glossary{id(signal)}"
            )


def _index_glossary(sender: type, instance: Any, **kwargs: Any) -> None:
    # The glossary page shows its terms without referring to them, so nothing else would know.
    from search.indexing import index_pages

    from .models import GlossaryPage

    index_pages(GlossaryPage.objects.filter(locale=instance.locale))
