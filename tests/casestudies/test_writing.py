"""Wagtail's own editor on a case: the way in, its guidance, autosave, preview, the explorer."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Comment, Revision
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, streamfield

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.writing.guidance import GUIDE
from collectivities.models import Collectivity
from tests.casestudies.test_editor_form import form_data, with_lead_and_source
from tests.factories import CaseStudyPageFactory, CollectivityFactory, ThemeFactory, index
from tests.roles.world import ADMINISTRATOR, CONTRIBUTOR, EDITOR, TRANSLATOR, TUTOR, build

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).resolve().parents[2] / "home" / "demo" / "fr"
AS_A_SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def parent():
    return index(CaseStudyIndexPage, "Études de cas")


def add_url(parent):
    return reverse("wagtailadmin_pages:add", args=["casestudies", "casestudypage", parent.pk])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class TestTheWayIn:
    @pytest.mark.parametrize(
        ("key", "may"),
        [
            (CONTRIBUTOR, True), (EDITOR, True), (ADMINISTRATOR, True),
            (TUTOR, False), (TRANSLATOR, True),
        ],
    )  # fmt: skip
    def test_the_menu_offers_it_to_those_who_may(self, client, key, may):
        world = build()
        client.force_login(world.people[key])
        url = reverse("casestudies_new")
        assert (f'"{url}"' in client.get(reverse("wagtailadmin_home")).content.decode()) is may
        response = client.get(url)
        if may:
            parent = world.english_index if key == TRANSLATOR else world.index
            assert response.url == add_url(parent)
            assert client.get(response.url).status_code == 200
        else:
            assert response.url == reverse("wagtailadmin_home")

    def test_a_site_without_a_list_of_cases_offers_nothing(self, admin_client):
        assert admin_client.get(reverse("casestudies_new")).url == reverse("wagtailadmin_home")


class TestGuidance:
    def panels(self, panel):
        for child in getattr(panel, "children", []):
            yield child
            yield from self.panels(child)

    def test_every_field_and_every_repeatable_part_is_explained(self):
        handler = CaseStudyPage.get_edit_handler()
        content = handler.children[0]
        missing = [
            getattr(panel, "field_name", None) or panel.relation_name
            for panel in self.panels(content)
            if (isinstance(panel, InlinePanel) and not panel.help_text)
            or (
                isinstance(panel, FieldPanel)
                and not (panel.help_text or panel.db_field.help_text)
                and panel.field_name != "contact_consent"
            )
        ]
        assert missing == []

    def test_examples_are_quoted_from_the_demonstration_content(self):
        demo = plain(" ".join(path.read_text("utf-8") for path in DEMO.rglob("*.toml")))
        quoted = [
            text
            for guide in GUIDE.values()
            for text in re.findall("«\u00a0(.+?)\u00a0»", str(guide))
        ]
        assert len(quoted) > 15
        assert [text for text in quoted if plain(text) not in demo + "coût inconnu"] == []


def plain(text):
    """Return a text without the typography in which the catalogue and the content differ."""
    return text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").lower()


class TestAutosave:
    """Wagtail's script posts the form as it is, every half second that something changed."""

    def test_a_draft_with_gaps_is_saved_again_and_again(self, admin_client, parent):
        data = form_data(summary="", stage="", problem=streamfield([]))
        answer = admin_client.post(add_url(parent), data, **AS_A_SCRIPT).json()
        assert answer["success"]
        page = CaseStudyPage.objects.get()
        rows = inline_formset([{"collectivity": str(CollectivityFactory().pk), "role": "lead"}])
        again = {
            **form_data(summary="Un début", collectivities=rows),
            "overwrite_revision_id": answer["revision_id"],
        }
        assert admin_client.post(edit_url(page), again, **AS_A_SCRIPT).json()["success"]
        assert Revision.objects.for_instance(page).count() == 1
        saved = page.get_latest_revision_as_object()
        assert (saved.summary, saved.collectivities.count(), saved.live) == ("Un début", 1, False)

    def test_half_a_row_is_saved_too(self, admin_client, parent):
        rows = inline_formset([{"title": "", "url": "https://example.org/", "publisher": ""}])
        answer = admin_client.post(add_url(parent), form_data(sources=rows), **AS_A_SCRIPT).json()
        assert answer["success"]

    @pytest.mark.parametrize("relation", ["collectivities", "themes", "sources"])
    def test_a_row_that_was_added_and_not_filled_holds_nothing_up(
        self, admin_client, parent, relation
    ):
        blank, filled = {
            "collectivities": (
                {"collectivity": "", "role": "lead"},
                {"collectivity": str(CollectivityFactory().pk), "role": "lead"},
            ),
            "themes": ({"theme": ""}, {"theme": str(ThemeFactory().pk)}),
            "sources": ({"title": "", "url": ""}, {"title": "Un rapport", "url": ""}),
        }[relation]
        data = form_data(**{relation: inline_formset([blank])})
        answer = admin_client.post(add_url(parent), data, **AS_A_SCRIPT).json()
        page = CaseStudyPage.objects.get()
        assert not getattr(page, relation).exists()
        # The form is still open: it numbers its rows as the answer says, and a row is filled.
        initial = int(answer["field_updates"][f"{relation}-INITIAL_FORMS"])
        rows = inline_formset([{**blank, "id": ""}, filled], initial=initial)
        answer = admin_client.post(
            edit_url(page), form_data(**{relation: rows}), **AS_A_SCRIPT
        ).json()
        assert answer["success"]
        page.refresh_from_db()
        assert getattr(page.get_latest_revision_as_object(), relation).count() == 1

    def test_two_cases_of_one_title_are_both_saved(self, admin_client, parent):
        CaseStudyPageFactory(title="Un bus dans les villages", slug="un-bus")
        answer = admin_client.post(add_url(parent), form_data(), **AS_A_SCRIPT).json()
        # The form that is open is told the address that the case was given.
        assert answer["field_updates"]["slug"] == "un-bus-2"
        page = CaseStudyPage.objects.get(pk=answer["pk"])
        assert (page.slug, page.reference) == ("un-bus-2", "un-bus-2")
        again = admin_client.post(edit_url(page), form_data(slug="un-bus-2"), **AS_A_SCRIPT).json()
        assert again["success"]
        assert "slug" not in again["field_updates"]

    def test_a_title_typed_before_the_scripts_are_there_is_saved(self, admin_client, parent):
        answer = admin_client.post(add_url(parent), form_data(slug=""), **AS_A_SCRIPT).json()
        assert answer["field_updates"]["slug"] == "un-bus-dans-les-villages"

    def test_what_is_published_keeps_its_address(self, admin_client):
        CaseStudyPageFactory(slug="un-bus")
        page = CaseStudyPageFactory()
        response = admin_client.post(edit_url(page), form_data(slug="un-bus"))
        assert response.context["form"].errors["slug"]

    def test_two_people_at_once_lose_nothing(self, admin_client):
        page = CaseStudyPageFactory(live=False)
        opened = page.latest_revision_id
        page.summary = "Le texte de l’autre"
        page.save_revision()
        data = {**form_data(slug=page.slug), "loaded_revision_id": opened}
        answer = admin_client.post(edit_url(page), data, **AS_A_SCRIPT)
        assert not answer.json()["success"]
        assert page.get_latest_revision_as_object().summary == "Le texte de l’autre"


