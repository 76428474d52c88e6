"""Which of a reader's words are looked for: those that questions are made of are not."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from search.models import SynonymGroup
from search.service import search
from search.types import SearchRequest
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [hit.page.title for hit in search(SearchRequest(text=text, is_strict=True)).hits]


@pytest.fixture
def pages() -> None:
    StandardPageFactory(title="Un parc pour tous")
    StandardPageFactory(title="Un jardin pour tous")
    StandardPageFactory(title="L’accueil au-devant des habitants")


@pytest.mark.usefixtures("pages")
def test_a_word_that_shares_the_stem_of_one_of_them_is_looked_for() -> None:
    # "parce" is such a word, and "parc" has the same stem.
    assert found("comment faire un parc pour tous") == ["Un parc pour tous"]
    assert found("parce que l’accueil") == ["L’accueil au-devant des habitants"]


@pytest.mark.usefixtures("pages")
def test_together_they_may_be_the_name_of_something() -> None:
    lines = "aller vers => au-devant"
    SynonymGroup.objects.create(
        title="Accueil", lines=lines, locale=Locale.objects.get(language_code="fr")
    )
    assert found("aller vers les habitants") == ["L’accueil au-devant des habitants"]


@pytest.mark.usefixtures("pages")
def test_alone_they_are_looked_for() -> None:
    assert found("comment faire") == []


@pytest.mark.usefixtures("pages")
def test_a_word_of_an_editors_name_is_no_slip() -> None:
    StandardPageFactory(title="Une cave")
    request = SearchRequest(text="café")
    assert search(request).correction is not None
    lines = "world café => jardin"
    SynonymGroup.objects.create(
        title="Ateliers", lines=lines, locale=Locale.objects.get(language_code="fr")
    )
    assert search(request).correction is None


@pytest.mark.usefixtures("pages")
def test_names_that_are_deleted_together_find_nothing_more(admin_client) -> None:
    french = Locale.objects.get(language_code="fr")
    lines = ("square => jardin", "aire => parc")
    groups = [SynonymGroup.objects.create(title=text, lines=text, locale=french) for text in lines]
    assert found("square") == ["Un jardin pour tous"]
    address = reverse("wagtail_bulk_action", args=["search", "synonymgroup", "delete"])
    ids = "&".join(f"id={group.pk}" for group in groups)
    assert admin_client.post(f"{address}?{ids}").status_code == 302
    assert not SynonymGroup.objects.exists()
    assert found("square") == []
