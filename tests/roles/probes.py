"""Tries each action of the table of docs/roles.md, in each way that the admin has for it.

A probe is given someone who is signed in, and says of each way whether it worked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.models import User
from accounts.roles import CONTRIBUTOR, TUTOR
from casestudies.models import (
    CaseAuthor,
    CaseStudyPage,
    Confirmation,
    Contributor,
    Invitation,
    LinkCheck,
    ReplicationReport,
)
from casestudies.review.content import fingerprint
from tests.casestudies.test_editor_form import form_data
from tests.factories import CaseStudyPageFactory
from tests.roles.world import World, fresh, own_draft
from vocabulary.models import Theme

Ways = dict[str, bool]
NEW_TITLE = "Un titre tout neuf"


@dataclass(frozen=True)
class Visit:
    """Someone in a role, signed in."""

    client: Client
    world: World
    key: str

    @property
    def user(self) -> User:
        return self.world.people[self.key]

    def opens(self, name: str, *args: Any, **query: Any) -> bool:
        """Tell whether an address shows its screen."""
        return self.client.get(reverse(name, args=args), query).status_code == 200

    def html(self, name: str, *args: Any, **query: Any) -> str:
        """Return what an address shows, "" when it refuses."""
        response = self.client.get(reverse(name, args=args), query)
        return response.content.decode() if response.status_code == 200 else ""

    def offers(self, parent: Page, name: str, *args: Any) -> bool:
        """Tell whether the list of the pages below one has a link to an address."""
        return f'href="{reverse(name, args=args)}' in self.html("wagtailadmin_explore", parent.pk)

    def menu_has(self, name: str, *args: Any) -> bool:
        """Tell whether the menu of the admin leads to an address."""
        return f'"{reverse(name, args=args)}"' in self.html("wagtailadmin_home")

    def post(self, name: str, *args: Any, data: dict | None = None, query: str = "") -> None:
        self.client.post(reverse(name, args=args) + query, data or {})


def case_data(case: CaseStudyPage, **values: Any) -> dict[str, Any]:
    """Return what the editor's form of a case would post."""
    case = case.get_latest_revision_as_object()
    lead, source = case.collectivities.get(), case.sources.get()
    leads = [{"id": lead.pk, "collectivity": lead.collectivity_id, "role": lead.role}]
    sources = [{"id": source.pk, "title": source.title, "url": source.url}]
    authors = [
        {"id": row.pk or "", "contributor": row.contributor_id} for row in case.authors.all()
    ]
    return form_data(
        title=case.title,
        slug=case.slug,
        collectivities=inline_formset(leads, initial=1),
        sources=inline_formset(sources, initial=1),
        authors=inline_formset(authors, initial=len(authors)),
        **values,
    )


def edits(visit: Visit, case: CaseStudyPage) -> Ways:
    """Try to edit a case."""
    address = ("wagtailadmin_pages:edit", case.pk)
    ways = {
        "address": visit.opens(*address),
        "button": visit.offers(case.get_parent(), *address),
        "history": visit.opens("wagtailadmin_pages:history", case.pk),
        "draft": visit.opens("wagtailadmin_pages:view_draft", case.pk),
        "usage": visit.opens("wagtailadmin_pages:usage", case.pk),
        "comparison": visit.opens(
            "wagtailadmin_pages:revisions_compare", case.pk, "earliest", "latest"
        ),
    }
    visit.post(*address, data=case_data(case) | {"title": NEW_TITLE})
    ways["posted"] = fresh(case).get_latest_revision_as_object().title == NEW_TITLE
    return ways


