"""How complete a case is: told from a revision's content, and never otherwise than publication."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.completeness import PARTS, completeness
from casestudies.models import (
    CaseAuthor,
    CaseCollectivity,
    CasePartner,
    CaseResult,
    CaseSource,
    CaseStudyPage,
    CaseTheme,
)
from casestudies.publication import publication_errors
from tests.casestudies.test_publication import complete_page
from tests.factories import CaseStudyPageFactory

TELLS = {
    "collectivities": [CaseCollectivity(role="lead")],
    "stage": "stopped",
    "started_on": "2017",
    "trials": [("text", "<p>Un essai.</p>")],
    "results": [CaseResult(statement="Un résultat.", evidence="told")],
    "limits": "<p>Rien n’a marché.</p>",
    "cost_band": "none",
    "partners": [CasePartner()],
    "conditions": "<ul><li>Du temps.</li></ul>",
    "sources": [CaseSource(title="Une source")],
    "authors": [CaseAuthor()],
    "summary": "Un résumé.",
    "themes": [CaseTheme()],
}


def page_with(names):
    page = CaseStudyPage(title="Un cas")
    for name in names:
        if page._meta.get_field(name).one_to_many:
            getattr(page, name).set(TELLS[name])
        else:
            setattr(page, name, TELLS[name])
    return page


@given(st.sets(st.sampled_from(sorted(TELLS))))
def test_the_essential_gaps_are_those_that_publication_names(names):
    page = page_with(names)
    found = completeness(page.serializable_data())
    assert [part.field for part in found.essential] == [
        error.field for error in publication_errors(page)
    ]
    assert found.percent == 100 * len(names) // len(PARTS)


def test_a_part_is_told_or_named_once():
    empty = completeness(page_with([]).serializable_data())
    assert [*empty.essential, *empty.advisable] != []
    assert len(empty.essential) + len(empty.advisable) == len(PARTS)
    assert {part.field for part in empty.essential} == {
        *("collectivities", "problem", "sources", "summary")
    }


@pytest.mark.parametrize(
    "text", ["", "<p></p>", '<p data-block-key="a1"> </p>', "<ul><li></li></ul>"]
)
def test_a_rich_text_without_words_is_not_told(text):
    page = complete_page(limits=text)
    names = [part.field for part in completeness(page.serializable_data()).advisable]
    assert "limits" in names


def test_a_cost_of_nothing_is_a_cost():
    page = complete_page(cost_amount=0, cost_covers="Tout")
    names = [part.field for part in completeness(page.serializable_data()).advisable]
    assert "cost_band" not in names


@pytest.mark.django_db
def test_a_revision_says_what_its_page_says():
    page = CaseStudyPageFactory(live=False, summary="", limits="<p>Rien.</p>")
    assert completeness(page.latest_revision.content) == completeness(page.serializable_data())