def test_the_preview_shows_what_is_typed(admin_client):
    page = CaseStudyPageFactory(live=False)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_data(slug=page.slug, title="Un titre à peine tapé")
    assert admin_client.post(url, data).json()["is_valid"]
    assert "Un titre à peine tapé" in admin_client.get(url).content.decode()


def test_a_comment_is_kept_with_the_draft(admin_client, admin_user):
    page = CaseStudyPageFactory(live=False)
    comment = {
        "text": "Et combien de visiteurs ?", "contentpath": "summary", "position": "",
        "resolved": "", "id": "", "DELETE": "", "replies": inline_formset([]),
    }  # fmt: skip
    data = form_data(slug=page.slug, comments=inline_formset([comment]))
    admin_client.post(edit_url(page), data)
    assert Comment.objects.get(page=page).user == admin_user


def test_the_history_shows_what_changed(admin_client):
    page = CaseStudyPageFactory(live=False)
    first = page.latest_revision_id
    admin_client.post(edit_url(page), with_lead_and_source(slug=page.slug, title="Un autre titre"))
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, "latest"])
    shown = admin_client.get(url).content.decode()
    assert "Un autre titre" in re.sub("</?span[^>]*>", "", shown)


def test_a_locked_case_is_not_saved_by_another(admin_client, client, django_user_model):
    page = CaseStudyPageFactory(live=False)
    page.locked, page.locked_by = True, django_user_model.objects.create_user("autre@example.org")
    page.save()
    admin_client.post(edit_url(page), form_data(slug=page.slug, title="Malgré tout"))
    assert page.get_latest_revision_as_object().title == page.title


