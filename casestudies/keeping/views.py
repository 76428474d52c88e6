"""What readers and contacts tell: a case is still so, a letter to its contact, we did it too."""

import hashlib

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from casestudies.models import CaseStudyPage, ReplicationReport
from common.limits import allowed, limited, visitor
from common.pages import public

from . import confirming, mail
from .forms import AnswerForm, LetterForm, ReportForm

HOUR, DAY = 3_600, 86_400
ANSWERS_IN_AN_HOUR = 100
# A whole town hall may share one address on the network.
SENT_BY_A_VISITOR_IN_AN_HOUR = 10
LETTERS_FROM_AN_ADDRESS_IN_A_DAY = 5
LETTERS_ABOUT_A_CASE_IN_A_DAY = 20
REPORTS_ABOUT_A_CASE_IN_A_DAY = 20
SAME_LETTER = 600
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@form_methods
@limited("confirmations", ANSWERS_IN_AN_HOUR, HOUR)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, or take the answer: programs that check mail follow links, and post not."""
    question = confirming.find(token)
    if question is None:
        return _gone(request)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if confirming.answer(token, form.cleaned_data["status"], form.cleaned_data["note"]):
            return redirect("casestudies:case_confirmed")
        return _gone(request)
    context = {"form": form, "case": question.case}
    return render(request, "casestudies/keeping/confirm.html", context)


@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """Thank whoever answered."""
    context = {
        "title": _("Thank you!"),
        "text": _("An editor reads your answer, then readers see it on the page of the case."),
    }
    return render(request, "casestudies/keeping/thanks.html", context)


@sensitive_post_parameters("name", "address", "text")
@never_cache
@form_methods
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the letter to the contact of a case, or send it. Nothing of it is kept."""
    case = _case(reference)
    if not (case.contact_agrees and case.contact_email):
        raise Http404
    form = LetterForm(request.POST if request.method == "POST" else None)
    problem, status = "", 200
    if form.is_valid():
        problem, status = _send(request, case, form)
        if not problem:
            return redirect("casestudies:letter_sent", reference)
    context = {"form": form, "case": case, "problem": problem}
    return render(request, "casestudies/keeping/write.html", context, status=status)


@require_safe
def written(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the letter left."""
    context = {
        "title": _("Your message is sent"),
        "text": _(
            "If the contact answers, it is to your address. We kept nothing of your message."
        ),
        "case": _case(reference),
    }
    return render(request, "casestudies/keeping/thanks.html", context)


@sensitive_post_parameters("email")
@never_cache
@form_methods
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the form by which a collectivité says that it did it too, or keep what it says."""
    case = _case(reference)
    form = ReportForm(request.POST if request.method == "POST" else None)
    problem, status = "", 200
    if form.is_valid():
        problem, status = _may_report(request, case)
        if not problem:
            _keep(form.report(), case)
            return redirect("casestudies:replication_sent", reference)
    context = {"form": form, "case": case, "problem": problem}
    return render(request, "casestudies/keeping/report.html", context, status=status)


@require_safe
def reported(request: HttpRequest, reference: str) -> HttpResponse:
    """Thank whoever did it too."""
    context = {
        "title": _("Thank you!"),
        "text": _("An editor reads what you told us, then it is shown on the page of the case."),
        "case": _case(reference),
    }
    return render(request, "casestudies/keeping/thanks.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    """Say that a link is no good any more, with what was written behind it, to be copied."""
    note = str(request.POST.get("note", "")).strip()
    context = {"written": [note] if note else []}
    return render(request, "casestudies/keeping/gone.html", context, status=404)


def _case(reference: str) -> CaseStudyPage:
    """Return a case that anybody may read, in the language of the address; raise Http404."""
    cases = public(CaseStudyPage.objects.filter(reference=reference)).select_related("locale")
    case = cases.filter(locale__language_code=get_language()).first()
    if case is None:
        raise Http404
    found: CaseStudyPage = case
    return found


def _send(request: HttpRequest, case: CaseStudyPage, form: LetterForm) -> tuple[str, int]:
    """Send a letter; return what is in the way, in words, and the status that says so."""
    data = form.cleaned_data
    address, text = data["address"].lower(), data["text"]
    digest = hashlib.sha256(f"{case.reference} {address} {text}".encode()).hexdigest()
    same = f"letter:{digest}"
    if cache.get(same):
        return "", 200  # sent a moment ago: this is a double click
    if not allowed("letters-visitor", visitor(request), SENT_BY_A_VISITOR_IN_AN_HOUR, HOUR):
        return _("Too many messages were sent from your network: try again in an hour."), 429
    if not (
        allowed("letters-address", address, LETTERS_FROM_AN_ADDRESS_IN_A_DAY, DAY)
        and allowed("letters-case", case.reference, LETTERS_ABOUT_A_CASE_IN_A_DAY, DAY)
    ):
        return _("Too many messages were sent today: try again tomorrow."), 429
    message = mail.letter(
        case, name=data["name"], address=address, text=text, language=str(get_language())
    )
    if not mail.send([message]):
        return _("The message could not leave: try again later."), 503
    cache.set(same, 1, SAME_LETTER)
    return "", 200


def _may_report(request: HttpRequest, case: CaseStudyPage) -> tuple[str, int]:
    if not allowed("reports-visitor", visitor(request), SENT_BY_A_VISITOR_IN_AN_HOUR, HOUR):
        return _("Too many messages were sent from your network: try again in an hour."), 429
    if not allowed("reports-case", case.reference, REPORTS_ABOUT_A_CASE_IN_A_DAY, DAY):
        return _("Too many messages were sent today: try again tomorrow."), 429
    return "", 200


def _keep(said: ReplicationReport, case: CaseStudyPage) -> None:
    """Keep a report, once: a double click says it twice."""
    said.case = case
    same = case.replication_reports.filter(closed_at=None, who=said.who, note=said.note)
    if not same.exists():
        said.save()
