"""The stylesheet keeps its promises: contrast, printing, both directions, nothing fetched."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "site" / "static"
CSS = (FOLDER / "css" / "site.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{3,6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
)
# Text and what it stands on, as the rules below combine them.
TEXTS = [
    (ink, ground)
    for ink in ("--ink", "--ink-soft", "--link", "--link-hover", "--accent")
    for ground in ("--paper", "--surface", "--surface-alt")
] + [
    ("--on-accent", "--accent-strong"),
    ("--on-accent", "--accent-strong-hover"),
    ("--ink", "--mark"),
]
SHAPES = [("--border-strong", "--surface"), ("--border-strong", "--paper"), ("--accent", "--paper")]


def luminance(colour: str) -> float:
    """Return the relative luminance of a hexadecimal colour, as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out(scheme: str) -> None:
    colours = LIGHT if scheme == "light" else DARK
    faint = {
        (ink, ground): round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in TEXTS
        if contrast(colours[ink], colours[ground]) < 4.5
    }
    assert faint == {}
    for shape, ground in SHAPES:
        assert contrast(colours[shape], colours[ground]) >= 3, (shape, ground)


def test_dark_scheme_redefines_every_colour() -> None:
    assert set(LIGHT) == set(DARK)


def test_nothing_is_fetched() -> None:
    assert not re.findall(r"url\(|@import|https?:", CSS.replace('[href^="http"]', ""))


def test_rules_hold_in_both_directions_of_writing() -> None:
    physical = r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right|float)\s*:"
    assert re.findall(physical, CSS) == []
    assert re.findall(r"text-align:\s*(?:left|right)", CSS) == []


def test_printing_motion_and_focus_are_thought_of() -> None:
    printed = CSS[CSS.index("@media print") :]
    assert re.search(r"\.menu.*display: none", printed)
    assert "attr(href)" in printed
    assert "@media (prefers-reduced-motion" in CSS
    assert ":focus-visible { outline:" in CSS
    assert re.search(r"hyphens: auto", CSS)


def test_readers_have_one_stylesheet_and_no_copy_of_search_styles() -> None:
    # The other one adds to Wagtail's, in the admin.
    assert sorted(path.name for path in FOLDER.rglob("*.css")) == ["admin.css", "site.css"]
    assert CSS.count("/* Search */") == 1
    assert CSS.count(".search-bar {") == 1


def test_braces_are_balanced() -> None:
    assert CSS.count("{") == CSS.count("}")
