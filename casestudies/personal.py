"""What case studies hold on people: contacts, contributors, those invited, those who decide."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision
from wagtail_localize.models import TranslationSource

from common.personal import Fate, Person, register_personal_field, register_store

from .models import (
    CaseStudyPage,
    CaseVersion,
    CollectivityReview,
    Contributor,
    PromotionTutor,
    ReviewOverride,
)
from .word.report import ACTION as IMPORTED

NO_CONTACT: dict[str, Any] = {
    "contact_name": "",
    "contact_role": "",
    "contact_email": "",
    "contact_consent": False,
}


class ContactStore:
    """The contact of a case: in the page, in each of its versions, in what is translated."""

    def held(self, person: Person) -> Iterator[dict[str, Any]]:
        """Yield the contact of each case, as it is and as its versions have it."""
        for case in _cases(person):
            yield {"case": case.title, **{name: getattr(case, name) for name in NO_CONTACT}}
        for revision in _versions(person).order_by("pk"):
            content = revision.content
            yield {
                "case": revision.object_str,
                "version of": revision.created_at,
                **{name: content.get(name) for name in NO_CONTACT},
            }

    def erase(self, person: Person) -> Iterator[str]:
        """Take the contact out; the history of the texts stays."""
        if count := _cases(person).update(**NO_CONTACT):
            yield f"contacts of cases: emptied in {count}"
        versions = list(_versions(person))
        for revision in versions:
            # Not saved as a new version: nobody wrote anything.
            content = {**revision.content, **NO_CONTACT}
            Revision.objects.filter(pk=revision.pk).update(content=content)
        if versions:
            yield f"contacts in versions of cases: emptied in {len(versions)}"
        if count := _erase_from_sources(person):
            yield f"contacts in what is sent to translation: emptied in {count}"


class ImportStore:
    """The report of an import quotes the document, contact included."""

    def held(self, person: Person) -> Iterator[dict[str, Any]]:
        """Yield the lines of each report that have the address."""
        for entry in _imports(person):
            lines = [line["source"] for line in entry.data["lines"]]
            found = [line for line in lines if person.email.lower() in line.lower()]
            yield {"case": entry.label, "imported": entry.timestamp, "lines": found}

    def erase(self, person: Person) -> Iterator[str]:
        """Empty the reports: a name may be on a line, the address on another."""
        entries = list(_imports(person))
        for entry in entries:
            entry.data = {**entry.data, "file": "", "lines": []}
            entry.save(update_fields=["data"])
        if entries:
            yield f"reports of imports: emptied in {len(entries)}"


class CreditStore:
    """The name that a person's published cases are signed with."""

    def held(self, person: Person) -> Iterator[dict[str, Any]]:
        """Yield the name and the promotion."""
        for row in _contributors(person).select_related("promotion"):
            yield {"name": row.name, "promotion": str(row.promotion or "")}

    def erase(self, person: Person) -> Iterator[str]:
        """Replace the name, when the person asks for it; it stays otherwise, with its cases."""
        rows = _contributors(person)
        if not person.without_credits:
            published = _published(rows)
            for pk in published:
                yield f"credits: the name stays on what {pk} published (--without-credits)"
            rows = rows.exclude(pk__in=published)
        with override(settings.LANGUAGE_CODE):
            withdrawn = _("Author withdrawn")
        logs = ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Contributor),
            object_id__in=[str(row.pk) for row in rows],
        )
        logs.update(label=withdrawn, data={})
        if count := rows.update(name=withdrawn, promotion=None):
            yield f"credits: the name of {count} is replaced"


class TutorStore:
    """The site's history names who was made the tutor of a promotion."""

    def held(self, person: Person) -> Iterator[dict[str, Any]]:
        """Yield what was done to the tutor."""
        yield from _tutor_logs(person).values("action", "label", "timestamp")

    def erase(self, person: Person) -> Iterator[str]:
        """Take the name out of the history."""
        if count := _tutor_logs(person).exclude(label="").update(label="", data={}):
            yield f"history of the tutor: emptied in {count}"


class ReviewStore:
    """Who was asked, for a collectivité, about a case, and the contact in what they were shown."""

    def held(self, person: Person) -> Iterator[dict[str, Any]]:
        """Yield what was sent to this address, and what came back."""
        for row in _reviews(person).select_related("page").order_by("pk"):
            yield {
                "case": row.page.title,
                "email": row.email,
                "sent_at": row.sent_at,
                "answered_at": row.answered_at,
                "answered_by": row.answered_by,
                "verdict": row.verdict,
                "comment": row.comment,
                "remarks": list(row.remarks.values("passage", "comment", "correction")),
                "contact": {name: row.content.get(name) for name in NO_CONTACT},
            }

    def erase(self, person: Person) -> Iterator[str]:
        """Take the person out; what the collectivité answered, and to which text, stays."""
        rows = list(_reviews(person))
        for row in rows:
            if row.email.lower() == person.email.lower():
                row.email = row.answered_by = ""
            if str(row.content.get("contact_email", "")).lower() == person.email.lower():
                row.content = {**row.content, **NO_CONTACT}
            row.save(update_fields=["email", "answered_by", "content"])
        if rows:
            yield f"reviews by collectivités: the person is taken out of {len(rows)}"
        signed = _overrides(person).count()
        if signed:
            yield f"decisions without a collectivité: {signed} stay signed, as the record of them"


