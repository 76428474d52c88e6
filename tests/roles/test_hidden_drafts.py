"""Nothing in the admin tells of a hidden draft, at any address (Wagtail 8.0.1).

Every address of the admin is asked for, with the numbers of the draft wherever it takes one: a
view that is added, by us or by Wagtail, is walked as well.
"""

import re
from collections.abc import Iterator
from itertools import product

import pytest
import wagtail
from django.conf import settings
from django.urls import URLResolver, get_resolver
from wagtail.models import Locale, Revision, TaskState, WorkflowState
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from accounts.roles import CONTRIBUTOR, EDITOR, TUTOR
from tests.roles.world import SECRET, TRANSLATOR, build

pytestmark = [
    pytest.mark.django_db,
    # Of Django 5.2, on the images' own form.
    pytest.mark.filterwarnings("ignore:The default scheme will be changed"),
]
PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
COMPARISON = r"^(?P<pk>\d+)/revisions/compare/"
# Signing out ends the walk, the last one fails on purpose.
LEFT_OUT = ("admin/logout/", "admin/failwhale/")
WORDS = {
    "app_label": ["casestudies"],
    "model_name": ["casestudypage"],
    "content_type_app_name": ["casestudies"],
    "content_type_model_name": ["casestudypage"],
    "app_name": ["casestudies"],
    "action": ["delete", "move"],
    "action_name": ["approve", "copy"],
}
# Wagtail's actions on several pages are on its own model.
WORDS_IN_BULK = {"app_label": ["wagtailcore"], "model_name": ["page"]}


@pytest.fixture
def world():
    return build()


@pytest.fixture
def hidden(world):
    """A hidden draft that is locked and submitted."""
    page = world.cases["hidden"]
    page.get_workflow().start(page, page.owner)
    page.locked, page.locked_by = True, page.owner
    page.save()
    return page


def routes(patterns=None, prefix: str = "") -> Iterator[str]:
    """Yield the route of every view of the admin."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        elif route.startswith(settings.ADMIN_PATH) and route not in LEFT_OUT:
            yield route


def addresses(route: str, numbers: dict[str, list[int]]) -> Iterator[str]:
    """Yield the addresses of a route: words and numbers in the places of its parameters."""
    if COMPARISON in route:
        start = f"/{route.partition(COMPARISON)[0]}{numbers['page_id'][0]}/revisions/compare/"
        yield from (f"{start}{versions}/" for versions in ("earliest...latest", "live...latest"))
        return
    if "(?P" in route or route.endswith("$"):
        return
    names = [found["name"] for found in PARAMETER.finditer(route)]
    words = WORDS | WORDS_IN_BULK if "bulk/" in route else WORDS
    choices = [words.get(name) or numbers.get(name) or numbers["pk"] for name in names]
    for values in product(*choices):
        address = route
        for value in values:
            address = PARAMETER.sub(str(value), address, count=1)
        yield f"/{address}"


def numbers_of(page) -> dict[str, list[int]]:
    """Return what stands for a page in each parameter, and in those that are not known."""
    revision = Revision.objects.for_instance(page).latest("pk").pk
    task = TaskState.objects.get(revision__object_id=str(page.pk))
    sources = TranslationSource.objects.filter(object_id=page.translation_key)
    translations = Translation.objects.filter(source__in=sources)
    state = WorkflowState.objects.get(object_id=str(page.pk))
    pages = [page.pk, *page.get_translations().values_list("pk", flat=True)]
    return {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "destination_id"), pages),
        "revision_id": [revision],
        "task_state_id": [task.pk],
        "task_id": [task.task_id],
        "workflow_state_id": [state.pk],
        "translation_id": list(translations.values_list("pk", flat=True)),
        "translation_source_id": list(sources.values_list("pk", flat=True)),
        "pk": sorted({*pages, page.owner.contributor.pk}),
    }


def queries(route: str, page) -> Iterator[dict]:
    """Yield query strings that name a page, and that look for it in every list."""
    yield {}
    if "<" in route and not any(name in route for name in ("bulk/", "choose", "pages/<int:par")):
        return
    ids = {"id": page.pk, "parent_page_id": page.pk, "target_pages[]": page.pk, "describe": "1",
           "collectivity": page.collectivities.get().collectivity_id}  # fmt: skip
    yield ids | {"q": "brouillons", "search": "brouillons", "search_all": "1", "fields": "*"}
    yield {"child_of": page.get_parent().pk, "for_explorer": "1", "childOf": page.get_parent().pk,
           "id": "all"}  # fmt: skip
    yield {"page_type": "casestudies.CaseStudyPage", "p": "1", "owner": page.owner_id}


def told(client, address, data) -> str:
    response = client.get(address, data)
    return f"{response.content.decode(errors='replace')} {response.headers}".lower()


def test_the_version_of_wagtail_that_was_read():
    assert wagtail.VERSION[:3] == (8, 0, 1)


def leaks(client, page, secret: str, part: str = "") -> list[tuple[str, dict]]:
    """Return the addresses, with their query, that tell the one who is signed in of a secret.

    Only those of a part of the admin are asked for, when one is given.
    """
    client.raise_request_exception = False
    numbers = numbers_of(page)
    return [
        (address, data)
        for route in sorted(set(routes()))
        if part in route
        for address in addresses(route, numbers)
        for data in queries(route, page)
        if secret in told(client, address, data)
    ]


@pytest.mark.site
@pytest.mark.parametrize("key", [CONTRIBUTOR, TUTOR])
def test_no_address_tells_of_a_hidden_draft_nor_of_its_author(client, world, hidden, key):
    translate_object(hidden, [Locale.objects.get(language_code="en")])
    client.force_login(world.people[key])
    assert leaks(client, hidden, SECRET) == []


@pytest.mark.site
def test_no_address_tells_a_translator_of_a_draft_in_another_language(client, world, hidden):
    client.force_login(world.people[TRANSLATOR])
    # Those who may publish see who owns what.
    assert leaks(client, hidden, f"{SECRET} des brouillons") == []


@pytest.mark.site
def test_the_walk_finds_what_is_not_hidden(client, world, hidden):
    client.force_login(world.people[EDITOR])
    translate_object(hidden, [Locale.objects.get(language_code="en")])
    found = {address for address, _data in leaks(client, hidden, SECRET, "/pages/")}
    assert len(found) > 20
