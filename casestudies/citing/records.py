"""Citations as software reads them: BibTeX, RIS, CSL-JSON."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .citation import Citation
from .names import Name

# Braces are written as words: BibTeX counts them, escaped or not.
_BIBTEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{character: f"\\{character}" for character in "#$%&_"},
    }
)
# Names that BibTeX knows, whatever the style and its language.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Format:
    """A format of records: how it is called, sent and written."""

    label: str
    content_type: str
    write: Callable[[Citation], str]


def bibtex(citation: Citation) -> str:
    """Return an entry of BibTeX, in UTF-8; its address is as it is, as `url` wants it."""
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in citation.authors),
        "title": f"{{{_escaped(citation.title)}}}",
        "howpublished": _escaped(citation.site),
        "note": _escaped(citation.kind)
        + (f", version {citation.version}" if citation.version else ""),
        "year": str(citation.published_on.year) if citation.published_on else "",
        "url": citation.url,
        "language": citation.language,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if citation.published_on:
        lines.append(f"  month = {MONTHS[citation.published_on.month - 1]},\n")
    return f"@misc{{{citation.key},\n{''.join(lines)}}}\n"


def ris(citation: Citation) -> str:
    """Return a record of RIS: a tag a line, ended as its specification says."""
    tags = [
        ("TY", "ELEC"),
        *(("AU", name.inverted) for name in citation.authors),
        ("TI", citation.title),
        ("T2", citation.site),
        ("M3", citation.kind),
    ]
    if citation.version:
        tags.append(("ET", str(citation.version)))
    if citation.published_on:
        tags.append(("PY", f"{citation.published_on:%Y}"))
        tags.append(("DA", f"{citation.published_on:%Y/%m/%d}"))
    if citation.summary:
        tags.append(("AB", citation.summary))
    tags += [("LA", citation.language), ("UR", citation.url), ("ID", citation.key), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tags)


def csl_json(citation: Citation) -> str:
    """Return a list of one item of CSL-JSON, what Zotero and pandoc read."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "webpage",
        "title": citation.title,
        "author": [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
            for name in citation.authors
        ],
        "container-title": citation.site,
        "genre": citation.kind,
        "URL": citation.url,
        "language": citation.language,
    }
    if citation.version:
        item["version"] = str(citation.version)
    if citation.published_on:
        day = citation.published_on
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if citation.summary:
        item["abstract"] = citation.summary
    return f"{json.dumps([item], ensure_ascii=False, indent=2)}\n"


def _escaped(text: str) -> str:
    return text.translate(_BIBTEX)


def _bibtex_name(name: Name) -> str:
    """Return a name for BibTeX, one in a single piece in braces so that it stays one."""
    if name.given:
        return f"{_escaped(name.family)}, {_escaped(name.given)}"
    return f"{{{_escaped(name.family)}}}"


FORMATS = {
    "bib": Format("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": Format("RIS", "application/x-research-info-systems; charset=utf-8", ris),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
