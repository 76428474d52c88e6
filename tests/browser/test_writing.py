"""A student begins a case with the keyboard alone, in Wagtail's own form."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenTab
from .server import RunningSite
from .test_editing import sign_in

pytestmark = pytest.mark.browser


def begin(open_tab: OpenTab, site: RunningSite, width: int = 1280) -> Page:
    """Sign in as a student, and open the form of a new case by the menu."""
    email, password = site.sign_in("Élèves")
    page = open_tab(width).open("/admin/")
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    link = page.get_by_role("link", name="Nouvelle étude de cas")
    if width < 800:
        # The menu is behind its button.
        page.get_by_role("button", name="Afficher/masquer la barre latérale").click()
    link.click()
    page.wait_for_url("**/add/casestudies/casestudypage/*/")
    page.wait_for_load_state("networkidle")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_case_is_begun_with_the_keyboard(open_tab: OpenTab, site: RunningSite) -> None:
    page = begin(open_tab, site)
    page.locator("#id_title").focus()
    page.keyboard.type(f"Carte blanche : les services publics autour de Cahors {uuid4().hex}")

    # The case that the site has is shown, before anything is sent.
    near = page.locator("[data-near-cases]")
    expect(near).to_contain_text("réinventer ensemble les services publics autour de Cahors")

    # A row is added, and its collectivité chosen in the box.
    page.locator("#id_collectivities-ADD").focus()
    press(page, "Enter")
    box = page.locator("#id_collectivities-0-collectivity-box")
    box.focus()
    page.keyboard.type("grand cahors")
    expect(page.get_by_role("option", name=re.compile("^Grand Cahors"))).to_be_visible()
    press(page, "ArrowDown", "Enter")
    expect(box).to_be_hidden()
    chosen = page.locator("#id_collectivities-0-collectivity-title")
    expect(chosen).to_have_text(re.compile("^Grand Cahors"))
    # The focus is where the box was.
    expect(page.locator("#id_collectivities-0-collectivity-chooser .chosen :focus")).to_have_count(
        1
    )
    expect(near).to_contain_text("même collectivité")

    # Wagtail saves the draft by itself, and the meter follows.
    expect(page).to_have_url(re.compile("/edit/$"))
    needed = page.locator("[data-completeness]").get_by_role("link")
    expect(needed.filter(has_text="Dites quelle collectivité")).to_have_count(0)
    expect(needed.filter(has_text="Écrivez le chapeau")).to_have_count(1)

    # A gap leads to its field.
    needed.filter(has_text="Écrivez le chapeau").focus()
    press(page, "Enter")
    expect(page).to_have_url(re.compile("#id_summary$"))

    page.reload(wait_until="networkidle")
    expect(chosen).to_have_text(re.compile("^Grand Cahors"))
    # A second row is moved before the first, then taken away.
    page.locator("#id_collectivities-ADD").focus()
    press(page, "Enter")
    second = page.locator("#inline_child_collectivities-1")
    second.get_by_role("button", name="Monter").focus()
    press(page, "Enter")
    expect(page.locator("#id_collectivities-1-ORDER")).to_have_value("1")
    second.get_by_role("button", name="Supprimer").focus()
    press(page, "Enter")
    expect(page.locator("#id_collectivities-1-DELETE")).to_have_value("1")


def test_characters_are_counted_and_nothing_is_cut(open_tab: OpenTab, site: RunningSite) -> None:
    page = begin(open_tab, site, width=320)
    summary = page.locator("#id_summary")
    assert page.locator("[data-counter]").count() == 0
    summary.focus()
    page.keyboard.insert_text("x" * 290)
    counter = summary.locator("+ [data-counter]")
    expect(counter).to_have_text("Caractères restants : 10")
    # What is pasted stays whole, and is said to be too long.
    page.keyboard.insert_text("y" * 30)
    expect(counter).to_have_text("Caractères en trop : 20")
    expect(page.get_by_role("status").filter(has_text="Caractères en trop : 20")).to_have_count(1)
    assert len(summary.input_value()) == 320
    # Nothing moves under the next click.
    before = page.locator("#id_cover_alt").bounding_box()
    summary.blur()
    assert page.locator("#id_cover_alt").bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_wagtails_checks_read_the_french(open_tab: OpenTab, site: RunningSite) -> None:
    tab = open_tab()
    page = sign_in(tab, site)
    tab.open("/admin/pages/search/?q=carte+blanche")
    page.get_by_role("link", name="Carte blanche : réinventer").click()
    page.wait_for_url("**/edit/", wait_until="networkidle")

    page.get_by_role("button", name="Activer/désactiver les vérifications").click()

    expect(page.locator("[data-content-word-count]")).to_have_text(re.compile("[1-9]"))
    expect(page.locator("[data-content-readability-score]")).to_have_text(re.compile("[A-Za-z]"))
