"""From an invitation to a case that a reader finds, and to what became of it a year later."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from email import message_from_string
from email.message import EmailMessage
from email.policy import default as policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.casestudies.word.three_documents import filled_template

from .conftest import OpenTab
from .server import RunningSite, copy_site, running_site
from .tab import Tab

pytestmark = pytest.mark.browser

STUDENT = "eleve@example.org"
TUTOR = "tutrice@example.org"
COLLECTIVITY = "direction@example.org"
PASSWORD = "un car passe le mardi matin"
TITLE = "Carte blanche : réinventer ensemble les services publics autour de Cahors"
SLUG = "carte-blanche-reinventer-ensemble-les-services-publics-autour-de-cahors"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def site(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Start a copy of the site, of our own, whose messages are files."""
    folder = tmp_path_factory.mktemp("whole-way") / "site"
    copy_site(site, folder)
    (folder / "mail").mkdir()
    # We do the scheduled work ourselves, when the test comes to it.
    with running_site(folder, EMAIL_URL=messages_in(folder), BACKGROUND_WORK="0") as own:
        yield own


def test_a_case_goes_the_whole_way(
    open_tab: OpenTab, site: RunningSite, record_property: Callable[[str, object], None]
) -> None:
    editor, student, tutor, visitor = open_tab(), open_tab(), open_tab(), open_tab()
    sign_in(editor, *site.sign_in("Éditeurs"))
    invite_a_promotion(editor)
    accept(student, link_to(STUDENT, site), "Camille", "Élève")
    accept(tutor, link_to(TUTOR, site), "Dominique", "Tutrice")

    started = time.monotonic()
    import_word(student)
    complete(student)
    act(student.page, "Soumettre à")
    expect(student.page.locator(".messages")).to_contain_text("soumise")
    record_property("seconds from import to submission", round(time.monotonic() - started, 1))

    send_back(tutor, "Qui étaient les six agents ?")
    open_from_home(student, "Renvoyées, à reprendre")
    student.page.locator("[name=contact_role]").fill("Direction des services")
    act(student.page, "Resoumettre")
    approve(tutor)
    send_to_collectivity(tutor)
    agree(visitor, link_to(COLLECTIVITY, site))
    publish(editor)
    find_by_place(visitor)

    make_a_year_pass(site)
    site.manage("run_scheduled", "confirmations", EMAIL_URL=messages_in(site.folder))
    confirm(visitor, link_to(COLLECTIVITY, site))
    accept_the_answer(editor)
    page = visitor.open(f"/etudes-de-cas/{SLUG}/")
    expect(page.locator("[aria-labelledby=suites]")).to_contain_text(
        "Le car passe encore chaque semaine."
    )


def sign_in(tab: Tab, address: str, password: str) -> Page:
    """Sign in, from the address that asks for it."""
    page = tab.open("/admin/")
    page.locator("[name=username]").fill(address)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Co-construire")
    return page


def invite_a_promotion(tab: Tab) -> None:
    """Make a promotion, and invite a student and a tutor of it."""
    page = tab.open("/admin/snippets/casestudies/promotion/add/")
    page.locator("[name=name]").fill("Promotion du parcours")
    page.locator("[name=year]").fill("2026")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("Promotion du parcours")
    for address, role in ((STUDENT, "contributor"), (TUTOR, "tutor")):
        tab.open("/admin/invitations/new/")
        page.locator("[name=promotion]").select_option(label="Promotion du parcours (2026)")
        page.locator("[name=role]").select_option(role)
        page.locator("[name=people]").fill(address)
        page.get_by_role("button", name="Envoyer").click()
        expect(page.locator(".messages")).to_contain_text("invit")


def accept(tab: Tab, link: str, first_name: str, last_name: str) -> None:
    """Choose a name and a password, and enter the admin."""
    page = tab.open(link)
    page.locator("[name=first_name]").fill(first_name)
    page.locator("[name=last_name]").fill(last_name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=confirmation]").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Co-construire")


def import_word(tab: Tab) -> None:
    """Bring the template in, filled about Carte Blanche."""
    page = tab.open("/admin/pages/")
    page.get_by_role("link", name="Études de cas").first.click()
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Importer un document Word").click()
    document = {"name": "carte-blanche.docx", "mimeType": DOCX, "buffer": filled_template()}
    page.locator("[type=file]").set_input_files(document)
    page.get_by_role("button", name="En faire un brouillon").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Des études qui lui ressemblent")).to_be_visible()


def complete(tab: Tab) -> None:
    """Do what the form says is missing: what to sort, the credit of the image, what it shows."""
    page = tab.page
    page.get_by_role("link", name="Le compléter dans l’éditeur").click()
    page.wait_for_url("**/edit/", wait_until="load")
    editor = tab.path
    gaps = page.locator("[data-completeness]")
    expect(gaps).to_contain_text("Donnez l’auteur et la licence de l’image")

    tab.open("/admin/images/")
    page.locator("main a[href^='/admin/images/']").filter(has=page.locator("img")).click()
    page.locator("[name=author]").fill("Camille Élève")
    page.locator("[name=licence]").fill("Licence Ouverte 2.0")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("mise à jour")

    tab.open(editor)
    to_sort = page.locator(".w-panel__header:visible", has_text="À ranger")
    for left in (2, 1, 0):
        to_sort.last.locator("[data-streamfield-action=DELETE]").click()
        expect(to_sort).to_have_count(left)
    page.locator("[name=trials-0-value-image-alt_text]").fill("Un car garé sur une place.")
    page.locator("[name=contact_email]").fill(COLLECTIVITY)


