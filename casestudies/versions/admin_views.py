"""The published versions of a case, for who publishes: an older one can be withdrawn."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from casestudies.models import CaseStudyPage
from common.addresses import row_or_404

WITHDRAWN = "casestudies.version.withdraw"
RESTORED = "casestudies.version.restore"


class VersionsView(WagtailAdminTemplateMixin, TemplateView):
    """What was published of a case, and what readers may still read of it."""

    template_name = "casestudies/admin/versions.html"
    page_title = gettext_lazy("Published versions")
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = _publishable(request, kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        here = {"url": self.request.path, "label": self.page_title}
        return [{"url": url, "label": self.page.get_admin_display_title()}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"page": self.page, "versions": self.page.versions.all()}


@require_POST
def withdraw(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """Keep readers from an older version: its address says that it was withdrawn."""
    page = _publishable(request, page_id)
    if _change(request, page, number, timezone.now(), WITHDRAWN):
        messages.success(request, _("Version %(number)s is withdrawn.") % {"number": number})
    return redirect("case_versions", page.pk)


@require_POST
def restore(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """Let readers read a withdrawn version again."""
    page = _publishable(request, page_id)
    if _change(request, page, number, None, RESTORED):
        messages.success(request, _("Version %(number)s can be read again.") % {"number": number})
    return redirect("case_versions", page.pk)


def _publishable(request: HttpRequest, page_id: int) -> CaseStudyPage:
    page = row_or_404(CaseStudyPage, page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return page


def _change(
    request: HttpRequest, page: CaseStudyPage, number: int, moment: datetime | None, action: str
) -> bool:
    """Withdraw or restore an older version; the current one is the page. Tell whether it changed."""
    older = page.versions.filter(number=number, current_of=None)
    changed = older.filter(withdrawn_at__isnull=moment is not None).update(withdrawn_at=moment)
    if changed:
        log(instance=page, action=action, user=request.user, data={"number": number})
    return bool(changed)