def test_wagtails_checks_are_on(admin_client):
    page = CaseStudyPageFactory()
    shown = admin_client.get(edit_url(page)).content.decode()
    for text in ("data-content-readability-score", "data-content-word-count", "data-checks-panel"):
        assert text in shown
    # What its script checks, in the preview as on the page.
    read = admin_client.get(page.get_url()).content.decode()
    config = re.search(r'id="checker-axe-configuration"[^>]*>(.+?)</script>', read, re.DOTALL)
    rules = set(json.loads(config.group(1))["options"]["runOnly"])
    assert {"alt-text-quality", "empty-heading", "heading-order", "p-as-heading"} <= rules


class TestTheMeter:
    def test_the_form_names_the_gaps_and_leads_to_them(self, admin_client):
        page = CaseStudyPageFactory(live=False, summary="", cost_amount=3, sources=[])
        shown = admin_client.get(edit_url(page)).content.decode()
        for anchor in ("id_summary", "id_sources-ADD", "id_cost_covers", "id_themes-ADD"):
            assert f'href="#{anchor}"' in shown
            assert f'id="{anchor}"' in shown
        for anchor in ("id_limits-label", "id_started_on"):
            assert f'href="#{anchor}"' in shown
            assert f'id="{anchor}"' in shown

    def test_a_new_case_has_one_too(self, admin_client, parent):
        shown = admin_client.get(add_url(parent)).content.decode()
        assert "Avant de pouvoir publier" in shown

    def test_it_follows_the_latest_version(self, admin_client):
        page = CaseStudyPageFactory(live=False, summary="")
        url = reverse("casestudies_completeness", args=[page.pk])
        assert "chapeau" in admin_client.get(url).content.decode()
        page.summary = "Un résumé."
        page.save_revision()
        shown = admin_client.get(url).content.decode()
        assert "Il ne manque rien pour publier." in shown

    def test_it_is_for_those_who_may_write_the_case(self, client):
        world = build()
        client.force_login(world.people[CONTRIBUTOR])
        status = {
            name: client.get(reverse("casestudies_completeness", args=[case.pk])).status_code
            for name, case in world.cases.items()
        }
        assert status["shared"] == 200
        assert status["hidden"] == 404
        assert status["published"] == 302
        assert client.get(reverse("casestudies_completeness", args=[0])).status_code == 404


