"""The logs of production tell of what failed, not whom it was for."""

import json
import logging
import re
from logging.config import DictConfigurator
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail.backends.locmem import EmailBackend
from wagtail.admin.mail import send_notification

from accounts.models import User
from tests.factories import CaseStudyPageFactory
from tests.project.test_settings import COMPLETE, load

ADDRESS = "lou.petit+inet@mairie.example.org"


class RefusingBackend(EmailBackend):
    """A server that takes nobody's mail."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({ADDRESS: (550, b"unknown")})


@pytest.fixture
def written():
    """Return what production would write of a record."""
    logs = DictConfigurator(json.loads(load(**COMPLETE).stdout)["LOGGING"])
    return logs.configure_formatter(logs.config["formatters"]["line"]).format


def test_a_notification_that_cannot_leave_names_nobody(db, settings, caplog, written):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    user = User.objects.create_user(ADDRESS)
    told = {"page": CaseStudyPageFactory(), "editor": user}
    assert not send_notification([user], "updated_comments", told)
    [record] = [row for row in caplog.records if row.name == "wagtail.admin"]
    assert ADDRESS in caplog.text
    text = written(record)
    assert "lou.petit" not in text
    assert "SMTPRecipientsRefused" in text
    assert "Failed to send notification email" in text


@pytest.mark.parametrize("text", ["a <b@c.fr>", "b@c.fr,d@c.fr", "to='b@c.fr'", "{'b@c.fr': 550}"])
def test_only_the_address_is_left_out(written, text):
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, text, None, None)
    assert written(record).endswith(re.sub(r"[bd]@c\.fr", "[address]", text))
