"""Which cases have to be confirmed: the rule, and the query that must agree with it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.freshness import due_for_confirmation, is_due, known_true_on, latest_day
from casestudies.models import CaseFollowUp, CaseStudyPage
from tests.factories import CaseStudyPageFactory, home

TODAY = date(2026, 11, 26)
LONG_AGO = datetime(2020, 5, 1, tzinfo=UTC)
DAYS = [date(2026, 11, 26), date(2026, 1, 1), date(2026, 12, 31), date(2024, 2, 29)]


def case(*follow_ups: str, verified: date | None = None, published: datetime = LONG_AGO):
    page = CaseStudyPageFactory(
        last_verified_on=verified,
        follow_ups=[CaseFollowUp(date=text, status="running") for text in follow_ups],
    )
    CaseStudyPage.objects.filter(pk=page.pk).update(first_published_at=published)
    page.refresh_from_db()
    return page


@pytest.mark.parametrize(
    ("verified", "follow_ups", "published", "due"),
    [
        (None, [], LONG_AGO, True),
        (None, [], datetime(2025, 11, 26, tzinfo=UTC), False),
        (None, [], datetime(2025, 11, 25, 12, tzinfo=UTC), True),
        # Already the 26th in Paris.
        (None, [], datetime(2025, 11, 25, 23, 30, tzinfo=UTC), False),
        (date(2025, 11, 26), [], LONG_AGO, False),
        (date(2025, 11, 25), [], LONG_AGO, True),
        (None, ["2025-11"], LONG_AGO, False),
        (None, ["2025-10"], LONG_AGO, True),
        (None, ["2025"], LONG_AGO, False),
        (None, ["2024"], LONG_AGO, True),
        (None, ["2019", "2026-03"], LONG_AGO, False),
        # What is still to come proves nothing.
        (None, ["2026-12"], LONG_AGO, True),
        (None, ["2027"], LONG_AGO, True),
        (date(2027, 1, 1), [], LONG_AGO, True),
    ],
)
@pytest.mark.django_db
def test_a_year_after_the_latest_day_a_case_is_due(verified, follow_ups, published, due):
    page = case(*follow_ups, verified=verified, published=published)
    assert is_due(known_true_on(page, TODAY), TODAY) is due
    assert list(due_for_confirmation(TODAY)) == ([page] if due else [])


@pytest.mark.long
@pytest.mark.django_db
def test_the_query_agrees_with_the_rule():
    pages = [
        case(*follow_ups, verified=verified, published=published)
        for verified in (None, date(2025, 11, 26), date(2025, 1, 1), date(2024, 12, 31))
        for follow_ups in ([], ["2025"], ["2025-01"], ["2026-01", "2023"])
        for published in (LONG_AGO, datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    ]
    for today in DAYS:
        found = set(due_for_confirmation(today))
        assert found == {page for page in pages if is_due(known_true_on(page, today), today)}


@pytest.mark.django_db
def test_drafts_and_translations_are_not_asked_about():
    page = case()
    draft = CaseStudyPageFactory(live=False)
    CaseStudyPage.objects.filter(pk=draft.pk).update(first_published_at=LONG_AGO)
    english = home("en").locale
    page.get_parent().copy_for_translation(english).save_revision().publish()
    copy = page.copy_for_translation(english)
    copy.save_revision().publish()
    CaseStudyPage.objects.filter(pk=copy.pk).update(first_published_at=LONG_AGO)
    assert list(due_for_confirmation(TODAY)) == [page]
    # Nobody else is asked for readers of English.
    CaseStudyPage.objects.filter(pk=page.pk).update(live=False)
    assert list(due_for_confirmation(TODAY)) == [copy]


@given(
    st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2100, 1, 1))),
    st.lists(st.from_regex(r"\A(19[5-9]\d|20\d\d)(-(0[1-9]|1[0-2]))?\Z"), max_size=3),
)
def test_what_is_to_come_proves_nothing(verified, follow_ups):
    """A month that has begun counts to its end, a year as well."""
    day = latest_day(verified, follow_ups, None, TODAY)
    assert day is None or day <= date(TODAY.year, 12, 31)


def test_what_was_never_published_is_not_due():
    assert not is_due(latest_day(None, [], None, TODAY), TODAY)