class TestTheExplorer:
    def test_the_list_of_cases_says_how_complete_each_is(self, admin_client, parent):
        CaseStudyPageFactory(live=False, summary="", sources=[])
        shown = admin_client.get(reverse("wagtailadmin_explore", args=[parent.pk])).content.decode()
        assert "Avancement" in shown
        assert "2 parties à écrire" in shown

    def test_other_lists_do_not(self, admin_client, parent):
        url = reverse("wagtailadmin_explore", args=[parent.get_parent().pk])
        assert "Avancement" not in admin_client.get(url).content.decode()

    def test_who_may_not_write_a_case_is_not_told(self, client):
        world = build()
        client.force_login(world.people[CONTRIBUTOR])
        url = reverse("wagtailadmin_explore", args=[world.index.pk])
        shown = client.get(url).content.decode()
        rows = {
            case.title: row
            for case in world.cases.values()
            for row in re.findall(r"<tr.+?</tr>", shown, re.DOTALL)
            if case.title in row
        }
        assert "%" in rows[world.cases["shared"].title]
        assert "%" not in rows[world.cases["published"].title]

    @pytest.mark.long
    def test_the_column_costs_the_same_for_any_number(
        self, admin_client, admin_user, parent, django_assert_num_queries
    ):
        from casestudies.writing.column import completeness_column

        lead = CollectivityFactory()
        for count in (2, 7):
            CaseStudyPageFactory.create_batch(count, leads=[lead], live=False)
            pages = list(CaseStudyPage.objects.all())
            with django_assert_num_queries(1):
                column = completeness_column(admin_user, pages)
                assert all("%" in column.get_value(page) for page in pages)


class TestTheBox:
    def test_it_finds_as_the_readers_box_does_with_what_the_form_posts(self, admin_client):
        cahors = CollectivityFactory(name="Cahors", code="46042")
        gone = CollectivityFactory(name="Cahorsin", valid_until="2015-12-31")
        url = reverse("collectivity_chooser:box")
        for typed in ("caho", "46042"):
            results = admin_client.get(url, {"q": typed}).json()["results"]
            assert {"id": cahors.pk, "label": cahors.label} in results
        assert gone.pk in [
            row["id"] for row in admin_client.get(url, {"q": "cahorsin"}).json()["results"]
        ]
        assert admin_client.get(url, {"q": "\0%'"}).json() == {"results": []}

    def test_it_is_for_the_admin(self, client):
        assert client.get(reverse("collectivity_chooser:box"), {"q": "caho"}).status_code == 302

    def test_the_form_has_it_for_each_row_and_never_a_list_of_all(self, admin_client):
        CollectivityFactory.create_batch(3, name="Commune de trop")
        page = CaseStudyPageFactory(leads=[CollectivityFactory(name="Cahors")])
        shown = admin_client.get(edit_url(page)).content.decode()
        assert shown.count("data-collectivity-box") >= 2
        assert Collectivity.objects.count() == 4
        assert "Commune de trop" not in shown


def test_the_meter_says_in_which_part_of_the_story_a_block_lies(admin_client):
    page = CaseStudyPageFactory(live=False)
    for name in ("problem", "approach"):
        setattr(page, name, [("to_sort", {"found_in": "Merci", "content": RichText("<p>x</p>")})])
    page.save_revision()
    url = reverse("casestudies_completeness", args=[page.pk])
    shown = admin_client.get(url).content.decode()
    assert "Le problème – Rangez" in shown
    assert "La démarche – Rangez" in shown


class TestWhatADraftNamesMayBeDeleted:
    """Nothing protects what only a draft names: the draft opens without it."""

    def draft_that_names(self, relation, **values):
        page = CaseStudyPageFactory(live=False)
        draft = page.get_latest_revision_as_object()
        rows = getattr(draft, relation)
        rows.add(rows.model(sort_order=0, **values))
        draft.save_revision()
        page.refresh_from_db()
        return page

    def test_a_row_about_it_goes(self, admin_client):
        theme = ThemeFactory()
        page = self.draft_that_names("themes", theme=theme)
        url = reverse(theme.snippet_viewset.get_url_name("delete"), args=[theme.pk])
        assert admin_client.post(url).status_code == 302
        assert admin_client.get(edit_url(page)).status_code == 200
        assert not page.get_latest_revision_as_object().themes.exists()

    def test_a_row_that_only_names_it_stays(self, admin_client):
        place = CollectivityFactory()
        page = self.draft_that_names("replications", who="Cannes", collectivity=place)
        place.delete()
        assert admin_client.get(edit_url(page)).status_code == 200
        row = page.get_latest_revision_as_object().replications.get()
        assert (row.who, row.collectivity) == ("Cannes", None)
