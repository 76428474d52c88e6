"""A page type that forgot its search document fails `manage.py check`."""

import pytest
from django.core.checks import run_checks
from django.test.utils import isolate_apps
from wagtail.models import get_page_models

from common.models import BasePage
from search import checks


def test_our_page_types_all_have_a_document() -> None:
    assert checks.check_search_documents() == []
    assert [error for error in run_checks() if error.id == "search.E001"] == []
    labels = {model._meta.label for model in get_page_models()}
    assert {"casestudies.CaseStudyPage", "methods.MethodPage", "home.StudyPage"} <= labels


@isolate_apps("home")
def test_a_forgetful_page_type_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(BasePage):
        class Meta:
            app_label = "home"

    class Careful(BasePage):
        class Meta:
            app_label = "home"

        def search_document(self) -> None:
            return None

    monkeypatch.setattr(checks, "get_page_models", lambda: [Forgetful, Careful])
    (error,) = checks.check_search_documents()
    assert (error.id, error.obj) == ("search.E001", Forgetful)
    assert "home.Forgetful" in error.msg
