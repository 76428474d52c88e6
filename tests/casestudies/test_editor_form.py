"""The editor's real form: drafts with gaps, publication that names each gap beside its field."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from tests.factories import CaseStudyPageFactory, CollectivityFactory, index

pytestmark = pytest.mark.django_db

CHILDREN = [
    "collectivities", "themes", "audiences", "funding", "partners", "method_uses", "results",
    "skills", "replications", "follow_ups", "authors", "sources", "attachments", "comments",
]  # fmt: skip


def form_data(**values):
    data = {
        "title": "Un bus dans les villages",
        "slug": "un-bus",
        "summary": "Deux agents vont de village en village.",
        "stage": "experiment",
        "cost_band": "unknown",
        "licence": "etalab-2.0",
        "problem": streamfield([("text", rich_text("<p>Des habitants loin des services.</p>"))]),
        "approach": streamfield([]),
        "trials": streamfield([]),
        **{name: rich_text("") for name in ("limits", "conditions", "obstacles")},
        **{name: inline_formset([]) for name in CHILDREN},
    }
    return nested_form_data({**data, **values})


def with_lead_and_source(**values):
    lead = CollectivityFactory()
    return form_data(
        collectivities=inline_formset([{"collectivity": str(lead.pk), "role": "lead"}]),
        sources=inline_formset([{"title": "Une source", "url": "https://example.org/"}]),
        **values,
    )


@pytest.fixture
def add_url():
    parent = index(CaseStudyIndexPage, "Études de cas")
    return reverse("wagtailadmin_pages:add", args=["casestudies", "casestudypage", parent.pk])


def test_a_draft_with_nothing_but_a_title_is_saved(admin_client, add_url):
    response = admin_client.post(add_url, form_data(summary="", stage="", problem=streamfield([])))
    assert response.status_code == 302
    assert not CaseStudyPage.objects.get().live


def test_a_complete_case_is_published_with_its_rows_once(admin_client, add_url):
    data = with_lead_and_source()
    response = admin_client.post(add_url, {**data, "action-publish": "1"})
    assert response.status_code == 302
    page = CaseStudyPage.objects.get()
    assert page.live
    assert page.collectivities.count() == 1
    assert page.sources.count() == 1


def test_editing_and_publishing_adds_each_new_row_once(admin_client):
    page = CaseStudyPageFactory()
    lead = page.collectivities.get()
    rows = [
        {"id": str(lead.pk), "collectivity": str(lead.collectivity_id), "role": "lead"},
        {"id": "", "collectivity": str(CollectivityFactory().pk), "role": "partner"},
    ]
    source = page.sources.get()
    data = form_data(
        slug=page.slug,
        collectivities=inline_formset(rows, initial=1),
        sources=inline_formset([{"id": str(source.pk), "title": "Une source"}], initial=1),
    )
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = admin_client.post(url, {**data, "action-publish": "1"})
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.title == "Un bus dans les villages"
    assert sorted(page.collectivities.values_list("role", flat=True)) == ["lead", "partner"]


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_gaps_are_named_beside_their_fields(admin_client, add_url, action):
    figure = {"value": "51 %", "label": "des ménages", "source_title": "", "source_url": ""}
    data = form_data(
        summary="",
        cost_amount="1000",
        contact_name="Quelqu’un",
        trials=streamfield([("key_figure", figure)]),
    )
    response = admin_client.post(add_url, {**data, action: "1"})
    assert response.status_code == 200
    form = response.context["form"]
    assert {"summary", "cost_covers", "trials"} <= set(form.errors)
    # The collectivité's review asks the contact.
    assert ("contact_consent" in form.errors) is (action == "action-publish")
    assert form.formsets["collectivities"].non_form_errors()
    assert form.formsets["sources"].non_form_errors()
    in_block = form.errors.as_data()["trials"][0].block_errors[0].block_errors["source_url"]
    assert in_block.messages == ["Donnez l’adresse de la source du chiffre."]
    assert not CaseStudyPage.objects.exists()


def test_an_end_before_the_start_refuses_even_a_draft(admin_client, add_url):
    response = admin_client.post(add_url, form_data(started_on="2018", ended_on="12/2017"))
    assert response.status_code == 200
    assert "ended_on" in response.context["form"].errors


def test_a_date_is_read_as_people_write_it(admin_client, add_url):
    admin_client.post(add_url, form_data(started_on="12/2017"))
    assert CaseStudyPage.objects.get().started_on == "2017-12"


def test_workflow_approval_of_a_gap_says_what_is_missing(admin_client, admin_user):
    page = CaseStudyPageFactory(live=False, summary="")
    # Wagtail's own, of one step, which publishes.
    Workflow.objects.get(name="Moderators approval").start(page, admin_user)
    task_state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk])
    response = admin_client.post(url, {"comment": ""}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert any(message.level_tag == "error" for message in response.context["messages"])
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_state.status == "in_progress"


def test_what_is_left_empty_has_no_heading(admin_client, add_url, client):
    # What Wagtail's editor of rich text posts when nothing is written.
    empty = rich_text("<p></p>")
    data = with_lead_and_source(limits=empty, conditions=empty, obstacles=empty)
    admin_client.post(add_url, {**data, "action-publish": "1"})
    page = CaseStudyPage.objects.get()
    assert (page.limits, page.conditions, page.obstacles) == ("", "", "")
    shown = client.get(page.get_url()).content.decode()
    assert "Conditions de réussite" not in shown
    assert "Obstacles" not in shown
