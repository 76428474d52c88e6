"""Every page of the site: valid, accessible, and saying what it has to say."""

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from home.models import SiteSettings
from tests.factories import (
    CaseStudyPageFactory,
    CollectivityFactory,
    MethodPageFactory,
    home,
    index,
)

from . import content
from .html import faults


def read(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == status
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(tag: Tag | None) -> str:
    """Return the text of an element with single spaces; no-break spaces stay as they are."""
    assert tag is not None
    return re.sub(r"[ \n]+", " ", tag.get_text(" ")).strip()


def text_of(page: BeautifulSoup, selector: str = "main") -> str:
    return words(page.select_one(selector))


def terms(page: BeautifulSoup) -> dict[str, str]:
    """Return what the lists of facts of a page say."""
    return {words(term): words(term.find_next("dd")) for term in page.find_all("dt")}


class TestSite(TestCase):
    """One site for all these tests, which only read it."""

    site: SimpleNamespace

    @classmethod
    def setUpTestData(cls) -> None:
        cls.site = content.site()

    def test_every_page_is_valid(self) -> None:
        for name, page in vars(self.site).items():
            html = self.client.get(page.url).content.decode()
            assert faults(html) == [], name
            soup = BeautifulSoup(html, "html.parser")
            assert (soup.html["lang"], soup.html["dir"]) == ("fr", "ltr"), name
            shown = page.hero_title if name == "home" else page.title
            assert soup.h1.get_text(strip=True) == shown
            assert page.title in soup.title.get_text()
            styles = soup.select_one('link[rel="stylesheet"]')["href"]
            assert styles.startswith("/static/css/site"), name

    def test_the_frame_is_in_french(self) -> None:
        page = read(self.client, self.site.case.url)
        assert page.select_one(".skip a")["href"] == "#contenu"
        assert text_of(page, ".skip") == "Aller au contenu"
        assert text_of(page, ".breadcrumbs li") == "Accueil"

    def test_case_reads_in_the_order_of_a_busy_reader(self) -> None:
        page = read(self.client, self.site.case.url)
        headings = [tag.get_text(strip=True) for tag in page.select(".case-body h2")]
        assert headings == [
            "En bref", "Moyens", "Le problème", "La démarche", "Méthodes employées",
            "Résultats et limites", "Le faire chez vous", "Et après", "Personnes et sources",
            "Notes",
        ]  # fmt: skip
        anchors = [link["href"][1:] for link in page.select(".toc a")]
        assert [page.find(id=anchor) is not None for anchor in anchors] == [True] * 9

    def test_case_shows_its_facts(self) -> None:
        page = read(self.client, self.site.case.url)
        facts = terms(page)
        lead = self.site.case.collectivities.first().collectivity
        assert facts["Menée par"] == f"{lead.label} 42\u202f094\u00a0habitants"
        assert facts["Quand"] == "Décembre 2017 – 2019"
        assert facts["Coût"] == "168\u202f000\u00a0€ Le véhicule"
        assert facts["Temps d’agents"] == "1\u202f200 jours"
        assert facts["Durée"] == "18 mois"
        rows = [
            [cell.get_text(" ", strip=True) for cell in row("td")]
            for row in page.select("tbody tr")
        ]
        assert rows[0][0] == "100\u202f000\u00a0€"
        assert rows[1][0] == "12,5\u00a0%"
        assert page.select_one('.facts a[href$="?theme=acces-aux-droits"]')
        assert page.select_one(f'.closing a[href*="pour={lead.ref}"]')

    def test_case_credits_its_authors_and_hides_the_contact_address(self) -> None:
        page = read(self.client, self.site.case.url)
        people = text_of(page, 'section[aria-labelledby="sources"]')
        links = {link.get_text(): link["href"] for link in page.select(".authors a")}
        assert links["Camille Durand"].startswith("/auteurs/")
        assert links["Simone Veil (2019)"].startswith("/promotions/")
        assert "Dominique Martin, chargée de projet" in people
        assert "secret@example.org" not in str(page)

    def test_case_without_author_is_credited_to_the_editors(self) -> None:
        page = read(self.client, self.site.bare_case.url)
        assert "la rédaction" in text_of(page, ".authors")
        expected = (
            rf"La rédaction\. \({timezone.localdate().year}, .+\)\. Presque rien \[Étude de cas"
        )
        assert re.match(expected, text_of(page, ".citation"))

    def test_empty_parts_of_a_case_are_not_shown(self) -> None:
        page = read(self.client, self.site.bare_case.url)
        headings = [tag.get_text(strip=True) for tag in page.select(".case-body h2")]
        assert headings == ["En bref", "Le problème", "Personnes et sources"]
        assert [link["href"] for link in page.select(".toc a")] == [
            "#en-bref",
            "#probleme",
            "#sources",
        ]
        assert list(terms(page)) == ["Menée par"]

    def test_blocks_of_one_kind_make_a_list(self) -> None:
        page = read(self.client, self.site.case.url)
        assert [
            len(found.find_all("li", recursive=False)) for found in page.select(".key-figures")
        ] == [2]
        assert [
            len(found.find_all("li", recursive=False)) for found in page.select("ol.timeline")
        ] == [2]

    def test_method_lists_the_cases_that_used_it(self) -> None:
        page = read(self.client, self.site.method.url)
        cases = page.select_one('section[aria-labelledby="cas"]')
        assert [link["href"] for link in cases.select(".card-title a")] == [self.site.case.url]
        assert "Six semaines." in cases.get_text()
        following = page.select_one('section[aria-labelledby="ensuite"]')
        assert "Persona" in following.get_text()

    def test_methods_stand_under_their_phase(self) -> None:
        MethodPageFactory(title="Maquette", phase="prototype")
        page = read(self.client, self.site.method_index.url)
        groups = {
            section.h2.get_text(strip=True): [link.get_text() for link in section.select("h3 a")]
            for section in page.select("section.phase")
        }
        assert groups == {"Comprendre": ["Immersion", "Persona"], "Prototyper": ["Maquette"]}

    def test_cases_are_listed_page_by_page(self) -> None:
        place = CollectivityFactory()
        for number in range(24):
            CaseStudyPageFactory(title=f"Cas {number}", leads=[place])
        first = read(self.client, self.site.case_index.url)
        assert len(first.select(".case-card")) == 24
        second = read(self.client, f"{self.site.case_index.url}?page=2")
        assert len(second.select(".case-card")) == 3
        current = second.select(".pagination [aria-current]")
        assert [link.get_text(strip=True) for link in current] == ["Page2"]
        assert "page 2" in second.title.get_text()
        assert second.select_one('link[rel="canonical"]')["href"].endswith("?page=2")
        assert faults(str(second)) == []

    def test_glossary_terms_can_be_linked(self) -> None:
        page = read(self.client, self.site.glossary.url)
        assert [tag.get_text() for tag in page.select(".letters a")] == ["A", "E"]
        assert "Écoute" in text_of(page, "#mot-ecoute")

    def test_study_shows_its_record_and_its_cases(self) -> None:
        page = read(self.client, self.site.study.url)
        facts = terms(page)
        assert facts["Auteurs"] == "Linda C., Claire L."
        assert facts["Publiée"] == "Juillet 2019"
        assert facts["Collection"] == "Cahiers n°\u00a022"
        assert "La transversalité." in text_of(page, ".case-card")

    def test_home_offers_both_searches_and_the_themes(self) -> None:
        page = read(self.client, self.site.home.url)
        fields = [field["name"] for field in page.select("main form input:not([type=hidden])")]
        assert fields == ["pour_texte", "q"]
        search = reverse("search:search")
        assert [link["href"] for link in page.select(".chips a")] == [
            f"{search}?theme=acces-aux-droits"
        ]
        titles = [
            link.get_text() for link in page.select('section[aria-labelledby="a-la-une"] h3 a')
        ]
        assert titles == [self.site.case.title]

    def test_footer_says_who_publishes(self) -> None:
        assert "Publié par" not in text_of(read(self.client, "/"), "footer")
        settings = SiteSettings.load()
        settings.publisher, settings.contact_email = "L’INET", "bonjour@example.org"
        settings.save()
        footer = read(self.client, "/").footer
        assert "Publié par L’INET." in words(footer)
        assert footer.select_one('a[href="mailto:bonjour@example.org"]')
        assert "INSEE" in footer.get_text()
        links = [link["href"] for link in footer.select("nav a")]
        assert links == [self.site.plain.url, reverse("search:wanted")]


@pytest.mark.django_db
def test_views_without_a_page_are_valid(client: Client) -> None:
    place = CollectivityFactory()
    for url in (reverse("search:search"), reverse("search:wanted"), place.get_absolute_url()):
        assert faults(client.get(url).content.decode()) == []


@pytest.mark.django_db
def test_not_found_helps_to_go_on(client: Client) -> None:
    index_page = MethodPageFactory().get_parent()
    page = read(client, "/cela/n-existe-pas/", status=404)
    assert faults(str(page)) == []
    assert page.select_one('main form[role="search"]')["action"] == reverse("search:search")
    targets = {link["href"] for link in page.select("main a")}
    assert targets == {"/", index_page.url}
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"


def test_broken_page_needs_nothing() -> None:
    # Without a database: pytest-django refuses any query here.
    html = render_to_string("500.html")
    assert faults(html) == []
    assert "Une erreur s’est produite" in html
    assert "<link" not in html
    assert "<script" not in html


def test_contact_without_consent_is_not_named(client: Client, db: None) -> None:
    case = CaseStudyPageFactory(
        contact_name="Dominique Martin", contact_consent=True, contact_email="d@example.org"
    )
    type(case).objects.filter(pk=case.pk).update(contact_consent=False)
    assert "Dominique Martin" not in client.get(case.url).content.decode()


def test_what_exists_in_another_language_only_is_listed(client: Client, db: None) -> None:
    english = home("en")
    parent = index(type(MethodPageFactory().get_parent().specific), "Methods", english)
    page = read(client, parent.url)
    other = page.select_one(".other-languages a")
    assert other["lang"] == other["hreflang"] == "fr"
    assert "In French" in text_of(page, ".other-languages")
    assert faults(str(page)) == []
