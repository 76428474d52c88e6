"""From an invitation to a case that a reader finds, and to what became of it a year later."""

import re
import time
from collections.abc import Callable, Iterator
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
PASSWORD = "un car passe le mardi matin"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def site(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Start a copy of the site, of our own, whose messages are files."""
    folder = tmp_path_factory.mktemp("whole-way") / "site"
    copy_site(site, folder)
    (folder / "mail").mkdir()
    with running_site(folder, EMAIL_URL=f"filemail:///{folder / 'mail'}") as own:
        yield own


def test_a_case_goes_the_whole_way(
    open_tab: OpenTab, site: RunningSite, record_property: Callable[[str, object], None]
) -> None:
    editor, student, tutor = open_tab(), open_tab(), open_tab()
    sign_in(editor, *site.sign_in("Éditeurs"))
    invite_a_promotion(editor)
    accept(student, link_to(STUDENT, site), "Camille", "Élève")
    accept(tutor, link_to(TUTOR, site), "Dominique", "Tutrice")

    started = time.monotonic()
    import_word(student)
    record_property("seconds from import to submission", round(time.monotonic() - started, 1))


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
    page.screenshot(path="/tmp/ww1.png", full_page=True)
    page.get_by_role("link", name="Ouvrir").first.click()
    page.wait_for_url("**/edit/", wait_until="load")
    page.wait_for_timeout(3000)
    page.screenshot(path="/tmp/ww2.png", full_page=True)
    open("/tmp/ww2.html","w").write(page.content())


def link_to(address: str, site: RunningSite) -> str:
    """Return the path of the link in the last message to an address."""
    found = [message for message in messages(site.folder / "mail") if message["To"] == address]
    body = found[-1].get_body(("plain",))
    assert body is not None
    (link, *_others) = re.findall(r"https?://\S+", body.get_content())
    return urlsplit(link).path


def messages(folder: Path) -> list[EmailMessage]:
    """Return the messages sent so far, in order."""
    found: list[EmailMessage] = []
    for path in sorted(folder.iterdir()):
        texts = path.read_text("utf-8").split("-" * 79)
        found += [
            message_from_string(text.lstrip(), policy=policy) for text in texts if text.strip()
        ]
    return found