def sees(visit: Visit, case: CaseStudyPage) -> Ways:
    """Try to see a case in each list."""
    parent = case.get_parent()
    listed = {"child_of": parent.pk, "for_explorer": 1}
    # One word: what is searched for is written on the page.
    word = case.title.split()[-1]
    return {
        "explorer": case.title in visit.html("wagtailadmin_explore", parent.pk),
        "search": case.title in visit.html("wagtailadmin_pages:search", q=word),
        "type": case.title
        in visit.html("wagtailadmin_pages:type_use", "casestudies", "casestudypage"),
        "chooser": f'data-title="{case.title}"' in chooser(visit, parent),
        "chosen": visit.client.get(
            reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": case.pk}
        ).status_code
        == 200,
        "API": visit.opens("wagtailadmin_api:pages:detail", case.pk),
        "API list": f'"id": {case.pk},' in visit.html("wagtailadmin_api:pages:listing", **listed),
    }


def chooser(visit: Visit, parent: Page) -> str:
    response = visit.client.get(reverse("wagtailadmin_choose_page_child", args=[parent.pk]))
    return response.json()["html"] if response.status_code == 200 else ""


def enter(visit: Visit) -> Ways:
    return {"address": visit.opens("wagtailadmin_home")}


def see_published(visit: Visit) -> Ways:
    return sees(visit, visit.world.cases["published"])


def see_hidden(visit: Visit) -> Ways:
    return sees(visit, visit.world.cases["hidden"]) | edits(visit, visit.world.cases["hidden"])


def begin(visit: Visit) -> Ways:
    parent = visit.world.index
    address = ("wagtailadmin_pages:add", "casestudies", "casestudypage", parent.pk)
    ways = {
        "address": visit.opens(*address),
        "button": visit.offers(parent, "wagtailadmin_pages:add_subpage", parent.pk),
    }
    visit.post(*address, data=form_data(title=NEW_TITLE))
    ways["posted"] = CaseStudyPage.objects.filter(title=NEW_TITLE, owner=visit.user).exists()
    return ways


def edit_own(visit: Visit) -> Ways:
    return edits(visit, own_draft(visit.world, visit.key))


def edit_credited(visit: Visit) -> Ways:
    person, _ = Contributor.objects.get_or_create(user=visit.user, defaults={"name": "Moi"})
    case = CaseStudyPageFactory(
        leads=[visit.world.lead],
        owner=visit.world.cases["hidden"].owner,
        live=False,
        authors=[CaseAuthor(contributor=person)],
    )
    # Of no promotion: a tutor would have it for another reason.
    Contributor.objects.filter(pk=person.pk).update(promotion=None)
    return edits(visit, case)


def edit_of_promotion(visit: Visit) -> Ways:
    case = visit.world.cases["of_promotion"]
    return sees(visit, case) | edits(visit, case)


def comment(visit: Visit) -> Ways:
    case = visit.world.cases["of_promotion"]
    row = {"id": "", "contentpath": "title", "text": "Quand ?", "position": "", "deleted": ""}
    comments = inline_formset([{**row, "replies": inline_formset([])}])
    data = case_data(case) | nested_form_data({"comments": comments})
    visit.post("wagtailadmin_pages:edit", case.pk, data=data)
    return {"posted": case.wagtail_admin_comments.filter(user=visit.user).exists()}


def publish(visit: Visit) -> Ways:
    """Publish a draft that one may edit, if there is one."""
    if visit.key == CONTRIBUTOR:
        case = own_draft(visit.world, visit.key)
    else:
        case = visit.world.cases["of_promotion"]
    address = ("wagtailadmin_pages:edit", case.pk)
    ways = {"button": 'name="action-publish"' in visit.html(*address)}
    data = case_data(case) | {"title": NEW_TITLE, "action-publish": "1"}
    visit.post(*address, data=data)
    ways["posted"] = fresh(case).live
    Page.objects.filter(pk=case.pk).update(live=False)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    visit.client.post(f"{bulk}?id={case.pk}")
    ways["in bulk"] = fresh(case).live
    Page.objects.filter(pk=case.pk).update(live=False)
    visit.client.post(f"{reverse('wagtailadmin_api:pages:detail', args=[case.pk])}action/publish/")
    ways["API"] = fresh(case).live
    return ways


