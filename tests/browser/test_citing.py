"""A citation is copied with one button, and selected by hand without JavaScript."""

import pytest
from playwright.sync_api import expect

from .conftest import OpenTab
from .pages import CARTE_BLANCHE, WIDTHS

pytestmark = pytest.mark.browser

ADDRESS = "/c/carte-blanche-grand-cahors/v/1/"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_citation_is_copied_with_the_keyboard(open_tab: OpenTab, width: int) -> None:
    page = open_tab(width, permissions=["clipboard-read", "clipboard-write"]).open(CARTE_BLANCHE)
    box = page.locator(".cite")
    box.locator("summary").focus()
    page.keyboard.press("Enter")
    button = box.get_by_role("button", name="Copier (APA)")
    button.focus()
    page.keyboard.press("Enter")

    expect(box.get_by_role("status").first).to_have_text("Copié")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("La rédaction. (")
    assert copied.endswith(ADDRESS)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_text_and_the_files_are_there(open_tab: OpenTab) -> None:
    page = open_tab(java_script_enabled=False).open(CARTE_BLANCHE)
    box = page.locator(".cite")
    box.locator("summary").click()

    expect(box.get_by_text("@misc{carte-blanche-grand-cahors-v1")).to_be_visible()
    expect(box.get_by_role("button")).to_have_count(0)
    with page.expect_download() as download:
        box.get_by_role("link", name="RIS").click()
    assert download.value.suggested_filename == "carte-blanche-grand-cahors-v1.ris"
