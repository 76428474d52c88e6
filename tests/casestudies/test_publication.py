"""What publication needs, decided from a page in memory and enforced on every way in."""

import pytest
from django.utils import timezone

from casestudies.models import CaseCollectivity, CaseSource, CaseStudyPage
from casestudies.publication import ends_before_start, publication_errors
from common.refusals import PublicationRefused
from tests.factories import CaseStudyPageFactory, CollectivityFactory

FIGURE = ("key_figure", {"value": "51 %", "label": "des ménages", "source_url": ""})


def complete_page(**values):
    page = CaseStudyPage(
        title="Un cas", summary="Un résumé.", stage="experiment", problem=[("text", "<p>…</p>")]
    )
    page.collectivities.set([CaseCollectivity(role="lead")])
    page.sources.set([CaseSource(title="Une source")])
    for name, value in values.items():
        setattr(page, name, value)
    return page


def fields(page):
    return [error.field for error in publication_errors(page)]


def test_a_complete_case_may_be_published():
    assert publication_errors(complete_page()) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"problem": []}, "problem"),
        ({"started_on": "2018", "ended_on": "2017-12"}, "ended_on"),
        ({"cost_amount": 0}, "cost_covers"),
        ({"contact_name": "Quelqu’un"}, "contact_consent"),
        ({"contact_email": "quelqu-un@example.org"}, "contact_consent"),
        ({"trials": [FIGURE]}, "trials"),
    ],
)
def test_each_gap_is_named_by_its_field(values, field):
    assert fields(complete_page(**values)) == [field]


@pytest.mark.parametrize(
    "values",
    [
        {"cost_amount": 10, "cost_covers": "Le car"},
        {"contact_name": "Quelqu’un", "contact_consent": True},
        {"started_on": "2017-12", "ended_on": "2017"},
    ],
)
def test_what_is_said_in_full_passes(values):
    assert fields(complete_page(**values)) == []


def test_a_partner_does_not_make_a_lead():
    page = complete_page()
    page.collectivities.set([CaseCollectivity(role="partner")])
    assert fields(page) == ["collectivities"]


def test_a_case_without_source_is_refused():
    page = complete_page()
    page.sources.set([])
    assert fields(page) == ["sources"]


def test_an_unsourced_figure_is_named_by_its_block():
    page = complete_page(trials=[("text", "<p>…</p>"), FIGURE])
    assert publication_errors(page)[0].block == (1, "source_url")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2018", "2017", True),
        ("2018-05", "2018-04", True),
        ("2018-05", "2018", False),
        ("2018", "2018-01", False),
        ("", "2018", False),
        ("2018", "", False),
    ],
)
def test_only_a_certain_contradiction_counts(start, end, expected):
    assert ends_before_start(start, end) is expected


@pytest.mark.django_db
class TestEveryWayIn:
    def draft(self, **values):
        return CaseStudyPageFactory(live=False, **values)

    def test_a_draft_saves_with_gaps(self):
        page = self.draft(summary="", stage="", leads=[])
        assert not page.live

    def test_a_revision_with_gaps_is_not_published(self):
        page = self.draft(summary="")
        with pytest.raises(PublicationRefused) as refusal:
            page.latest_revision.publish()
        assert len(refusal.value.reasons) == 1
        page.refresh_from_db()
        assert not page.live

    def test_nor_scheduled(self):
        page = self.draft(summary="")
        page.go_live_at = timezone.now() + timezone.timedelta(days=1)
        revision = page.save_revision()
        with pytest.raises(PublicationRefused):
            revision.publish()
        revision.refresh_from_db()
        assert revision.approved_go_live_at is None

    def test_a_live_case_keeps_its_text_when_a_draft_has_gaps(self):
        page = CaseStudyPageFactory(leads=[CollectivityFactory()])
        page.summary = ""
        revision = page.save_revision()
        with pytest.raises(PublicationRefused):
            revision.publish()
        assert CaseStudyPage.objects.get(pk=page.pk).summary == "Ce que l’on trouve ici."


@pytest.mark.django_db
class TestWhatAnImportSetAside:
    ASIDE = ("to_sort", {"found_in": "Remerciements", "content": "<p>Merci à Zoé.</p>"})

    def test_publication_waits_until_it_is_sorted(self):
        page = CaseStudyPageFactory(live=False, approach=[("text", "<p>…</p>"), self.ASIDE])
        [error] = publication_errors(page)
        assert (error.field, error.block) == ("approach", (1, "content"))
        with pytest.raises(PublicationRefused):
            page.latest_revision.publish()

    def test_readers_and_the_search_never_see_it(self, rf):
        page = CaseStudyPageFactory(live=False, problem=[("text", "<p>Loin.</p>"), self.ASIDE])
        assert "Zoé" not in page.search_document().body
        html = page.make_preview_request().rendered_content
        assert "Loin." in html
        assert "Zoé" not in html
        assert "Remerciements" not in html