def unpublish(visit: Visit) -> Ways:
    case = visit.world.cases["published"]
    if visit.key == CONTRIBUTOR:
        Page.objects.filter(pk=case.pk).update(owner=visit.user)
    address = ("wagtailadmin_pages:unpublish", case.pk)
    ways = {
        "address": visit.opens(*address),
        "button": visit.offers(visit.world.index, *address),
    }
    visit.post(*address)
    return ways | {"posted": not fresh(case).live}


def delete_own(visit: Visit) -> Ways:
    return deletes(visit, own_draft(visit.world, visit.key))


def delete_published(visit: Visit) -> Ways:
    case = visit.world.cases["published"]
    if visit.key == CONTRIBUTOR:
        Page.objects.filter(pk=case.pk).update(owner=visit.user)
    return deletes(visit, case)


def delete_of_promotion(visit: Visit) -> Ways:
    return deletes(visit, visit.world.cases["of_promotion"])


def deletes(visit: Visit, case: CaseStudyPage) -> Ways:
    address = ("wagtailadmin_pages:delete", case.pk)
    ways = {
        "address": visit.opens(*address),
        "button": visit.offers(visit.world.index, *address),
    }
    visit.post(*address)
    return ways | {"posted": not Page.objects.filter(pk=case.pk).exists()}


def withdraw_version(visit: Visit) -> Ways:
    case = fresh(visit.world.cases["published"])
    case.title = "Un marché ouvert à tous"
    case.save_revision().publish()
    ways = {
        "address": visit.opens("case_versions", case.pk),
        "button": reverse("case_versions", args=[case.pk])
        in visit.html("wagtailadmin_pages:edit", case.pk),
    }
    visit.post("withdraw_version", case.pk, 1)
    return ways | {"posted": case.versions.get(number=1).withdrawn_at is not None}


def restrict(visit: Visit) -> Ways:
    case = visit.world.cases["published"]
    return {"address": visit.opens("wagtailadmin_pages:set_privacy", case.pk)}


def lock(visit: Visit) -> Ways:
    case = visit.world.cases["of_promotion"]
    visit.post("wagtailadmin_pages:lock", case.pk)
    return {"posted": fresh(case).locked}


def keep_vocabularies(visit: Visit) -> Ways:
    address = ("wagtailsnippets_vocabulary_theme:add",)
    ways = {
        "address": visit.opens(*address),
        "button": visit.menu_has("wagtailsnippets_vocabulary_theme:list"),
    }
    visit.post(*address, data={"name": NEW_TITLE, "slug": "neuf"})
    return ways | {"posted": Theme.objects.filter(name=NEW_TITLE).exists()}


def keep_people(visit: Visit) -> Ways:
    names = [f"wagtailsnippets_casestudies_{name}" for name in ("contributor", "promotion")]
    names.append("wagtailsnippets_casestudies_promotiontutor")
    ways = {name: visit.opens(f"{name}:list") and visit.opens(f"{name}:add") for name in names}
    visit.post(f"{names[0]}:add", data={"name": NEW_TITLE, "promotion": "", "user": ""})
    return ways | {
        "button": visit.menu_has(f"{names[0]}:list"),
        "posted": Contributor.objects.filter(name=NEW_TITLE).exists(),
    }


def ask_for_translation(visit: Visit) -> Ways:
    case = visit.world.cases["published"]
    english = Locale.objects.get(language_code="en")
    address = ("wagtail_localize:submit_page_translation", case.pk)
    ways = {
        "address": visit.opens(*address),
        "button": visit.offers(visit.world.index, *address),
    }
    visit.post(*address, data={"locales": [english.pk]})
    return ways | {"posted": case.has_translation(english)}


def publish_english(visit: Visit) -> Ways:
    case = visit.world.cases["translated"]
    ways = edits(visit, case)
    address = ("wagtailadmin_pages:edit", case.pk)
    ways["publish button"] = 'name="action-publish"' in visit.html(*address)
    data = case_data(case) | {"title": NEW_TITLE, "action-publish": "1"}
    visit.post(*address, data=data)
    return ways | {"published": fresh(case).title == NEW_TITLE}


