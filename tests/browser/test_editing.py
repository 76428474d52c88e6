"""A demonstration account signs in over plain http, edits a case, and looks at the pages."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenTab
from .pages import PAGES
from .server import RunningSite
from .tab import Tab

pytestmark = pytest.mark.browser

EDITION = " (relu par un test)"


def test_editor_saves_a_draft(open_tab: OpenTab, site: RunningSite) -> None:
    tab = open_tab()
    public = tab.open(PAGES["case with gaps"].path).locator(".standfirst").inner_text()
    page = sign_in(tab, site)
    tab.open('/admin/pages/search/?q=baromètre+"')
    page.get_by_role("link", name="Pays voironnais").click()

    summary = page.locator("[name=summary]")
    summary.fill(public + EDITION)
    page.get_by_role("button", name="Enregistrer le brouillon").click()

    expect(page.locator(".messages")).to_contain_text("a été mise à jour")
    expect(summary).to_have_value(public + EDITION)
    page.reload()
    expect(summary).to_have_value(public + EDITION)
    tab.open(PAGES["case with gaps"].path)
    expect(page.locator(".standfirst")).to_have_text(public)


def test_editor_previews_a_case(open_tab: OpenTab, site: RunningSite) -> None:
    tab = open_tab()
    page = sign_in(tab, site)
    tab.open("/admin/pages/search/?q=carte+blanche")
    page.get_by_role("link", name="Carte blanche : réinventer").click()
    # Until its scripts have run, the button does nothing.
    page.wait_for_url("**/edit/", wait_until="load")

    page.get_by_role("button", name="masquer la prévisualisation").click()
    preview = page.frame_locator("#w-preview-iframe")

    expect(preview.get_by_role("heading", level=1)).to_contain_text("Carte blanche")


def test_wrong_password_is_refused(open_tab: OpenTab, site: RunningSite) -> None:
    email, _ = site.sign_in("Éditeurs")
    page = open_tab().open("/admin/")

    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill("wrong")
    page.locator("[name=password]").press("Enter")

    expect(page.locator(".messages")).to_be_visible()
    assert "/admin/login/" in page.url


def test_wagtails_checker_has_no_advice_for_the_editor(
    open_tab: OpenTab, site: RunningSite
) -> None:
    tab = open_tab()
    page = sign_in(tab, site)

    for name in ("home", "case", "method", "study", "glossary", "plain page", "English case"):
        tab.open(PAGES[name].path)
        expect(page.locator("wagtail-userbar")).to_have_count(1)
        # It says nothing when all is well: there is no end to wait for.
        page.wait_for_timeout(1000)

    assert tab.advice == []


def sign_in(tab: Tab, site: RunningSite) -> Page:
    """Sign in as an editor, starting from the address that asks for it."""
    email, password = site.sign_in("Éditeurs")
    page = tab.open("/admin/")
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    expect(page).to_have_title("Tableau de bord - Wagtail")
    return page
