import re

from common.covers import COLUMNS, INKS, ROWS, TONES, UNIT, draw_cover


def test_a_cover_never_changes() -> None:
    cover = draw_cover("carte-blanche-grand-cahors", "acces-aux-droits")
    # Written down: another process, another machine, another year draw the same.
    assert cover.tone == 1
    assert cover.paths[0].startswith("M40 0")
    assert cover == draw_cover("carte-blanche-grand-cahors", "acces-aux-droits")


def test_cases_differ_and_cases_of_one_theme_share_their_colours() -> None:
    one, other = draw_cover("a", "accueil"), draw_cover("b", "accueil")
    assert one.paths != other.paths
    assert one.tone == other.tone
    tones = {draw_cover("a", f"theme-{number}").tone for number in range(100)}
    assert tones == set(range(1, TONES + 1))


def test_everything_is_drawn_within_the_cover() -> None:
    for number in range(50):
        cover = draw_cover(f"cas-{number}")
        assert len(cover.paths) == INKS
        for x, y in re.findall(r"M(\d+) (\d+)", "".join(cover.paths)):
            assert int(x) <= (COLUMNS - 1) * UNIT
            assert int(y) <= (ROWS - 1) * UNIT