def publish_french(visit: Visit) -> Ways:
    case = visit.world.cases["published"]
    data = case_data(case) | {"title": NEW_TITLE, "action-publish": "1"}
    visit.post("wagtailadmin_pages:edit", case.pk, data=data)
    return {"posted": fresh(case).title == NEW_TITLE}


def read_history(visit: Visit) -> Ways:
    address = "wagtailadmin_reports:site_history"
    return {"address": visit.opens(address), "button": visit.menu_has(address)}


def see_accounts(visit: Visit) -> Ways:
    address = "wagtailusers_users:index"
    someone = visit.world.cases["hidden"].owner
    return {
        "address": visit.opens(address),
        "button": visit.menu_has(address),
        "account": visit.opens("wagtailusers_users:edit", someone.pk),
    }


def give_roles(visit: Visit) -> Ways:
    address = "wagtailusers_groups:index"
    group = Group.objects.get(name="Éditeurs")
    data = {"email": visit.user.email, "first_name": "A", "last_name": "B", "is_active": "on"}
    other = visit.world.people[TUTOR if visit.key != TUTOR else CONTRIBUTOR]
    data |= {"email": other.email, "groups": [group.pk], "password1": "", "password2": ""}
    visit.post("wagtailusers_users:edit", other.pk, data=data)
    return {
        "address": visit.opens(address),
        "button": visit.menu_has(address),
        "posted": group in other.groups.all(),
    }


def set_up_workflows(visit: Visit) -> Ways:
    address = "wagtailadmin_workflows:index"
    return {
        "address": visit.opens(address) and visit.opens("wagtailadmin_workflows:add"),
        "button": visit.menu_has(address),
    }


def invite(visit: Visit) -> Ways:
    address = "invite_promotion"
    ways = {
        "address": visit.opens(address) and visit.opens("invitations"),
        "button": visit.menu_has("invitations"),
    }
    data = {"promotion": visit.world.promotions[0].pk, "role": TUTOR, "people": "a@example.org"}
    visit.post(address, data=data)
    return ways | {"posted": Invitation.objects.exists()}


def close_promotion(visit: Visit) -> Ways:
    promotion = visit.world.promotions[1]
    member = visit.world.cases["hidden"].owner
    address = ("close_promotion", promotion.pk)
    listed = visit.html("wagtailsnippets_casestudies_promotion:list")
    visit.post(*address, data={"account": [member.pk]})
    member.refresh_from_db()
    return {
        "button": reverse(address[0], args=address[1:]) in listed,
        "address": visit.opens(*address),
        "posted": not member.is_active,
    }


def decide_of_proposals(visit: Visit) -> Ways:
    case = visit.world.cases["published"]
    answer = Confirmation.objects.create(
        case=case, digest="a", is_for_editors=True, answered_at=timezone.now(), status="running"
    )
    report = ReplicationReport.objects.create(case=case, who="Ailleurs", note="Aussi.")
    ways = {
        "menu": visit.menu_has("keeping_proposals"),
        "address": visit.opens("keeping_proposals"),
        "answer": visit.opens("keeping_confirmation", answer.pk),
        "report": visit.opens("keeping_report", report.pk),
    }
    said = {"date": "2026-11", "status": "running", "note": "Oui."}
    visit.post("keeping_confirmation", answer.pk, data=said)
    visit.post("keeping_report", report.pk, data={"refuse": "1"})
    report.refresh_from_db()
    return ways | {
        "accepted": fresh(case).follow_ups.exists(), "refused": report.is_accepted is False,
    }  # fmt: skip


def see_links(visit: Visit) -> Ways:
    LinkCheck.objects.create(url="https://example.org/perdu", problem="gone", failures=1)
    return {
        "menu": visit.menu_has("keeping_links"),
        "address": "example.org/perdu" in visit.html("keeping_links"),
        "export": visit.opens("keeping_links_results", export="csv"),
    }


def at_collectivity(visit: Visit) -> CaseStudyPage:
    """Return a draft that waits to be sent to its collectivité."""
    case = visit.world.cases["of_promotion"]
    state = case.get_workflow().start(case, case.owner)
    state.current_task_state.approve()
    return fresh(case)


