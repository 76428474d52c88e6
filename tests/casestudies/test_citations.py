"""Citations: what people paste and what software reads, whatever the title and the names."""

import json
import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from casestudies.citing.citation import Citation, one_line
from casestudies.citing.names import Name, read_name
from casestudies.citing.records import bibtex, csl_json, ris
from casestudies.citing.styles import apa, chicago
from casestudies.models import CaseAuthor, Contributor
from tests.factories import CaseStudyPageFactory

URL = "https://example.org/c/un-guichet_dans-un-bus/v/2/"
# What BibTeX means by its words, and what it escapes.
WORDS = {
    r"{\textbackslash}": "\\",
    r"{\textbraceleft}": "{",
    r"{\textbraceright}": "}",
    r"{\textasciitilde}": "~",
    r"{\textasciicircum}": "^",
    **{f"\\{character}": character for character in "#$%&_"},
}


def a_citation(**values):
    return Citation(
        **{
            "key": "un-guichet_dans-un-bus-v2",
            "authors": [Name("Durand", "Camille"), Name("Martin", "Jean-Pierre")],
            "title": "Un guichet dans un bus",
            "kind": "Étude de cas",
            "site": "Co-construire",
            "published_on": date(2026, 11, 26),
            "version": 2,
            "url": URL,
            "language": "fr",
            "summary": "Un bus va vers les habitants.",
            **values,
        }
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Camille Durand", Name("Durand", "Camille")),
        ("  Jean-Pierre   D’Arc ", Name("D’Arc", "Jean-Pierre")),
        ("Élodie Noël", Name("Noël", "Élodie")),
        ("Anne Marie DE LA TOUR", Name("DE LA TOUR", "Anne Marie")),
        ("DURAND Camille", Name("DURAND", "Camille")),
        ("Jean de La Fontaine", Name("Jean de La Fontaine")),
        ("la rédaction", Name("la rédaction")),
        ("La Rédaction", Name("La Rédaction")),
        ("Nguyen Van A", Name("Nguyen Van A")),
        ("INET", Name("INET")),
        ("ANNE MARTIN", Name("ANNE MARTIN")),
        ("Durand, Camille", Name("Durand, Camille")),
        ("Groupe 4", Name("Groupe 4")),
        ("D. Martin", Name("D. Martin")),
        ("李 四", Name("李 四")),
        ("", Name("")),
    ],
)
def test_a_name_is_split_only_where_it_says_so(text, name):
    assert read_name(text) == name


def test_apa():
    citation = a_citation()
    with override("en"):
        assert apa(citation) == (
            "Durand, C., &amp; Martin, J.-P. (2026, November 26). <i>Un guichet dans un bus</i> "
            f"[Étude de cas, version 2]. Co-construire. {URL}"
        )
    with override("fr"):
        assert apa(citation).startswith("Durand, C. et Martin, J.-P. (2026, 26 novembre). ")


def test_apa_names_the_last_of_many():
    authors = [Name(f"Nom{n:02d}", "Camille") for n in range(1, 23)]
    text = apa(a_citation(authors=authors))
    assert "Nom19, C., … Nom22, C. (2026, " in text
    assert "Nom20" not in text
    assert "Nom20, C. (2026, " in apa(a_citation(authors=authors[:20]))


def test_chicago():
    citation = a_citation()
    with override("en"):
        assert chicago(citation) == (
            "Durand, Camille, and Jean-Pierre Martin. “Un guichet dans un bus.” Co-construire. "
            f"Version 2, published November 26, 2026. {URL}."
        )
    with override("fr"):
        assert chicago(citation) == (
            "Durand, Camille et Jean-Pierre Martin. «\u00a0Un guichet dans un bus\u00a0». "
            f"Co-construire. Version 2, publiée le 26 novembre 2026. {URL}."
        )


def test_chicago_names_the_first_of_many():
    authors = [Name(f"Nom{n:02d}", "Camille") for n in range(1, 12)]
    text = chicago(a_citation(authors=authors))
    assert text.startswith("Nom01, Camille, Camille Nom02")
    assert "Camille Nom07, et al. «" in text


