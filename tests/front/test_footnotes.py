from django.utils.safestring import mark_safe

from common.footnotes import Footnotes

NOTES = [
    {"label": "1", "text": "Une", "source_url": "https://example.org/"},
    {"label": "2", "text": "Deux", "source_url": ""},
]


def test_first_call_carries_the_id_that_the_note_links_back_to() -> None:
    notes = Footnotes(NOTES)
    assert notes.link("Un fait [1].") == (
        'Un fait<sup class="call"><a href="#note-1" id="appel-1" role="doc-noteref">[1]</a></sup>.'
    )
    assert "id=" not in notes.link("Encore [1].")
    assert notes.called == {"1"}


def test_calls_of_unknown_notes_stay_text() -> None:
    notes = Footnotes(NOTES)
    assert notes.link("Un fait [7], [abc], [2019].") == "Un fait [7], [abc], [2019]."
    assert notes.called == set()


def test_plain_text_is_escaped_and_safe_html_kept() -> None:
    notes = Footnotes(NOTES)
    assert notes.link("<b>A</b> & B") == "&lt;b&gt;A&lt;/b&gt; &amp; B"
    assert notes.link(mark_safe("<b>A</b>")) == "<b>A</b>"


def test_nothing_is_linked_inside_a_link_or_a_tag() -> None:
    notes = Footnotes(NOTES)
    html = '<a href="/?q=[1]">voir [1]</a> puis [2]'
    linked = notes.link(mark_safe(html))
    assert linked.startswith('<a href="/?q=[1]">voir [1]</a> puis<sup')
    assert notes.called == {"2"}


def test_two_notes_of_one_label_keep_two_anchors() -> None:
    notes = Footnotes([NOTES[0], NOTES[0]])
    assert [note.anchor for note in notes.notes] == ["note-1", "note-1-2"]
    assert 'href="#note-1"' in notes.link("[1]")
