from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = _("Case studies")

    def ready(self) -> None:
        from django.db.models.signals import post_save
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy
        from wagtail.signals import page_published

        from common.facets import register_choice_labels
        from common.registry import register_related
        from common.scheduled import register_task

        from . import personal
        from .choices import CostBand, EvidenceLevel, Stage
        from .models import CaseStudyPage
        from .permissions import CasePagePermissionPolicy
        from .related import cases_of_method
        from .review.notifications import connect as connect_review
        from .review.setting_up import put_on_new_list
        from .scheduled import TASKS
        from .versions.numbering import number_publication
        from .writers import follow_version

        register_choice_labels("stade", Stage)
        register_choice_labels("cout", CostBand)
        register_choice_labels("preuve", EvidenceLevel)
        register_related("methods.MethodPage", cases_of_method)
        post_save.connect(follow_version, sender="wagtailcore.Revision")
        page_published.connect(number_publication, sender=CaseStudyPage)
        post_save.connect(put_on_new_list, sender="casestudies.CaseStudyIndexPage")
        connect_review()
        register_permission_policy(Page, CasePagePermissionPolicy())
        personal.register()
        for name, action in TASKS.items():
            register_task(name, action)