def act(page: Page, name: str, *, exact: bool = False, why: str = "") -> None:
    """Do one of the actions at the foot of the form, once what was typed is saved.

    `why` is given where the action asks for it.
    """
    # Wagtail saves half a second after the last key; what it still sends as the page goes is refused.
    page.wait_for_timeout(1_000)
    expect(page.locator(".w-autosave-indicator__state--saving")).to_be_hidden()
    page.locator("footer").get_by_role("button", name="Plus d'actions").click()
    action = page.get_by_role("button", name=name, exact=exact)
    if why:
        action.click()
        page.locator("dialog [name=comment], .modal [name=comment]").fill(why)
        action = page.locator(".modal").get_by_role("button", name=name)
    # Messages may be there already: it is done when another page comes.
    with page.expect_navigation():
        action.click()
    expect(page.locator(".messages")).to_be_visible()


def open_from_home(tab: Tab, heading: str) -> None:
    """Open the case that waits under a heading of one's home."""
    page = tab.open("/admin/")
    waiting = page.locator(f"h3:has-text('{heading}') + ul")
    waiting.get_by_role("link", name=TITLE).first.click()
    page.wait_for_load_state()


def send_back(tab: Tab, reason: str) -> None:
    """Read it, and send it back with a comment."""
    open_from_home(tab, "Elles m’attendent")
    act(tab.page, "Renvoyer aux auteurs", why=reason)


def approve(tab: Tab) -> None:
    """Read it, and approve it."""
    open_from_home(tab, "Elles m’attendent")
    act(tab.page, "Approuver", exact=True)


def send_to_collectivity(tab: Tab) -> None:
    """Send it to the contact that it names."""
    open_from_home(tab, "Elles m’attendent")
    page = tab.page
    expect(page.locator("[name=email]")).to_have_value(COLLECTIVITY)
    page.get_by_role("button", name="Envoyer la dernière version").click()
    expect(page.locator(".messages")).to_be_visible()


def agree(tab: Tab, link: str) -> None:
    """Read what will be published, and agree to it."""
    page = tab.open(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Carte blanche")
    page.get_by_label("Je suis d’accord pour que ce texte soit publié").check()
    page.get_by_label("Le contact accepte d’être nommé").check()
    page.get_by_label("Votre nom et votre fonction").fill("La direction des services")
    page.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.get_by_role("heading", name="La réponse de la collectivité")).to_be_visible()


def publish(tab: Tab) -> None:
    """Publish what the collectivité agreed to."""
    open_from_home(tab, "Elles m’attendent")
    act(tab.page, "Approuver et Publier")


def find_by_place(tab: Tab) -> None:
    """Say for whom one works, and find the case."""
    page = tab.open("/")
    page.get_by_role("combobox", name="Je travaille pour…").press_sequentially("grand cahors")
    page.get_by_role("option", name="Grand Cahors (communauté").click()
    page.get_by_role("button", name="Trouver des pratiques comparables").click()
    hit = page.locator(f"article a[href$='/{SLUG}/']")
    expect(hit).to_have_text(TITLE)
    hit.click()
    expect(page.locator(".authors")).to_contain_text("Camille Élève")


def make_a_year_pass(site: RunningSite) -> None:
    """Make the case a year older."""
    with closing(sqlite3.connect(site.folder / "db.sqlite3")) as database, database:
        moved = database.execute(
            "UPDATE wagtailcore_page SET first_published_at = datetime(first_published_at, '-366"
            " days') WHERE slug = ?",
            [SLUG],
        )
        assert moved.rowcount == 1


def confirm(tab: Tab, link: str) -> None:
    """Say that it is still so."""
    page = tab.open(link)
    page.get_by_label("est toujours en service").check()
    page.get_by_label("Ce que c’est devenu").fill("Le car passe encore chaque semaine.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")


def accept_the_answer(tab: Tab) -> None:
    """Accept what is proposed."""
    page = tab.open("/admin/")
    page.get_by_role("link", name="Propositions").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Accepter et publier").click()
    expect(page.locator(".messages")).to_contain_text("C’est accepté")


def messages_in(folder: Path) -> str:
    """Return the address, as EMAIL_URL takes it, of the folder that messages are written in."""
    return f"filemail:///{folder / 'mail'}"


def link_to(address: str, site: RunningSite) -> str:
    """Return the path of the link in the last message to an address."""
    found = [message for message in messages(site.folder / "mail") if message["To"] == address]
    body = found[-1].get_body(("plain",))
    assert body is not None
    links = re.findall(rf"{site.address}\S+", body.get_content())
    return urlsplit(links[-1]).path


def messages(folder: Path) -> list[EmailMessage]:
    """Return the messages sent so far, in order."""
    found: list[EmailMessage] = []
    for path in sorted(folder.iterdir()):
        texts = path.read_text("utf-8").split("-" * 79)
        found += [
            message_from_string(text.lstrip(), policy=policy) for text in texts if text.strip()
        ]
    return found
