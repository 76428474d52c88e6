from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = _("Common")

    def ready(self) -> None:
        from django.db.models.signals import pre_save

        from . import checks  # noqa: F401 - registers the checks
        from .files import register as register_files
        from .images import tidy_pending
        from .refusals import refuse_aliases
        from .scheduled import forget_sessions, publish_and_expire, register_task

        pre_save.connect(refuse_aliases, dispatch_uid="common.refuse_aliases")
        pre_save.connect(tidy_pending, sender="wagtailcore.UploadedFile")
        register_files()
        register_task("publications", publish_and_expire)
        register_task("sessions", forget_sessions)
