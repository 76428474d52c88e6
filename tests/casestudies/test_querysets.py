"""What a list of cases loads."""

import pytest
from django.test import TestCase

from casestudies.models import CaseStudyPage
from tests.factories import CaseStudyPageFactory, CollectivityFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_cards_take_three_queries_in_the_order_of_their_rows():
    for _ in range(3):
        CaseStudyPageFactory(
            leads=[CollectivityFactory(name="Zuydcoote"), CollectivityFactory(name="Albi")],
            with_themes=[ThemeFactory()],
        )
    with TestCase().assertNumQueries(3):
        for case in CaseStudyPage.objects.for_cards():
            places = [row.collectivity.name for row in case.collectivities.all()]
            assert places == ["Zuydcoote", "Albi"]
            assert [row.theme.locale_id for row in case.themes.all()] == [case.locale.pk]
