"""Cases that look like the one being written: found as one types, and no hidden draft among them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.writing.near import near_cases
from tests.casestudies.test_editor_form import form_data
from tests.factories import CaseStudyPageFactory, CollectivityFactory, home, index
from tests.roles.world import CONTRIBUTOR, EDITOR, KEYS, SECRET, TRANSLATOR, build, own_draft

pytestmark = pytest.mark.django_db


def titles(user, title="", places=(), page_id=None):
    return [case.title for case in near_cases(user, title, places, page_id)]


@pytest.fixture
def cahors():
    return CollectivityFactory(name="Cahors")


class TestWhatIsNear:
    @pytest.mark.parametrize(
        "typed",
        [
            "Le bus des services publics",
            "un BUS, des services",
            "Bus et service public",
            "le bus des servicés",
        ],
    )
    def test_a_title_close_to_another(self, admin_user, typed):
        CaseStudyPageFactory(title="Un bus des services publics")
        assert titles(admin_user, typed) == ["Un bus des services publics"]

    @pytest.mark.parametrize(
        "typed", ["", "  ", "Le", "Un bus", "Une étude de cas", "Des cours d’école", "\0", "%_'\""]
    )
    def test_a_title_that_says_something_else(self, admin_user, typed):
        CaseStudyPageFactory(title="Un bus des services publics")
        assert titles(admin_user, typed) == []

    def test_what_is_told_of_the_same_place(self, admin_user, cahors):
        CaseStudyPageFactory(title="Un bus", leads=[cahors])
        CaseStudyPageFactory(title="Ailleurs")
        assert titles(admin_user, "Tout autre chose", [cahors.pk]) == ["Un bus"]

    def test_the_same_title_at_the_same_place_comes_first(self, admin_user, cahors):
        for title in ("Un marché", "Le bus des services publics"):
            CaseStudyPageFactory(title=title, leads=[cahors])
        CaseStudyPageFactory(title="Un bus des services publics")
        found = titles(admin_user, "Bus des services publics", [cahors.pk])
        assert found == ["Le bus des services publics", "Un marché", "Un bus des services publics"]

    def test_only_some_are_shown(self, admin_user, cahors):
        CaseStudyPageFactory.create_batch(7, leads=[cahors])
        assert len(titles(admin_user, "", [cahors.pk])) == 5

    def test_neither_itself_nor_its_translations(self, admin_user, cahors):
        page = CaseStudyPageFactory(title="Un bus des villages", leads=[cahors])
        english = page.get_parent().copy_for_translation(home("en").locale)
        english.save_revision().publish()
        copy = page.copy_for_translation(english.locale)
        copy.save_revision().publish()
        assert titles(admin_user, page.title, [cahors.pk]) != []
        assert titles(admin_user, page.title, [cahors.pk], page.pk) == []

    def test_a_draft_by_the_place_that_its_latest_version_names(self, admin_user, cahors):
        draft = CaseStudyPageFactory(title="Un essai", live=False)
        row = draft.collectivities.get()
        row.collectivity = cahors
        draft.collectivities.add(row)
        draft.save_revision()
        assert titles(admin_user, "", [cahors.pk]) == ["Un essai"]


def test_the_number_of_queries_does_not_grow(admin_user, cahors, django_assert_max_num_queries):
    for count in (2, 9):
        CaseStudyPageFactory.create_batch(count, leads=[cahors])
        with django_assert_max_num_queries(24):
            assert near_cases(admin_user, "Étude de cas", [cahors.pk])


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        "key", [key for key in KEYS if key != EDITOR and key != "administrator"]
    )
    def test_no_hidden_draft_is_told(self, client, key):
        world = build()
        client.force_login(world.people[key])
        hidden = world.cases["hidden"]
        for asks in (
            {"title": hidden.title, "collectivity": world.lead.pk},
            {"title": world.cases["renamed"].get_latest_revision_as_object().title},
            {"title": "un marché rendu public", "page": hidden.pk},
        ):
            shown = client.get(reverse("casestudies_near"), asks).content.decode()
            assert SECRET not in shown
        # The published ones are.
        assert world.cases["published"].title in shown

    def test_ones_own_drafts_are(self, client):
        world = build()
        client.force_login(world.people[CONTRIBUTOR])
        draft = own_draft(world, CONTRIBUTOR)
        asks = {"title": draft.title}
        shown = client.get(reverse("casestudies_near"), asks).content.decode()
        assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in shown

    def test_what_is_published_for_some_only_is_not(self, client):
        world = build()
        published = world.cases["published"]
        PageViewRestriction.objects.create(page=published, restriction_type="login")
        client.force_login(world.people[TRANSLATOR])
        asks = {"title": published.title}
        assert published.title not in client.get(reverse("casestudies_near"), asks).content.decode()

    def test_visitors_are_sent_to_the_sign_in(self, client):
        assert client.get(reverse("casestudies_near")).status_code == 302


@pytest.mark.parametrize(
    "asks",
    [
        {"collectivity": ["x", "-1", "²", "9" * 40, "1.0"]},
        {"page": "9" * 30},
        {"page": "0"},
        {"title": "mot " * 5000},
        {"collectivity": [str(number) for number in range(500)]},
    ],
)
def test_any_text_is_accepted(admin_client, asks):
    assert admin_client.get(reverse("casestudies_near"), asks).status_code == 200


def test_it_only_reads(admin_client):
    assert admin_client.post(reverse("casestudies_near")).status_code == 405


def test_without_a_script_they_are_shown_once_the_draft_is_saved(admin_client, cahors):
    CaseStudyPageFactory(title="Un bus des villages", leads=[cahors])
    parent = index(CaseStudyIndexPage, "Études de cas")
    url = reverse("wagtailadmin_pages:add", args=["casestudies", "casestudypage", parent.pk])
    rows = inline_formset([{"collectivity": str(cahors.pk), "role": "lead"}])
    data = form_data(title="Le bus du village", collectivities=rows)
    response = admin_client.post(url, data, follow=True)
    assert CaseStudyPage.objects.count() == 2
    shown = response.content.decode()
    assert "Un bus des villages" in shown
    assert "même collectivité" in shown


def test_titles_alone_are_compared_without_reading_drafts(admin_user):
    CaseStudyPageFactory(title="Un bus des villages", live=False).save_revision()
    with CaptureQueriesContext(connection) as queries:
        assert titles(admin_user, "Le bus du village") == ["Un bus des villages"]
    assert not any('"wagtailcore_revision"."content"' in query["sql"] for query in queries)
