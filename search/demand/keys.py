"""Which searches are the same one, and which must never be kept."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from django.urls import reverse

from search.addresses import SearchAddress
from search.analysis import clean, fold, words
from search.models.demand import MAX_WORDS_LENGTH

_APOSTROPHE = re.compile("['’]")
_EMAIL = re.compile(r"@|%40|[(\[{]\s*at\s*[)\]}]|\barr?obase\b", re.IGNORECASE)
# A telephone number, a SIREN, a social security number, a date of birth.
PERSONAL_DIGITS = 8


@dataclass(frozen=True)
class SearchKey:
    """What makes two searches the same: their words and their filters.

    Attributes:
        words: As typed, or normalised by `of`.
        filters: The facets' part of the address, in its canonical order.
    """

    words: str = ""
    filters: str = ""

    @classmethod
    def of(cls, state: SearchAddress) -> "SearchKey":
        """Return the key of an address; the reader's collectivité, sort and page are no part."""
        filters = SearchAddress(filters=state.filters).query_string()
        return cls(normalised(state.text), filters)

    @property
    def query_string(self) -> str:
        """The query string that searches it."""
        asked = urlencode({"q": self.words}) if self.words else ""
        return "&".join(filter(None, (asked, self.filters)))

    @property
    def url(self) -> str:
        """The address that searches it, in the active language."""
        return f"{reverse('search:search')}?{self.query_string}"

    @property
    def values(self) -> dict[str, list[str]]:
        """Facet → its selected values."""
        return parse_qs(self.filters)


def normalised(text: str) -> str:
    """Return the words in lower case, without accents nor punctuation, in their order."""
    kept = " ".join(filter(None, map(_folded, words(clean(text)))))
    if len(kept) <= MAX_WORDS_LENGTH:
        return kept
    # Half a word would be found nowhere.
    whole, _space, _half = kept[: MAX_WORDS_LENGTH + 1].rpartition(" ")
    return whole or kept[:MAX_WORDS_LENGTH]


def is_personal(text: str) -> bool:
    """Tell whether a text holds what looks like an e-mail address or somebody's number."""
    plain = unicodedata.normalize("NFKC", text)
    digits = sum(character.isdigit() for character in plain)
    return digits >= PERSONAL_DIGITS or _EMAIL.search(plain) is not None


def _folded(word: str) -> str:
    return "'".join(filter(None, map(fold, _APOSTROPHE.split(word))))
