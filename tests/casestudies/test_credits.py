"""The pages of authors and promotions: what is public, in one's language, and no one else."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Locale, PageViewRestriction

from casestudies.models import CaseAuthor, CaseStudyIndexPage, Contributor, Promotion
from tests.factories import CaseStudyPageFactory, home, index
from tests.front.html import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def promotion():
    return Promotion.objects.create(name="Simone Veil", year=2019, locale=home().locale)


@pytest.fixture
def author(promotion):
    return Contributor.objects.create(name="Camille Durand", promotion=promotion)


def credit(*people, **values):
    return CaseStudyPageFactory(
        authors=[CaseAuthor(contributor=person) for person in people], **values
    )


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return BeautifulSoup(response.content.decode(), "html.parser")


def titles(page):
    return [link.get_text() for link in page.select(".card-title a")]


@pytest.fixture(params=["author", "promotion"])
def whose(request, author, promotion):
    return {"author": author, "promotion": promotion}[request.param]


def test_a_page_lists_the_public_cases(client, author, whose):
    credit(author, title="La première")
    credit(author, title="La seconde")
    credit(author, title="Un brouillon", live=False)
    hidden = credit(author, title="Une étude restreinte")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    CaseStudyPageFactory(title="D’une autre")
    response = client.get(whose.get_absolute_url())
    assert faults(response.content.decode()) == []
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert page.h1.get_text() == str(whose)
    assert titles(page) == ["La seconde", "La première"]
    assert "restreinte" not in page.get_text()


@pytest.mark.parametrize("hidden", ["draft", "unpublished", "restricted", "none"])
def test_who_has_no_public_case_has_no_page(client, author, whose, hidden):
    if hidden != "none":
        case = credit(author, live=hidden != "draft")
    if hidden == "unpublished":
        case.unpublish()
    if hidden == "restricted":
        PageViewRestriction.objects.create(page=case, restriction_type="login")
    response = client.get(whose.get_absolute_url())
    assert response.status_code == 404
    assert whose.name not in response.content.decode()
    assert whose.get_absolute_url() not in client.get("/sitemap.xml").content.decode()


@pytest.mark.long
@pytest.mark.parametrize("key", ["", "x", "0", "999999", "9" * 40, "-1", "१", "1e3", "1%00"])
@pytest.mark.parametrize("start", ["/auteurs/", "/promotions/", "/en/authors/"])
def test_guesses_are_not_found(client, author, start, key):
    credit(author)
    home("en")
    assert client.get(f"{start}{key}/".replace("//", "/")).status_code == 404


def test_an_old_name_leads_to_the_new_one(client, author, whose):
    credit(author)
    old = whose.get_absolute_url()
    whose.name = "Un nouveau nom"
    whose.save()
    assert client.get(old)["Location"] == whose.get_absolute_url()
    assert "un-nouveau-nom" in whose.get_absolute_url()


def test_a_name_without_latin_letters_has_an_address(client, author, whose):
    whose.name = "李"
    whose.save()
    credit(author)
    assert read(client, whose.get_absolute_url()).h1.get_text() == str(whose)


def test_a_name_is_text(client, author, whose):
    whose.name = "<script>alert(1)</script>\"'"
    whose.save()
    credit(author)
    assert "<script>alert" not in client.get(whose.get_absolute_url()).content.decode()


def test_the_case_leads_to_its_author_and_promotion(client, author, promotion):
    case = credit(author)
    links = [link["href"] for link in read(client, case.url).select(".authors a")]
    assert links == [author.get_absolute_url(), promotion.get_absolute_url()]
    members = read(client, promotion.get_absolute_url()).select(".people a")
    assert [link.get_text() for link in members] == ["Camille Durand"]


def test_a_promotion_names_only_its_credited_members(client, author, promotion):
    Contributor.objects.create(name="Zanzibar", promotion=promotion)
    credit(author)
    assert "Zanzibar" not in read(client, promotion.get_absolute_url()).get_text()


class TestLanguages:
    @pytest.fixture
    def english(self):
        home("en")
        return Locale.objects.get(language_code="en")

    def test_cases_of_other_languages_are_listed_apart(self, client, author, whose, english):
        credit(author, title="En français")
        with override("en"):
            url = whose.get_absolute_url()
        assert url.startswith("/en/")
        page = read(client, url)
        assert titles(page) == []
        assert "En français" in page.select_one(".other-languages").get_text()
        codes = {link["hreflang"] for link in page.select("link[hreflang]")}
        assert codes == {"fr", "en"}

    def test_a_promotion_goes_by_its_name_in_the_language(self, client, author, promotion, english):
        credit(author)
        translated = promotion.copy_for_translation(english)
        translated.name = "Class of Simone Veil"
        translated.save()
        with override("en"):
            asked, wanted = promotion.get_absolute_url(), translated.get_absolute_url()
        assert client.get(asked)["Location"] == wanted
        page = read(client, wanted)
        assert page.h1.get_text() == "Class of Simone Veil (2019)"
        french = page.select_one("link[hreflang=fr]")["href"]
        with override("fr"):
            assert french.endswith(promotion.get_absolute_url())
        assert "Camille Durand" in page.get_text()

    def test_a_closed_language_has_no_such_page(self, client, author, whose, english):
        credit(author)
        home("en").unpublish()
        with override("en"):
            url = whose.get_absolute_url()
        assert client.get(url).status_code == 404

    def test_the_sitemap_has_them_in_each_language(self, client, author, promotion, english):
        credit(author)
        body = client.get("/sitemap.xml").content.decode()
        with override("en"):
            addresses = [author.get_absolute_url()]
        addresses += [author.get_absolute_url(), promotion.get_absolute_url()]
        for address in addresses:
            assert f"{address}</loc>" in body


@pytest.mark.long
def test_a_long_list_comes_in_pages(client, author, whose):
    index(CaseStudyIndexPage, "Études de cas")
    for _ in range(25):
        credit(author)
    page = read(client, f"{whose.get_absolute_url()}?page=2")
    assert len(titles(page)) == 1
    assert page.select_one("link[rel=canonical]")["href"].endswith("?page=2")
    for query in ("?page=99", "?page=x", "?page=-1"):
        assert client.get(f"{whose.get_absolute_url()}{query}").status_code == 200


@pytest.mark.long
def test_queries_do_not_grow_with_the_cases(client, author, promotion, whose):
    def count():
        cache.clear()
        client.get(whose.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(whose.get_absolute_url())
        return len(queries)

    credit(author)
    few = count()
    for n in range(5):
        credit(author, Contributor.objects.create(name=f"Personne {n}", promotion=promotion))
    assert count() <= few <= 20
