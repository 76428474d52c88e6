"""From a case to the other cases that used its methods."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from casestudies.models import CaseMethodUse, CaseStudyIndexPage
from casestudies.other_cases import other_cases
from tests.factories import CaseStudyPageFactory, MethodPageFactory, home, index

pytestmark = pytest.mark.django_db


@pytest.fixture
def method():
    return MethodPageFactory(title="Immersion", slug="immersion")


def case(method, title, **values):
    return CaseStudyPageFactory(title=title, with_methods=[method], **values)


def found(page, *methods):
    """Return the titles of the other cases of each method."""
    keys = [method.translation_key for method in methods]
    cases = other_cases(page, keys)
    return [[other.title for other in cases.get(key, ())] for key in keys]


def read(client, page):
    """Return the words and addresses of the links to other cases, method by method."""
    html = BeautifulSoup(client.get(page.url).content.decode(), "html.parser")
    return [
        {link.get_text(): link["href"] for link in block.find_all("a")}
        for block in html.select(".use-others")
    ]


def translated(page, title):
    english = Locale.objects.get(language_code="en")
    home("en")
    if not page.get_parent().has_translation(english):
        parent = page.get_parent().specific.copy_for_translation(english)
        parent.save_revision().publish()
    copy = page.copy_for_translation(english)
    copy.title = title
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def test_a_method_leads_to_its_other_cases_and_to_all_of_them(client, method):
    here = case(method, "Ici")
    there = case(method, "Ailleurs")
    CaseStudyPageFactory(title="Sans méthode")
    assert read(client, here) == [
        {"Ailleurs": there.url, "Toutes celles qui s’en sont servies": f"{method.url}#cas"}
    ]
    assert BeautifulSoup(client.get(method.url).content.decode(), "html.parser").find(id="cas")


def test_without_another_case_nothing_is_said(client, method):
    here = case(method, "Ici")
    assert read(client, here) == []
    assert "D’autres expériences" not in client.get(here.url).content.decode()


def test_the_latest_three_of_each_method_in_one_query(method):
    other = MethodPageFactory(title="Persona")
    here = CaseStudyPageFactory(with_methods=[method, other])
    for year in (2015, 2019, 2012, 2017):
        case(method, f"Cas de {year}", started_on=str(year))
    case(method, "Sans date")
    CaseStudyPageFactory(title="Les deux", with_methods=[method, other], started_on="2020")
    assert here.locale.language_code == "fr"
    with CaptureQueriesContext(connection) as queries:
        assert found(here, method, other) == [
            ["Les deux", "Cas de 2019", "Cas de 2017"],
            ["Les deux"],
        ]
    assert len(queries) == 1


def test_a_method_used_twice_counts_once(client, method):
    here, *others = (case(method, f"Cas {number}") for number in range(5))
    for page in (here, others[0]):
        page.method_uses.add(CaseMethodUse(method=method, phase="test"))
        page.save_revision().publish()
    assert found(here, method) == [["Cas 1", "Cas 2", "Cas 3"]]
    assert len(read(client, here)) == 1


def test_what_nobody_may_read_is_not_named(method):
    here = case(method, "Ici")
    case(method, "Brouillon", live=False)
    PageViewRestriction.objects.create(page=case(method, "Secret"), restriction_type="login")
    case(method, "Retiré").unpublish()
    case(method, "Effacé").delete()
    assert found(here, method) == [[]]
    restricted = PageViewRestriction.objects.create(
        page=here.get_parent(), restriction_type="password", password="x"
    )
    case(method, "Sous clé")
    assert found(here, method) == [[]]
    restricted.delete()
    assert found(here, method) == [["Sous clé"]]


def test_each_is_named_once_in_the_readers_language_or_its_own(client, method):
    here, there = case(method, "Ici"), case(method, "Ailleurs")
    case(method, "En français seulement")
    english_here, english_there = translated(here, "Here"), translated(there, "Elsewhere")
    cases = index(CaseStudyIndexPage, "Case studies", home("en"))
    case(method, "Only in English", parent=cases)
    assert found(here, method) == [["Ailleurs", "En français seulement", "Only in English"]]
    assert found(english_here, method) == [
        ["Elsewhere", "En français seulement", "Only in English"]
    ]
    assert read(client, english_here)[0]["Elsewhere"] == english_there.url
    html = BeautifulSoup(client.get(english_here.url).content.decode(), "html.parser")
    assert html.find("a", string="En français seulement")["lang"] == "fr"
    assert html.find("a", string="Elsewhere").get("lang") is None


def test_a_language_that_closed_is_not_named(method):
    here, there = case(method, "Ici"), case(method, "Ailleurs")
    translated(there, "Elsewhere")
    there.unpublish()
    assert found(here, method) == [["Elsewhere"]]
    home("en").unpublish()
    assert found(here, method) == [[]]
