"""Short addresses: a case, its versions, and how to cite each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from casestudies.citing.case import citation_of
from casestudies.citing.records import FORMATS
from casestudies.models import CaseStudyPage, CaseVersion
from casestudies.presentation import case_context

from .finding import find_case, find_version
from .reading import page_as_of

GONE = 410


@require_safe
def short_address(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to where a case is today, in the language of the address or else in its own."""
    return redirect(_case(reference).get_url(request))


@require_safe
def versions_page(request: HttpRequest, reference: str) -> HttpResponse:
    """List the versions of a case, newest first."""
    case = _case(reference)
    if case.locale_id != Locale.get_active().pk:
        raise Http404(reference)
    context = {"page": case, "versions": case.versions.all()}
    return _unlisted(render(request, "casestudies/versions.html", context))


@require_safe
def version_page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show a case as an older version told it; the current one is the page itself."""
    version = _version(reference, number)
    if version.is_current:
        return redirect(version.page.get_url(request))
    if version.withdrawn_at:
        context = {"page": version.page, "version": version}
        return _unlisted(render(request, "casestudies/version_gone.html", context, status=GONE))
    page = page_as_of(version)
    # Without the sections of other apps, which speak of the page as it is today.
    context = {"page": page, "older": version, **case_context(page)}
    return _unlisted(render(request, "casestudies/case_version.html", context))


@require_safe
def citation_file(
    request: HttpRequest, reference: str, extension: str, number: int | None = None
) -> HttpResponse:
    """Send the citation of a version, or of a case that has none, in one of the formats."""
    if extension not in FORMATS:
        raise Http404(extension)
    version = None if number is None else _version(reference, number)
    if version and version.withdrawn_at:
        raise Http404(f"{reference} {number}")
    page = page_as_of(version) if version else _case(reference)
    authors = [row.contributor for row in page.authors.select_related("contributor")]
    citation = citation_of(page, version, authors)
    known = FORMATS[extension]
    response = HttpResponse(known.write(citation), content_type=known.content_type)
    response["Content-Disposition"] = f'attachment; filename="{citation.key}.{extension}"'
    return _unlisted(response)


def _case(reference: str) -> CaseStudyPage:
    case = find_case(reference, Locale.get_active())
    if case is None:
        raise Http404(reference)
    return case


def _version(reference: str, number: int) -> CaseVersion:
    version = find_version(reference, number, Locale.get_active())
    if version is None:
        raise Http404(f"{reference} {number}")
    return version


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep search engines to the page itself."""
    response["X-Robots-Tag"] = "noindex"
    return response
