"""French light stemmer, a Python port of Apache Lucene's `FrenchLightStemmer`.

Licensed to the Apache Software Foundation (ASF) under one or more contributor license
agreements. See the NOTICE file distributed with this work for additional information regarding
copyright ownership. The ASF licenses this file to You under the Apache License, Version 2.0 (the
"License"); you may not use this file except in compliance with the License. You may obtain a copy
of the License at http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software distributed under the License
is distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or
implied. See the License for the specific language governing permissions and limitations under the
License.

Changes from the original: rewritten from Java into Python, suffix rules as data. The algorithm is
Jacques Savoy's ("UniNE" light stemmer for French).
"""

from itertools import groupby

# (longer than, suffix, replacement): the first rule that fits ends the stemming.
_VERB_RULES = (
    (9, "issement", "ir"),
    (8, "issant", "ir"),
)
_AGENT_RULES = (
    (11, "ficatrice", "fier"),
    (10, "ficateur", "fier"),
    (9, "catrice", "quer"),
    (8, "cateur", "quer"),
    (8, "atrice", "er"),
    (7, "ateur", "er"),
)
_ADJECTIVE_RULES = (
    (5, "ième", ""),
    (7, "teuse", "ter"),
    (6, "teur", "ter"),
    (5, "euse", "eu"),
    (8, "ère", "er"),
    (7, "ive", "if"),
    (4, "folle", "fou"),
    (4, "molle", "mou"),
    (9, "nnelle", "n"),
    (9, "nnel", "n"),
)
_NOUN_RULES = (
    (8, "esse", "e"),
    (7, "inage", "in"),
)
_LAST_RULES = (
    (9, "isateur", ""),
    (8, "ation", ""),
    (8, "ition", ""),
)
_UNACCENTED = str.maketrans("àáâôèéêùûîç", "aaaoeeeuuic")


def stem(word: str) -> str:
    """Return the stem of a lower-case French word, accented or already folded."""
    word = _singular(word)
    if (found := _without_action(word)) is not None:
        return _normalised(found)
    if len(word) > 6 and word.endswith("trice"):
        word = word[:-5] + "teur"
    if (found := _replaced(word, _ADJECTIVE_RULES)) is not None:
        return _normalised(found)
    if len(word) > 4 and word.endswith("ète"):
        word = word[:-3] + "et"
    if len(word) > 8 and word.endswith("ique"):
        word = word[:-4]
    if (found := _replaced(word, _NOUN_RULES)) is not None:
        return _normalised(found)
    if len(word) > 9 and word.endswith("isation"):
        word = word[:-7]
        if len(word) > 5 and word.endswith("ual"):
            word = word[:-2] + "el"
        return _normalised(word)
    found = _replaced(word, _LAST_RULES)
    return _normalised(word if found is None else found)


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("x"):
        if word[-3:-1] == "au" and word[-4] != "e":
            word = word[:-2] + "lx"
        word = word[:-1]
    if len(word) > 3 and word.endswith("x"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("s"):
        word = word[:-1]
    return word


def _without_action(word: str) -> str | None:
    """Return the verb or the adjective that an action, a manner or an agent is named after."""
    if (found := _replaced(word, _VERB_RULES)) is not None:
        return found
    if len(word) > 6 and word.endswith("ement"):
        word = word[:-4]
        return word[:-2] + "f" if word.endswith("ive") else word
    return _replaced(word, _AGENT_RULES)


def _replaced(word: str, rules: tuple[tuple[int, str, str], ...]) -> str | None:
    length = len(word)
    for longer_than, suffix, replacement in rules:
        if length > longer_than and word.endswith(suffix):
            return word[: -len(suffix)] + replacement
    return None


def _normalised(word: str) -> str:
    if len(word) > 4:
        word = word.translate(_UNACCENTED)
        word = "".join(
            letter if letter.isalpha() else letter * sum(1 for _ in run)
            for letter, run in groupby(word)
        )
    if len(word) > 4 and word.endswith("ie"):
        word = word[:-2]
    if len(word) > 4:
        word = word.removesuffix("r").removesuffix("e").removesuffix("e")
        if len(word) > 1 and word[-1] == word[-2] and word[-1].isalpha():
            word = word[:-1]
    return word
