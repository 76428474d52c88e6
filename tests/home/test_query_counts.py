"""SQL queries of each page type, pinned at two data sizes, so that growth fails."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file

from casestudies.models import (
    CaseAudience,
    CaseFollowUp,
    CaseFunding,
    CasePartner,
    CaseReplication,
    CaseSkill,
    CaseSource,
    CaseStudyIndexPage,
)
from common.models import CreditedImage
from home.models import StudyAuthor, StudyCase, StudyIndexPage
from methods.models import MethodIndexPage, NextMethod
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SMALL, LARGE = 2, 9
LIMIT = 30
CASE_LIMIT = 24


def rich_case(size, **values):
    """Build a case with `size` rows of every kind."""
    rows = range(size)
    return factories.CaseStudyPageFactory(
        leads=factories.CollectivityFactory.create_batch(size),
        with_themes=factories.ThemeFactory.create_batch(size),
        with_methods=factories.MethodPageFactory.create_batch(size),
        evidence=["told"] * size,
        audiences=[CaseAudience(audience=factories.AudienceFactory()) for _ in rows],
        skills=[CaseSkill(skill=factories.SkillFactory()) for _ in rows],
        partners=[CasePartner(organisation=factories.OrganisationFactory()) for _ in rows],
        funding=[CaseFunding(funder="Un financeur", amount=1000) for _ in rows],
        follow_ups=[CaseFollowUp(date="2020", status="running") for _ in rows],
        replications=[
            CaseReplication(who="D’autres", collectivity=factories.CollectivityFactory())
            for _ in rows
        ],
        sources=[CaseSource(title=f"Source {n}") for n in rows],
        **values,
    )


def count(client, page):
    """Return the number of queries of a page, once what is cached for an hour is cached."""
    url = page.get_url()
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    texts = [query["sql"] for query in queries]
    repeated = {text for text in texts if texts.count(text) > 1}
    assert not repeated
    return len(texts)


def a_cover():
    credit = {"author": "Une autrice", "licence": "CC BY 4.0"}
    return CreditedImage.objects.create(title="Une image", file=get_test_image_file(), **credit)


def a_case(size):
    case = rich_case(size, adapted_from=factories.CaseStudyPageFactory(), cover_image=a_cover())
    themes = [row.theme for row in case.themes.all()]
    methods = [row.method for row in case.method_uses.all()]
    for _ in range(size):
        factories.CaseStudyPageFactory(adapted_from=case)
        factories.CaseStudyPageFactory(
            with_themes=themes, with_methods=methods, cover_image=a_cover()
        )
        factories.StudyPageFactory(cases=[StudyCase(case=case)])
    return case


def the_cases(size):
    for _ in range(size):
        rich_case(2)
    return factories.index(CaseStudyIndexPage, "Études de cas")


def a_method(size):
    method = factories.MethodPageFactory(
        next_methods=[NextMethod(method=m) for m in factories.MethodPageFactory.create_batch(size)]
    )
    for _ in range(size):
        factories.CaseStudyPageFactory(with_methods=[method])
    return method


def the_methods(size):
    factories.MethodPageFactory.create_batch(size)
    return factories.index(MethodIndexPage, "Méthodes")


def a_study(size):
    return factories.StudyPageFactory(
        authors=[StudyAuthor(name=f"Autrice {n}") for n in range(size)],
        cases=[StudyCase(case=rich_case(2)) for _ in range(size)],
    )


def the_studies(size):
    factories.StudyPageFactory.create_batch(size)
    return factories.index(StudyIndexPage, "Études")


def the_home(size):
    for _ in range(size):
        rich_case(2)
    factories.StandardPageFactory.create_batch(size)
    return factories.home()


def the_glossary(size):
    factories.GlossaryTermFactory.create_batch(size)
    return factories.glossary()


def a_plain_page(size):
    return factories.StandardPageFactory(body=[("text", "<p>Un texte.</p>")] * size)


def test_the_queries_of_a_case_do_not_grow_with_its_rows(client):
    small = count(client, a_case(SMALL))
    cache.clear()
    case = a_case(LARGE)
    assert count(client, case) <= min(small, CASE_LIMIT)
    # It shows what its queries are for.
    page = client.get(case.url).content.decode()
    assert "Pratiques similaires" in page
    assert page.count("D’autres expériences") == LARGE


@pytest.mark.parametrize(
    "build",
    [the_cases, a_method, the_methods, a_study, the_studies, the_home, the_glossary, a_plain_page],
)
def test_queries_do_not_grow_with_the_rows(client, build):
    small = count(client, build(SMALL))
    cache.clear()
    assert count(client, build(LARGE)) <= min(small, LIMIT)
