"""A small site with people in every role, and cases that each of them may or may not know of."""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale, Page

from accounts.models import Role, User
from accounts.roles import (
    ADMINISTRATOR,
    CONTRIBUTOR,
    EDITOR,
    TUTOR,
    role_table,
    translator_key,
)
from casestudies.models import (
    CaseAuthor,
    CaseStudyIndexPage,
    CaseStudyPage,
    Contributor,
    Promotion,
    PromotionTutor,
)
from collectivities.models import Collectivity
from tests.factories import CaseStudyPageFactory, CollectivityFactory, home, index

TRANSLATOR = translator_key("en")
KEYS = (CONTRIBUTOR, TUTOR, EDITOR, TRANSLATOR, ADMINISTRATOR)
# In the titles and names that must stay hidden, and nowhere else.
SECRET = "zanzibar"


@dataclass(frozen=True, kw_only=True)
class World:
    """Who there is, and what there is.

    Attributes:
        people: The person that the tests speak of, in each role.
        promotions: Theirs, which the tutor reviews, and another.
        cases: By what they are to these people; see `build`.
    """

    people: dict[str, User]
    promotions: tuple[Promotion, Promotion]
    cases: dict[str, CaseStudyPage] = field(default_factory=dict)
    index: CaseStudyIndexPage
    english_index: CaseStudyIndexPage
    lead: Collectivity


def person(key: str, email: str, promotion: Promotion | None = None) -> User:
    """Return someone in the group of a role; of a promotion, with a contributor to credit."""
    name = email.partition("@")[0].capitalize()
    user = User.objects.create_user(email, "secret", first_name=name, last_name="Martin")
    user.groups.add(Role.objects.get(key=key).group)
    if promotion and key == CONTRIBUTOR:
        Contributor.objects.create(name=user.get_full_name(), promotion=promotion, user=user)
    elif promotion and key == TUTOR:
        PromotionTutor.objects.create(promotion=promotion, user=user)
    return user


def build() -> World:
    """Make the world.

    `of_promotion` and `shared` are drafts of a fellow student of the contributor, who is named as
    an author of the second; `hidden` is a draft of another promotion, `published` a case that
    someone else published, `renamed` another one whose next version has another title.
    """
    french = Locale.get_default()
    promotions = tuple(
        Promotion.objects.create(name=name, locale=french)
        for name in ("Simone Veil", "Germaine Tillion")
    )
    people = {key: person(key, f"{key}@example.org", promotions[0]) for key in KEYS}
    fellow = person(CONTRIBUTOR, "fellow@example.org", promotions[0])
    stranger = person(CONTRIBUTOR, f"{SECRET}-owner@example.org", promotions[1])
    person(TUTOR, f"{SECRET}-tutor@example.org", promotions[1])
    assert {rights.key for rights in role_table()} == set(KEYS)
    lead = CollectivityFactory(name="Cahors")
    cases = index(CaseStudyIndexPage, "Études de cas")
    english = cases.copy_for_translation(home("en").locale)
    english.title = "Case studies"
    english.save_revision().publish()
    world = World(
        people=people, promotions=promotions, index=cases, english_index=fresh(english), lead=lead
    )
    author = [CaseAuthor(contributor=people[CONTRIBUTOR].contributor)]
    by_stranger = {"owner": stranger, "authors": [CaseAuthor(contributor=stranger.contributor)]}
    make = {
        "of_promotion": {"owner": fellow, "live": False, "title": "Un bus pour tous"},
        "shared": {"owner": fellow, "live": False, "title": "Une mairie mobile", "authors": author},
        "hidden": {**by_stranger, "live": False, "title": f"Le {SECRET} des brouillons"},
        "published": {"owner": people[EDITOR], "title": "Un marché rendu public"},
        "renamed": {"owner": people[EDITOR], "title": "Un nom qui reste"},
        "translated": {
            "owner": people[EDITOR],
            "title": "A market in English",
            "parent": world.english_index,
        },
    }
    for name, values in make.items():
        world.cases[name] = CaseStudyPageFactory(leads=[lead], **values)
    renamed = world.cases["renamed"]
    renamed.title = f"Le {SECRET} renommé"
    renamed.save_revision()
    return world


def own_draft(world: World, key: str) -> CaseStudyPage:
    """Return a draft that belongs to the person in a role."""
    return CaseStudyPageFactory(
        leads=[world.lead], owner=world.people[key], live=False, title=f"Brouillon de {key}"
    )


def fresh(page: Page) -> Any:
    """Return a page as the database has it now."""
    return type(page).objects.get(pk=page.pk)
