"""Stops, before any view of the admin, what names a page that its user may not know of.

Wagtail's views check most of this by themselves; here is what they leave open (the choosers, the
explorer of a draft, bulk actions, some reports), and what they may forget one day.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch
from wagtail.admin.auth import permission_denied
from wagtail.models import Page, TaskState
from wagtail_localize.models import TranslationSource

from accounts.roles import ACCESS, TRANSLATE
from common.addresses import ids_in

from .permissions import is_limited, languages_of, page_policy, sees_everything

IDS_IN_ADDRESS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
# What is done to these pages themselves, not below them.
IDS_OF_ITS_OWN = {"page_id", "page_to_move_id", "pk"}
IDS_IN_FORMS = ("new_parent_page", "parent_page", "chooser")
VIEWS_NAMED_BY_PK = ("wagtailadmin_pages:", "wagtailadmin_api:pages:")
VIEWS_NAMED_BY_QUERY = ("wagtailadmin_choose_page", "wagtail_bulk_action")
LINK_BY_ADDRESS = "wagtailadmin_choose_page_external_link"
# The second is home's own view of the first's address.
TRANSLATION = ("wagtail_localize:", "submit_page_translation")
# The API's actions, which no screen asks for, heed no lock.
CLOSED_TO_LIMITED = (
    *("wagtailadmin_reports:", "wagtailadmin_workflows:", "wagtailadmin_api:pages:action"),
    *TRANSLATION,
)
# They list pages, published or not, whatever one may do with them.
CLOSED_TO_TRANSLATORS = (
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:page_types_usage",
    "wagtail_localize:translations_report",
)


def is_closed(user: Any, view_name: str) -> bool:
    """Tell whether a view of the admin is not for a person, whatever it is asked about."""
    if sees_everything(user):
        return False
    if is_limited(user):
        return view_name.startswith(CLOSED_TO_LIMITED)
    return user.has_perm(TRANSLATE) and view_name.startswith(CLOSED_TO_TRANSLATORS)


class PageGateMiddleware:
    """Answers 404 to what names a hidden page, and refuses what is not one's to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the request through, refuse it, or raise Http404."""
        match = request.resolver_match
        if match is None or not _is_gated(request, match):
            return None
        pages = Page.objects.in_bulk(_ids_named(request, match)).values()
        visible = _visible_among(request.user, [page.pk for page in pages])
        for page in pages:
            # Someone may be asked to review a page in a workflow.
            if page.pk not in visible and not page.permissions_for_user(request.user).can_edit():
                raise Http404
        if not _is_step_of_page(match.kwargs):
            raise Http404
        if match.view_name == LINK_BY_ADDRESS:
            # Wagtail then looks for no page, whose next title it would tell.
            request._wagtail_cached_site_root_paths = []  # type: ignore[attr-defined]  # noqa: SLF001
        return None if _is_allowed(request, match) else permission_denied(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Take hidden pages out of what the admin's API tells with a page."""
        match = request.resolver_match
        if (
            match
            and match.view_name == "wagtailadmin_api:pages:detail"
            and not sees_everything(request.user)
        ):
            for name in ("ancestors", "translations"):
                rows = response.data.get(name, [])
                visible = _visible_among(request.user, [row["id"] for row in rows])
                response.data[name] = [row for row in rows if row["id"] in visible]
        return response


def _is_gated(request: HttpRequest, match: ResolverMatch) -> bool:
    user: Any = request.user
    is_admin = match.route.startswith(settings.ADMIN_PATH)
    return is_admin and user.has_perm(ACCESS) and not sees_everything(user)


def _visible_among(user: Any, ids: list[int]) -> set[int]:
    if not ids:
        return set()
    pages = page_policy().visible_instances(user).filter(pk__in=ids)
    return set(pages.values_list("pk", flat=True))


def _ids_named(request: HttpRequest, match: ResolverMatch) -> set[int]:
    """Return the pages that the address, the query string or the form names."""
    named = [match.kwargs.get(name) for name in IDS_IN_ADDRESS]
    if match.view_name.startswith(VIEWS_NAMED_BY_PK):
        named.append(match.kwargs.get("pk"))
    if match.view_name.startswith(VIEWS_NAMED_BY_QUERY):
        for name in ("id", "childOf", "target_pages[]", "parent_page_id"):
            named += request.GET.getlist(name)
    for name in IDS_IN_FORMS:
        named += request.POST.getlist(name)
    return set(ids_in(named))


def _is_step_of_page(named: dict[str, Any]) -> bool:
    """Tell whether a step of a review, if one is named, is of the page that is named with it.

    Wagtail acts on the step of any page, for who may act on the page of the address.
    """
    if "task_state_id" not in named or "page_id" not in named:
        return True
    states = TaskState.objects.filter(pk__in=ids_in([named["task_state_id"]]))
    return states.filter(workflow_state__object_id=str(named["page_id"])).exists()


def _is_allowed(request: HttpRequest, match: ResolverMatch) -> bool:
    user: Any = request.user
    if is_closed(user, match.view_name):
        return False
    if match.view_name == "wagtail_bulk_action" and match.kwargs["model_name"] == "page":
        return _may_act_on_many(user, request)
    if is_limited(user) and match.view_name.startswith("wagtailadmin_pages:"):
        names = IDS_OF_ITS_OWN & match.kwargs.keys()
        return all(_may_edit(user, match.kwargs[name]) for name in names)
    return is_limited(user) or not user.has_perm(TRANSLATE) or _translates_its_own(request, match)


def _may_act_on_many(user: Any, request: HttpRequest) -> bool:
    if is_limited(user):
        return False
    # What is done to "all" is also listed, hidden pages included.
    return "all" not in request.GET.getlist("id") or _may_edit(user, request.GET.get("childOf"))


def _may_edit(user: Any, pk: Any) -> bool:
    page = Page.objects.filter(pk__in=ids_in([pk])).first()
    return page is not None and bool(page.permissions_for_user(user).can_edit())


def _translates_its_own(request: HttpRequest, match: ResolverMatch) -> bool:
    """Tell whether a request to translate is only about languages that its user publishes in."""
    if not match.view_name.startswith(TRANSLATION):
        return True
    languages = languages_of(request.user)
    asked = set(ids_in(request.POST.getlist("locales")))
    if source := match.kwargs.get("translation_source_id"):
        found = TranslationSource.objects.filter(pk=source, translations__enabled=True)
        asked |= set(found.values_list("translations__target_locale_id", flat=True))
    return asked <= languages