class TextStore:
    """The address wherever someone typed it in a text: nobody but a person can take it out."""

    def held(self, person: Person) -> Iterator[dict[str, Any]]:
        """Yield the pages one version of which has the address in it."""
        for page in _pages_that_name(person):
            yield {"page": page.pk, "title": page.title}

    def erase(self, person: Person) -> Iterator[str]:
        """Say where the address still is."""
        for page in _pages_that_name(person):
            yield f"texts: a version of page {page.pk} still has the address, take it out by hand"


def register() -> None:
    """Tell the registry what is held here."""
    # In this order: what remains is said last.
    register_store("contacts of cases", ContactStore())
    register_store("reports of imports", ImportStore())
    register_store("credits", CreditStore())
    register_store("history of the tutor", TutorStore())
    register_store("reviews", ReviewStore())
    register_store("texts", TextStore())
    invitation = ("email", "name", "role", "created_at", "sent_at", "accepted_at")
    report = ("who", "note", "source_url", "email", "created_at")
    field = register_personal_field
    field("casestudies.CaseStudyPage", "contact_email", Fate.OF_A_STORE, ("title",))
    field("casestudies.Contributor", "user", Fate.WITH_ACCOUNT, ("name",))
    field("casestudies.PromotionTutor", "user", Fate.WITH_ACCOUNT, ("promotion_id",))
    field("casestudies.Invitation", "email", Fate.DELETE_ROW, invitation)
    field("casestudies.Invitation", "invited_by", Fate.WITH_ACCOUNT, ("promotion_id", "sent_at"))
    field("casestudies.Confirmation", "decided_by", Fate.WITH_ACCOUNT, ("case_id", "closed_at"))
    field("casestudies.ReplicationReport", "decided_by", Fate.WITH_ACCOUNT, ("case_id",))
    field("casestudies.ReplicationReport", "email", Fate.EMPTY, report)
    field("casestudies.CollectivityReview", "email", Fate.OF_A_STORE, ("page_id", "sent_at"))
    field("casestudies.CollectivityReview", "sent_by", Fate.WITH_ACCOUNT, ("page_id", "sent_at"))
    decision = ("page_id", "name", "reason", "decided_at")
    field("casestudies.ReviewOverride", "decided_by", Fate.WITH_ACCOUNT, decision)


def _cases(person: Person) -> Any:
    return CaseStudyPage.objects.filter(contact_email__iexact=person.email)


def _versions(person: Person) -> QuerySet[Revision]:
    cases = ContentType.objects.get_for_model(CaseStudyPage)
    return Revision.objects.filter(content_type=cases, content__contact_email__iexact=person.email)


def _imports(person: Person) -> Any:
    entries = PageLogEntry.objects.filter(action=IMPORTED)
    told = entries.annotate(text=Cast("data", TextField()))
    return told.filter(text__icontains=person.email).order_by("pk")


def _contributors(person: Person) -> QuerySet[Contributor]:
    if person.user is None:
        return Contributor.objects.none()
    return Contributor.objects.filter(user=person.user)


def _published(rows: QuerySet[Contributor]) -> set[int]:
    """Return those, of these contributors, whom a published case credits, or credited once."""
    credited = rows.filter(authored__page__first_published_at__isnull=False)
    versions = CaseVersion.objects.values_list("revision__content__authors", flat=True)
    named = {author["contributor"] for authors in versions for author in authors or ()}
    named |= set(credited.values_list("pk", flat=True))
    return named & set(rows.values_list("pk", flat=True))


def _tutor_logs(person: Person) -> QuerySet[ModelLogEntry]:
    if person.user is None:
        return ModelLogEntry.objects.none()
    tutors = ContentType.objects.get_for_model(PromotionTutor)
    keys = [str(pk) for pk in person.user.tutored_promotions.values_list("pk", flat=True)]
    logs: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(
        content_type=tutors, object_id__in=keys
    )
    return logs


def _reviews(person: Person) -> QuerySet[CollectivityReview]:
    is_named = Q(email__iexact=person.email) | Q(content__contact_email__iexact=person.email)
    return CollectivityReview.objects.filter(is_named)


def _overrides(person: Person) -> QuerySet[ReviewOverride]:
    if person.user is None:
        return ReviewOverride.objects.none()
    return ReviewOverride.objects.filter(decided_by=person.user)


def _erase_from_sources(person: Person) -> int:
    """Take the contact out of the copies that wagtail-localize keeps; return how many had it."""
    count = 0
    for source in TranslationSource.objects.filter(content_json__icontains=person.email):
        content = json.loads(source.content_json)
        if str(content.get("contact_email", "")).lower() == person.email.lower():
            text = json.dumps({**content, **NO_CONTACT})
            TranslationSource.objects.filter(pk=source.pk).update(content_json=text)
            count += 1
    return count


def _pages_that_name(person: Person) -> Any:
    named = Revision.objects.annotate(text=Cast("content", TextField()))
    found = named.filter(text__icontains=person.email).values_list("object_id", flat=True)
    ids = [int(pk) for pk in set(found) if str(pk).isdecimal()]
    return Page.objects.filter(pk__in=ids).order_by("pk")
