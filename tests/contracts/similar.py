"""What every search engine must find of the pages that are like another.

A test module subclasses `SimilarContract` with its engine. What is like what, and why, is the same
whatever the engine; what nobody may read is never named.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from methods.models import MethodPage
from search import service, similar
from search.engines.base import Engine
from tests import factories

BUS = "Le bus itinérant des services publics : un guichet mobile de village en village"
CAMION = "Un camion itinérant, guichet mobile des villages"
BUDGET = "Un budget participatif voté par les habitants"


def case(title: str, **values: Any) -> CaseStudyPage:
    """Publish a case that says nothing but its title."""
    problem = [("text", f"<p>{title}</p>")]
    return factories.CaseStudyPageFactory(title=title, summary=title, problem=problem, **values)


def method(title: str, **values: Any) -> MethodPage:
    """Publish a method that says nothing but its title."""
    return factories.MethodPageFactory(title=title, summary=title, **values)


@pytest.mark.django_db
class SimilarContract:
    """Subclass, and set `engine`."""

    engine: Callable[[], Engine]

    @pytest.fixture(autouse=True)
    def _engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(service, "engine", self.engine)

    def catch_up(self) -> None:
        """Wait until the engine knows of every change."""

    def like(self, page: Page) -> list[str]:
        """Return the titles of the pages most like this one."""
        self.catch_up()
        titles = dict(Page.objects.values_list("pk", "title"))
        return [titles[likeness.page_id] for likeness in similar.like(page)]

    def shown(self, page: Page) -> dict[str, list[str]]:
        """Return, by title, the reasons that a page gives for each one that is like it."""
        self.catch_up()
        response = Client().get(page.url)
        assert response.status_code == 200
        html = BeautifulSoup(response.content.decode(), "html.parser")
        section = html.find("section", attrs={"aria-labelledby": ANCHORS[type(page)]})
        cards: Sequence[Tag] = section.select("article") if section else []
        return {
            card.find("a").get_text(): [li.get_text() for li in card.select(".card-reasons li")]
            for card in cards
        }

    # What is alike

    def test_words_themes_and_methods_make_cases_alike_and_are_the_reasons(self) -> None:
        access, agents = (factories.ThemeFactory(name=name) for name in ("Accès", "Agents"))
        visits = method("Immersion")
        bus = case(BUS, with_themes=[access, agents], with_methods=[visits])
        case(CAMION, with_themes=[access])
        case(f"{CAMION}, encore", with_themes=[access, agents], with_methods=[visits])
        case("Un guichet mobile de village, pour les services publics, itinérant")
        case(BUDGET, with_themes=[factories.ThemeFactory(name="Budget")])
        assert self.shown(bus) == {
            f"{CAMION}, encore": [
                "Thèmes communs\u00a0: Accès, Agents",
                "Même méthode\u00a0: Immersion",
            ],
            CAMION: ["Thème commun\u00a0: Accès"],
            "Un guichet mobile de village, pour les services publics, itinérant": [
                "Mots communs\u00a0: publics, services, village"
            ],
        }

    def test_a_shared_theme_comes_before_a_few_more_words(self) -> None:
        theme = factories.ThemeFactory(name="Accès")
        bus = case(BUS, with_themes=[theme])
        case("Le bus itinérant des services publics et son guichet")
        case("Un guichet mobile de village", with_themes=[theme])
        for number in range(3):
            case(f"{BUDGET} {number}")
        assert self.like(bus)[0] == "Un guichet mobile de village"

    def test_three_are_enough(self) -> None:
        bus = case(BUS)
        for number in range(5):
            case(f"{CAMION} {number}")
        assert len(self.like(bus)) == 3

    def test_equals_keep_the_order_of_their_pages(self) -> None:
        bus = case(BUS)
        for number in range(3):
            case(f"{CAMION} {number}")
        assert self.like(bus) == [f"{CAMION} {number}" for number in range(3)]

    def test_methods_of_a_phase_that_say_the_same(self) -> None:
        here = method("Observer un guichet avec un carnet", phase="understand")
        method("Observer et noter sur un carnet, au guichet", phase="understand")
        method("Jouer un guichet", phase="prototype")
        method("Voter", phase="sustain")
        case("Observer un guichet avec un carnet", with_methods=[here])
        reasons = self.shown(here)
        assert reasons["Observer et noter sur un carnet, au guichet"] == [
            "Même phase\u00a0: Comprendre",
            "Mots communs\u00a0: carnet, Observer, guichet",
        ]
        assert set(reasons) == {"Observer et noter sur un carnet, au guichet"}

    def test_nothing_in_common_is_nothing_said(self) -> None:
        bus = case(BUS)
        case(BUDGET)
        alone = method("Immersion", phase="understand")
        method("Voter", phase="test")
        assert self.like(bus) == self.like(alone) == []
        assert "Pratiques similaires" not in Client().get(bus.url).content.decode()
        assert "Méthodes voisines" not in Client().get(alone.url).content.decode()

    def test_a_case_alone_in_the_base(self) -> None:
        assert self.like(case(BUS)) == []

    def test_each_language_has_its_own(self) -> None:
        cases = factories.index(CaseStudyIndexPage, "Case studies", factories.home("en"))
        bus = case("A mobile counter in a bus, from village to village", parent=cases)
        case("A village bus with a mobile counter", parent=cases)
        case("Le bus village mobile counter")
        assert self.shown(bus) == {
            "A village bus with a mobile counter": ["Words in common: village, bus, counter"]
        }
        case("Le village et son bus mobile counter")
        assert self.like(bus) == ["A village bus with a mobile counter"]

    # What must never show

    def test_what_nobody_may_read_is_not_found(self) -> None:
        bus = case(BUS)
        case(f"{CAMION} en brouillon", live=False)
        case(f"{CAMION} retiré").unpublish()
        case(f"{CAMION} effacé").delete()
        secret = case(f"{CAMION} secret")
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
        assert self.like(bus) == []
        PageViewRestriction.objects.filter(page=secret).delete()
        assert self.like(bus) == [f"{CAMION} secret"]

    def test_an_answer_ends_with_what_it_says(self) -> None:
        bus, camion = case(BUS), case(CAMION)
        assert self.like(bus) == [CAMION]
        camion.title = camion.summary = BUDGET
        camion.problem = [("text", f"<p>{BUDGET}</p>")]
        camion.save_revision().publish()
        assert self.like(bus) == []
        other = case(f"{CAMION} à nouveau")
        assert self.like(bus) == [other.title]
        other.unpublish()
        assert self.like(bus) == []

    def test_a_page_moved_below_a_restriction_goes(self) -> None:
        closed = factories.home("en")
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        bus, camion = case(BUS), case(CAMION)
        assert self.like(bus) == [CAMION]
        camion.move(closed, pos="last-child")
        assert self.like(bus) == []

    def test_what_an_answer_kept_is_checked_when_it_is_shown(self) -> None:
        theme, visits = factories.ThemeFactory(name="Accès"), method("Immersion")
        bus = case(BUS, with_themes=[theme], with_methods=[visits])
        pages = [
            case(f"{CAMION} {number}", with_themes=[theme], with_methods=[visits])
            for number in range(3)
        ]
        assert set(self.shown(bus)) == {page.title for page in pages}
        # Behind the back of the signals: nothing tells that the answer has aged.
        Page.objects.filter(pk=pages[0].pk).update(live=False)
        PageViewRestriction.objects.bulk_create(
            [
                PageViewRestriction(page=pages[1], restriction_type="password", password="x"),
                PageViewRestriction(page=visits, restriction_type="login"),
            ]
        )
        assert self.shown(bus) == {pages[2].title: ["Thème commun\u00a0: Accès"]}
        assert len(self.like(bus)) == 3

    def test_a_restricted_method_is_no_reason(self) -> None:
        visits = method("Immersion")
        bus = case(BUS, with_methods=[visits])
        case(CAMION, with_methods=[visits])
        assert self.shown(bus) == {CAMION: ["Même méthode\u00a0: Immersion"]}
        PageViewRestriction.objects.create(page=visits, restriction_type="login")
        assert "Immersion" not in str(self.shown(bus))

    # What it costs

    def test_a_known_answer_costs_one_query(self) -> None:
        bus = case(BUS)
        case(CAMION)
        assert self.like(bus) == [CAMION]
        assert bus.locale.language_code == "fr"
        with CaptureQueriesContext(connection) as queries:
            assert len(similar.like(bus)) == 1
        assert len(queries) == 1


ANCHORS = {CaseStudyPage: "pratiques-similaires", MethodPage: "methodes-voisines"}