def test_a_title_keeps_its_own_mark():
    with override("en"):
        assert "“Et demain?” Co-c" in chicago(a_citation(title="Et demain?"))
        assert "“Demain.” Co-c" in chicago(a_citation(title="Demain"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_not_known_is_not_said(language):
    citation = a_citation(authors=[Name("La rédaction")], published_on=None, version=None)
    with override(language):
        undated = {"fr": "s.\u00a0d.", "en": "n.d."}[language]
        assert apa(citation).startswith(f"La rédaction. ({undated}). <i>")
        assert f" {undated} http" in chicago(citation)
    for text in (apa(citation), chicago(citation), bibtex(citation), ris(citation)):
        assert "None" not in text
        assert "ersion" not in text
    assert "year" not in bibtex(citation)


# Software reads back what was written.


def read_bibtex(text):
    """Return the fields of the only entry of a file, as BibTeX reads braces; fail on any other."""
    head = re.match(r"@misc\{([-\w]+),\n", text)
    assert head is not None
    fields, at = {"key": head[1]}, head.end()
    while text[at] != "}":
        name = re.compile(r"  (\w+) = (?:(\w+),\n)?").match(text, at)
        at = name.end()
        if name[2]:
            fields[name[1]] = name[2]
            continue
        assert text[at] == "{"
        depth, start = 0, at
        while True:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
            if depth == 0:
                break
        fields[name[1]] = text[start + 1 : at - 1]
        assert text[at : at + 2] == ",\n"
        at += 2
    assert text[at:] == "}\n"
    return fields


def without_escapes(text):
    pattern = "|".join(re.escape(word) for word in WORDS)
    assert not re.search(r"[#$%&_~^\\]", re.sub(pattern, "", text))
    return re.sub(pattern, lambda found: WORDS[found[0]], text)


def authors_in_bibtex(text):
    """Split authors at "and" outside braces, as BibTeX does."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0 and text.startswith(" and ", at):
            parts.append(text[start:at])
            start = at + len(" and ")
    return [*parts, text[start:]]


def read_ris(text):
    """Return the tags of the only record of a file; fail on a line that is not one."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    tags = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in lines]
    assert all(tags)
    pairs = [(tag[1], tag[2]) for tag in tags]
    assert pairs[0][0] == "TY"
    assert [tag for tag, _ in pairs].count("ER") == 1
    assert pairs[-1] == ("ER", "")
    return pairs


anything = st.text(min_size=1).map(one_line).filter(bool)


@given(title=anything, names=st.lists(anything, min_size=1, max_size=4), summary=anything)
def test_any_title_and_names_can_be_read_back(title, names, summary):
    authors = [read_name(name) for name in names]
    citation = a_citation(title=title, authors=authors, summary=summary)

    fields = read_bibtex(bibtex(citation))
    assert fields["title"][0] + fields["title"][-1] == "{}"
    assert without_escapes(fields["title"][1:-1]) == title
    assert (fields["url"], fields["year"], fields["month"]) == (URL, "2026", "nov")
    found = authors_in_bibtex(fields["author"])
    assert [
        without_escapes(text.removeprefix("{").removesuffix("}") if not name.given else text)
        for text, name in zip(found, authors, strict=True)
    ] == [name.inverted for name in authors]

    pairs = read_ris(ris(citation))
    assert [value for tag, value in pairs if tag == "AU"] == [name.inverted for name in authors]
    tags = dict(pairs)
    assert (tags["TI"], tags["AB"], tags["ET"]) == (title, summary, "2")
    assert tags["DA"] == "2026/11/26"

    (item,) = json.loads(csl_json(citation).encode())
    assert (item["title"], item["abstract"], item["URL"]) == (title, summary, URL)
    assert item["issued"] == {"date-parts": [[2026, 11, 26]]}
    assert [
        person.get("literal") or f"{person['family']}, {person['given']}"
        for person in item["author"]
    ] == [name.inverted for name in authors]

    soup = BeautifulSoup(apa(citation), "html.parser")
    assert [tag.name for tag in soup.select("*")] == ["i"]
    assert one_line(soup.i.get_text()) == title
    assert title in chicago(citation)


@given(st.text())
def test_a_line_is_one_line(text):
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    line.encode()


# On the site


@pytest.fixture
def case(db):
    people = ["Camille Durand", "La rédaction"]
    return CaseStudyPageFactory(
        title='Un bus & 50 % d’"usagers" <i>',
        authors=[CaseAuthor(contributor=Contributor.objects.create(name=n)) for n in people],
    )


@pytest.mark.parametrize(
    ("extension", "content_type", "start"),
    [
        ("bib", "application/x-bibtex; charset=utf-8", "@misc{"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - ELEC\r\n"),
        ("json", "application/vnd.citationstyles.csl+json", "[\n"),
    ],
)
def test_a_case_is_cited_in_each_format(case, client, extension, content_type, start):
    page = BeautifulSoup(client.get(case.url).content.decode(), "html.parser")
    links = [link["href"] for link in page.select(".cite a[download]")]
    (url,) = [link for link in links if link.endswith(f".{extension}")]
    response = client.get(url)
    assert response["Content-Type"] == content_type
    name = f"{case.reference}-v1.{extension}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    body = response.content.decode()
    assert body.startswith(start)
    assert f"/c/{case.reference}/v/1/" in body
    assert client.get(url.replace(f".{extension}", ".exe")).status_code == 404
    assert client.post(url).status_code == 405


def test_the_page_shows_what_the_files_say(case, client):
    body = client.get(case.url).content.decode()
    page = BeautifulSoup(body, "html.parser")
    apa_text, chicago_text, bibtex_text = (tag.get_text() for tag in page.select(".citation"))
    assert apa_text.startswith("Durand, C. et La rédaction. (")
    assert case.title in apa_text
    assert case.title in chicago_text
    assert bibtex_text == client.get(page.select_one(".cite a[download]")["href"]).content.decode()
    assert "<i>]" not in body
    metas = page.select("meta[name^=citation_]")
    assert {"citation_title": case.title}.items() <= {
        m["name"]: m["content"] for m in metas
    }.items()
    assert [m["content"] for m in metas if m["name"] == "citation_author"] == [
        "Durand, Camille",
        "La rédaction",
    ]


def test_an_older_version_is_cited_as_it_was(case, client):
    case.title = "Un autre titre"
    case.authors.set([])
    case.save_revision().publish()
    older = client.get(f"/c/{case.reference}/v/1/citation.ris").content.decode()
    assert "AU  - Durand, Camille\r\n" in older
    assert "Un autre titre" not in older
    newer = client.get(f"/c/{case.reference}/v/2/citation.ris").content.decode()
    assert "AU  - La rédaction\r\nTI  - Un autre titre\r\n" in newer


def test_a_case_that_never_had_a_version_is_cited_too(case, client):
    case.versions.all().delete()
    body = client.get(case.url).content.decode()
    assert f"/c/{case.reference}/citation.bib" in body
    record = client.get(f"/c/{case.reference}/citation.bib").content.decode()
    assert f"/c/{case.reference}/}}" in record
    assert "version" not in record
