"""A student, a tutor and an editor around a case that may be published, and its steps."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from accounts.roles import CONTRIBUTOR, EDITOR, TUTOR
from casestudies.models import CaseAuthor, CaseStudyPage, CollectivityReview, Promotion
from casestudies.review.content import fingerprint
from tests.factories import CaseStudyPageFactory, home
from tests.roles.probes import case_data
from tests.roles.world import fresh, person

CONTACT = "dgs@example.org"


class Story:
    """A case on its way, and what each person does to it by the screens of the admin."""

    def __init__(self) -> None:
        promotion = Promotion.objects.create(name="Simone Veil", year=2026, locale=home().locale)
        self.promotion = promotion
        self.student = person(CONTRIBUTOR, "student@example.org", promotion)
        self.tutor = person(TUTOR, "tutor@example.org", promotion)
        self.editor = person(EDITOR, "editor@example.org")
        self.case = self.write()

    def write(self, **values) -> CaseStudyPage:
        authors = [CaseAuthor(contributor=self.student.contributor)]
        return CaseStudyPageFactory(
            **{
                "title": "Un bus",
                "live": False,
                "owner": self.student,
                "authors": authors,
                **values,
            }
        )

    def client(self, user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def edit(self, user, **values):
        """Post the editor's form of the case."""
        address = reverse("wagtailadmin_pages:edit", args=[self.case.pk])
        data = case_data(self.now()) | nested_form_data(values)
        return self.client(user).post(address, data)

    def submit(self):
        return self.edit(self.student, **{"action-submit": "1"})

    def act(self, user, action: str, comment: str = ""):
        """Act on the current step, by the button of the list."""
        state = self.now().current_workflow_task_state
        names = [self.case.pk, action, state.pk]
        address = reverse("wagtailadmin_pages:workflow_action", args=names)
        return self.client(user).post(address, {"comment": comment})

    def send(self, user=None, email: str = CONTACT):
        address = reverse("casestudies_review_send", args=[self.case.pk])
        return self.client(user or self.tutor).post(address, {"email": email})

    def decide(self, user, reason: str, text: str = ""):
        """Post the form by which an editor decides, about a text: that of now if none is given."""
        address = reverse("casestudies_review_decide", args=[self.case.pk])
        text = text or fingerprint(self.now().get_latest_revision().content)
        return self.client(user).post(address, {"reason": reason, "text": text})

    def to_collectivity(self):
        """Bring the case to its collectivité, and return the address of the link."""
        self.submit()
        self.act(self.tutor, "approve")
        self.send()
        return link(mail.outbox[-1])

    def now(self) -> CaseStudyPage:
        return fresh(self.case)

    @property
    def step(self) -> str:
        """Return the kind of the current step, "" when there is none."""
        task = self.now().current_workflow_task
        return type(task).__name__ if task else ""

    @property
    def review(self) -> CollectivityReview:
        """Return what was sent last."""
        return CollectivityReview.objects.latest("pk")


def told(response) -> str:
    """Return what the next page will say about a post."""
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


def link(message) -> str:
    found = re.search(r"http://localhost:8000(\S+)", message.body)
    assert found is not None
    return found[1]


def answer(address: str, verdict: str = "approve", client: Client | None = None, **values):
    """Post the form of a collectivité, as someone without an account."""
    data = {"verdict": verdict, "answered_by": "Jeanne Martin, DGS", "rows": "2", **values}
    return (client or Client()).post(address, data)


@pytest.fixture
def story(db):
    return Story()
