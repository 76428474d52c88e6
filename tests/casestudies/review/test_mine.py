"""“Mes études”: what each person finds at the top of the admin, and how much it costs."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.roles import CONTRIBUTOR, TUTOR
from casestudies.models import CaseStudyPage, CollectivityReview
from casestudies.review import mine
from casestudies.review.mine import heaps
from tests.casestudies.review.conftest import answer, link
from tests.roles.world import TRANSLATOR, person

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def seen(story, user) -> dict[str, list[str]]:
    """Return what a person sees: titles and notes by the anchor of their heap."""
    user = type(user).objects.get(pk=user.pk)
    return {
        heap.anchor: [f"{row.title} – {row.note}" for row in heap.rows]
        for heap in heaps(user)
        if heap.rows
    }


def test_a_case_goes_from_heap_to_heap(story):
    student, tutor, editor = story.student, story.tutor, story.editor
    assert seen(story, student) == {"en-cours": ["Un bus – "]}
    story.submit()
    reading = ["Un bus – Relecture du tuteur"]
    assert seen(story, student) == {"en-cours": reading}
    assert seen(story, tutor) == {"attend": reading}
    assert seen(story, editor) == {"attend": reading}
    story.act(tutor, "reject", "Une source ?")
    back = ["Un bus – Relecture du tuteur – Une source ?"]
    assert seen(story, student) == {"renvoyees": back}
    assert seen(story, tutor) == {"renvoyees": back}
    assert seen(story, editor) == {}
    story.submit()
    story.act(tutor, "approve")
    assert seen(story, tutor)["attend"] == ["Un bus – À envoyer à la collectivité"]
    story.send()
    asked = seen(story, tutor)
    assert "attend" not in asked
    assert "pas encore de réponse" in asked["chez-elles"][0]
    answer(link(mail.outbox[-1]), "object")
    assert seen(story, editor)["attend"] == [
        "Un bus – Avis de la collectivité – S’oppose à la publication"
    ]
    story.send()
    answer(link(mail.outbox[-1]))
    assert "attend" not in seen(story, tutor)
    assert seen(story, editor) == {"attend": ["Un bus – Publication par l’éditeur"]}
    story.act(editor, "approve")
    assert seen(story, student) == {"publiees": ["Un bus – "]}
    CaseStudyPage.objects.update(first_published_at=timezone.now() - timedelta(days=367))
    for person_ in (student, tutor, editor):
        assert seen(story, person_)["a-confirmer"] == ["Un bus – "]


def test_a_link_that_is_worth_nothing_waits_for_someone(story):
    story.to_collectivity()
    CollectivityReview.objects.update(expires_at=timezone.now())
    assert "Le lien a expiré" in seen(story, story.tutor)["attend"][0]
    CollectivityReview.objects.update(withdrawn_at=timezone.now())
    assert "attend" in seen(story, story.tutor)


def test_others_see_nothing_of_it(story):
    for key in (CONTRIBUTOR, TUTOR, TRANSLATOR):
        user = person(key, f"{key}-other@example.org")
        story.to_collectivity() if not story.step else None
        assert seen(story, user) == {}
        html = story.client(user).get(reverse("wagtailadmin_home")).content.decode()
        assert "Un bus" not in html
        for name in ("", "_send", "_withdraw", "_decide"):
            address = reverse(f"casestudies_review{name}", args=[story.case.pk])
            data = {"email": "x@example.org", "reason": "Parce que je le vaux bien."}
            response = story.client(user).post(address, data)
            assert response.status_code in {302, 404}
            assert story.review.step == "waiting"
        version = reverse("casestudies_review_version", args=[story.case.pk, story.review.pk])
        assert story.client(user).get(version).status_code in {302, 404}


def test_a_version_is_shown_with_its_own_case_only(story):
    story.to_collectivity()
    other = story.write(title="Un autre")
    version = reverse("casestudies_review_version", args=[other.pk, story.review.pk])
    assert story.client(story.student).get(version).status_code == 404


def test_it_is_the_home_of_authors_and_tutors_and_the_top_of_the_editors(story):
    story.submit()
    story.act(story.tutor, "reject", "<b>Une source</b>")
    for user in (story.student, story.tutor, story.editor):
        html = story.client(user).get(reverse("wagtailadmin_home")).content.decode()
        assert html.index("Mes études") < html.index("</main>")
        assert "<b>Une source" not in html
    html = story.client(story.student).get(reverse("wagtailadmin_home")).content.decode()
    assert "Commencer une étude de cas" in html
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[story.case.pk])}"' in html
    html = story.client(story.tutor).get(reverse("wagtailadmin_home")).content.decode()
    assert "Commencer une étude de cas" not in html


def queries(user) -> int:
    user = type(user).objects.get(pk=user.pk)
    with CaptureQueriesContext(
        connection,
    ) as context:
        heaps(user)
    return len(context)


def grow(story, number: int) -> None:
    """Make as many cases at each step."""
    for _ in range(number):
        for step in ("draft", "submitted", "sent", "published"):
            page = story.write(live=step == "published", title=f"Cas {Page.objects.count()}")
            if step in {"submitted", "sent"}:
                state = page.get_workflow().start(page, story.student)
            if step == "sent":
                state.current_task_state.approve(user=story.tutor)
                address = reverse("casestudies_review_send", args=[page.pk])
                story.client(story.tutor).post(address, {"email": "a@example.org"})
    CaseStudyPage.objects.filter(live=True).update(
        first_published_at=timezone.now() - timedelta(days=400)
    )


def test_it_costs_the_same_at_any_size(story, monkeypatch):
    grow(story, 1)
    people = (story.student, story.tutor, story.editor)
    heaps(story.student)  # what Django keeps of the kinds of models is kept
    few = [queries(user) for user in people]
    grow(story, 4)
    assert [queries(user) for user in people] == few
    assert max(few) <= 10
    monkeypatch.setattr(mine, "MOST", 2)
    published = next(heap for heap in heaps(story.student) if heap.anchor == "publiees")
    assert (len(published.rows), published.more) == (2, 3)
