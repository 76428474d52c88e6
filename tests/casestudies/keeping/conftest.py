"""Cases that nobody confirmed for long, editors, and the links that the messages hold."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.http import HttpResponse
from django.utils import timezone, translation

from accounts.models import Role, User
from accounts.roles import EDITOR
from casestudies.models import CaseStudyPage
from common.quiet_forms import QuietForm
from tests.factories import CaseStudyPageFactory

LONG_AGO = datetime(2020, 5, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Start each test in French: a request in English leaves its language in the thread."""
    with translation.override("fr"):
        yield


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def editor(db: None) -> User:
    user = User.objects.create_user("edith@example.org", "x", first_name="Édith")
    user.groups.add(Role.objects.get(key=EDITOR).group)
    return user


def old_case(contact: str = "", **values: object) -> CaseStudyPage:
    """Return a live case, published long ago; `contact` is the address of one who agreed."""
    if contact:
        values |= {
            "contact_email": contact,
            "contact_name": "Claude Martin",
            "contact_consent": True,
        }
    page = CaseStudyPageFactory(**values)
    CaseStudyPage.objects.filter(pk=page.pk).update(first_published_at=LONG_AGO)
    page.refresh_from_db()
    return page


def links(number: int = 0) -> list[str]:
    """Return the paths of the links that answer, in one of the messages sent."""
    found = re.findall(r"https?://\S+/toujours-la/\S+", str(mail.outbox[number].body))
    return [urlsplit(link).path for link in found]


def parsed(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def waited(form: type[QuietForm]) -> str:
    """Return what a form holds that was opened a minute ago."""
    moment = timezone.now() - timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", moment.timestamp)
        return form().opened_at