def send_to_collectivity(visit: Visit) -> Ways:
    case = at_collectivity(visit)
    address = reverse("casestudies_review_send", args=[case.pk])
    ways = {"button": f'action="{address}"' in visit.html("casestudies_review", case.pk)}
    visit.post("casestudies_review_send", case.pk, data={"email": "dgs@example.org"})
    return ways | {"posted": case.reviews.exists()}


def decide_without(visit: Visit) -> Ways:
    case = at_collectivity(visit)
    address = reverse("casestudies_review_decide", args=[case.pk])
    ways = {"button": f'action="{address}"' in visit.html("casestudies_review", case.pk)}
    text = fingerprint(case.get_latest_revision().content)
    visit.post(
        "casestudies_review_decide",
        case.pk,
        data={"reason": "Un accord au téléphone.", "text": text},
    )
    return ways | {"posted": case.review_overrides.exists()}


def add_images(visit: Visit) -> Ways:
    address = "wagtailimages:add"
    return {"address": visit.opens(address), "button": visit.menu_has("wagtailimages:index")}


def change_images(visit: Visit) -> Ways:
    image = get_image_model().objects.create(
        title="Une image", file=get_test_image_file(), uploaded_by_user=None
    )
    return {"address": visit.opens("wagtailimages:edit", image.pk)}


def change_published_files(visit: Visit) -> Ways:
    """Try to change and delete an image and a document that one added, and that readers see."""
    own = {"title": "À moi", "uploaded_by_user": visit.user}
    image = get_image_model().objects.create(file=get_test_image_file(), **own)
    document = get_document_model().objects.create(file=ContentFile(b"x", "x.txt"), **own)
    case = visit.world.cases["published"]
    case.cover_image = image
    case.limits = f'<p><a linktype="document" id="{document.pk}">Le bilan</a></p>'
    case.save()
    # Wagtail does so once the transaction ends.
    ReferenceIndex.create_or_update_for_object(case)
    ways = {
        "image": visit.opens("wagtailimages:edit", image.pk),
        "document": visit.opens("wagtaildocs:edit", document.pk),
    }
    for name, file in (("wagtailimages", image), ("wagtaildocs", document)):
        visit.post(f"{name}:delete", file.pk)
        ways[f"{name} deleted"] = not type(file).objects.filter(pk=file.pk).exists()
    return ways


PROBES: dict[str, Callable[[Visit], Ways]] = {
    "enter the admin": enter,
    "see what is published": see_published,
    "begin a case study, in French": begin,
    "edit a draft of one's own": edit_own,
    "edit a draft that names one as an author": edit_credited,
    "see and edit the drafts of the promotions one tutors": edit_of_promotion,
    "comment the drafts of the promotions one tutors": comment,
    "see and edit any other draft": see_hidden,
    "send a case to its collectivité": send_to_collectivity,
    "do without the collectivité's agreement": decide_without,
    "publish a case study": publish,
    "publish a change of a French page": publish_french,
    "take a case off the site, even one's own": unpublish,
    "delete a draft of one's own that was never published": delete_own,
    "delete someone else's draft": delete_of_promotion,
    "delete what is published, even one's own": delete_published,
    "withdraw an older version of a case": withdraw_version,
    "restrict who reads a page": restrict,
    "lock a page": lock,
    "ask for a translation into a language of one's own": ask_for_translation,
    "edit and publish in a language of one's own": publish_english,
    "add images and documents": add_images,
    "change those of others": change_images,
    "change those of one's own that a published page shows": change_published_files,
    "keep the vocabularies": keep_vocabularies,
    "keep contributors, promotions and tutors": keep_people,
    "read the history of the whole site": read_history,
    "see and change accounts": see_accounts,
    "give roles": give_roles,
    "invite a promotion": invite,
    "close the accounts of a promotion": close_promotion,
    "decide of follow-ups and replications that are proposed": decide_of_proposals,
    "see which links to sources no longer work": see_links,
    "set up workflows": set_up_workflows,
}
