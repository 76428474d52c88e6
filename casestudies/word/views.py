"""The admin's screens: bring a Word document in, read what went where, take a case out.

Each asks Wagtail whether this user may add a case there, or edit this one.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.writing.near import near_page
from common.addresses import row_or_404

from .building import build_draft
from .forms import WordImportForm
from .placing import place
from .report import keep_report, last_report
from .template import file_name, write_template
from .writing import write_case

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def may_import(user: Any, parent: CaseStudyIndexPage) -> bool:
    """Tell whether someone may add a case under this list."""
    allowed = parent.permissions_for_user(user).can_add_subpage()
    return bool(allowed and CaseStudyPage.can_create_at(parent))


def may_edit(user: Any, page: CaseStudyPage) -> bool:
    """Tell whether someone may edit this case, and so take it out as Word or read its report."""
    return bool(page.permissions_for_user(user).can_edit())


def _parent(request: HttpRequest, parent_id: int) -> CaseStudyIndexPage:
    parent = row_or_404(CaseStudyIndexPage, parent_id)
    if not may_import(request.user, parent):
        raise PermissionDenied
    return parent


def _editable(request: HttpRequest, page_id: int) -> CaseStudyPage:
    page = row_or_404(CaseStudyPage, page_id)
    if not may_edit(request.user, page):
        raise PermissionDenied
    return page


class ImportView(WagtailAdminTemplateMixin, FormView):
    """The form that takes a document; what it says becomes a draft, then its report is shown."""

    form_class = WordImportForm
    template_name = "casestudies/admin/word_import.html"
    page_title = _("Import a Word document")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.parent = _parent(request, kwargs["parent_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("wagtailadmin_explore", args=[self.parent.pk])
        here = {"url": self.request.path, "label": self.page_title}
        return [{"url": url, "label": self.parent.get_admin_display_title()}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "submit_button_label": _("Make a draft of it"),
            "template_url": reverse("casestudies_word_template", args=[self.parent.pk]),
        }

    @transaction.atomic
    def form_valid(self, form: WordImportForm) -> HttpResponse:
        name = form.cleaned_data["file_name"]
        placement = place(form.cleaned_data["document"])
        page = build_draft(placement, self.parent, self.request.user, name)
        keep_report(page, self.request.user, name, placement.lines)
        return redirect("casestudies_word_report", page.pk)


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """What went where in an import, what is to be sorted first, with the way to the editor."""

    template_name = "casestudies/admin/word_report.html"
    page_title = _("What became of the document")
    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        parent = self.page.get_parent()
        url = reverse("wagtailadmin_explore", args=[parent.pk])
        here = {"url": self.request.path, "label": self.page_title}
        return [{"url": url, "label": parent.get_admin_display_title()}, here]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = _editable(request, kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = last_report(self.page)
        if report is None:
            raise Http404
        context: dict[str, Any] = super().get_context_data(**kwargs)
        edit_url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        near = near_page(self.request.user, self.page.get_latest_revision_as_object())
        return context | {"page": self.page, "report": report, "edit_url": edit_url, "near": near}


def template(request: HttpRequest, parent_id: int) -> HttpResponse:
    """Send the template, in the language of the list of cases."""
    language = _parent(request, parent_id).locale.language_code
    return _download(write_template(language), file_name(language))


def export(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send a case, as its last draft says it, in the template."""
    page = _editable(request, page_id).get_latest_revision_as_object()
    return _download(write_case(page), f"{slugify(page.slug) or page.pk}.docx")


def _download(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=DOCX, headers=headers)
