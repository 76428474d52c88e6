"""The words: which find which, in what order, and what is done when they find too little."""

import pytest

from search.types import Correction
from tests import factories

from .engine import EngineContract, case, plain_page, synonyms

FRENCH = [
    ("innovation", "L'innovation dans les services"),
    ("l’innovation", "Une innovation"),
    ("INNOVATIONS", "L’innovation"),
    ("d'innovation", "innovation"),
    ("etude", "Une étude"),
    ("Étude", "des etudes"),
    ("œuvre", "les oeuvres"),
    ("oeuvres", "une œuvre"),
    ("coeur de ville", "Le cœur des villes"),
    ("chevaux", "un cheval"),
    ("tiers-lieu", "des tiers-lieux"),
    ("tiers lieux", "un tiers-lieu"),
    ("publique", "le service public"),
    ("service public", "les services publics"),
    ("élue", "des élus"),
    ("usagère", "les usagers"),
    ("habitantes", "un habitant"),
    ("aujourd'hui", "dès aujourd’hui"),
    ("l'été", "un été en ville"),
    ("jusqu'au guichet", "le guichet"),
    ("guichet OR numerique", "guichet numérique or argent"),
    ("co-construction", "une co\u2011construction"),
    ("prefecture*", "la préfecture"),
    ("« mairie »", "La mairie."),
]
ENGLISH = [
    ("cities", "a city"),
    ("city", "the city’s library"),
    ("the libraries", "a library"),
    ("participating", "they participate"),
]


class WordsContract(EngineContract):
    """Words, slips and synonyms."""

    @pytest.mark.parametrize(("query", "text"), FRENCH)
    def test_french_words(self, query: str, text: str) -> None:
        plain_page(title="Cible", body=[("text", f"<p>{text}</p>")])
        plain_page(title="Autre", body=[("text", "<p>Un jardin partagé</p>")])
        assert self.titles(query) == ["Cible"]

    @pytest.mark.parametrize(("query", "text"), ENGLISH)
    def test_english_words(self, query: str, text: str) -> None:
        home = factories.home("en")
        plain_page(parent=home, title="Target", body=[("text", f"<p>{text}</p>")])
        plain_page(parent=home, title="Other", body=[("text", "<p>A garden</p>")])
        assert self.titles(query, locale="en") == ["Target"]

    def test_all_words_are_needed_wherever_they_are(self) -> None:
        plain_page(title="Guichet", summary="numérique", body=[("text", "<p>mobile</p>")])
        plain_page(title="Guichet", summary="fixe")
        assert self.search("guichet").total == 2
        assert self.search("mobile guichet numérique").total == 1
        assert self.search("guichet absent").total == 0
        assert self.search("mobile guichet numérique").having_all is None

    def test_below_a_few_hits_those_with_most_of_the_words_are_shown_too(self) -> None:
        for number in range(8):
            plain_page(title=f"Autre {number}")
        plain_page(title="Guichet", summary="numérique")
        plain_page(title="Guichet", summary="mobile", body=[("text", "<p>pour le numérique</p>")])
        results = self.search("guichet mobile numérique")
        assert {hit.entry.summary for hit in results.hits} == {"mobile", "numérique"}
        assert (results.total, results.having_all) == (2, 1)
        assert self.counts("type", "guichet mobile numérique") == {"page": 2}
        assert self.search("guichet mobile absent").having_all == 0
        assert self.search("guichet absent inconnu ailleurs").total == 0
        assert self.search("guichet mobile numérique", is_strict=True).total == 1

    def test_slips_are_mended_when_nothing_was_found(self) -> None:
        plain_page(title="Expérimentation d’un guichet")
        results = self.search("experimantation guichet")
        assert results.total == 1
        assert results.correction == Correction(text="expérimentation guichet", is_applied=True)
        assert "<mark>Expérimentation</mark>" in results.hits[0].title_html
        assert self.search("guichet").correction is None

    def test_a_rare_word_near_a_frequent_one_is_only_doubted(self) -> None:
        for _ in range(30):
            plain_page(title="Un guichet")
        plain_page(title="Un guichit")
        results = self.search("guichit")
        assert results.total == 1
        assert results.correction == Correction(text="guichet", is_applied=False)

    def test_words_of_hidden_pages_are_never_proposed(self) -> None:
        plain_page(title="Brouillon", live=False)
        removed = plain_page(title="Expérimentation")
        plain_page(title="Médiathèque", parent=factories.home("en"))
        removed.unpublish()
        for text in ("brouillom", "experimantation", "mediathequ"):
            results = self.search(text)
            assert (results.total, results.correction) == (0, None)

    def test_a_filter_that_stands_between_is_said_rather_than_other_words(self) -> None:
        case(title="Un guichet", stage="stopped")
        plain_page(title="Un guichel")
        results = self.search("guichet", filters={"stade": ("experiment",)})
        assert (results.total, results.correction, len(results.relaxations)) == (0, None, 1)

    # Synonyms

    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("CCAS", "un centre communal d’action sociale"),
            ("centre communal d'action sociale", "le CCAS"),
            ("mairie", "l’accueil"),
            ("horaires mairie", "les horaires de l’accueil"),
        ],
    )
    def test_synonyms_find_one_another(self, query: str, text: str) -> None:
        plain_page(title="Cible", body=[("text", f"<p>{text}</p>")])
        plain_page(title="Autre", body=[("text", "<p>Un centre pour l’action, des horaires</p>")])
        assert "Cible" not in self.titles(query)
        synonyms("CCAS, centre communal d’action sociale\nmairie => accueil")
        assert self.titles(query, is_strict=True) == ["Cible"]
        assert self.titles(query)[0] == "Cible"

    def test_arrows_go_one_way_and_languages_keep_their_own(self) -> None:
        plain_page(title="La mairie")
        plain_page(title="Mairie", parent=factories.home("en"))
        synonyms("mairie => accueil\nguichet => mairie", language="fr")
        assert self.titles("accueil") == []
        assert self.titles("guichet") == ["La mairie"]
        assert self.titles("guichet", locale="en") == []

    def test_a_synonym_takes_no_hit_away(self) -> None:
        plain_page(title="Cible", body=[("text", "<p>Le lieu des tiers</p>")])
        assert self.titles("tiers lieu") == ["Cible"]
        synonyms("tiers lieu, espace partagé")
        assert self.titles("tiers lieu") == ["Cible"]

    def test_title_outranks_summary_outranks_body(self) -> None:
        plain_page(title="Trois", summary="rien", body=[("text", "<p>un guichet</p>")])
        plain_page(title="Deux", summary="un guichet", body=[("text", "<p>rien</p>")])
        plain_page(title="Un guichet", summary="rien", body=[("text", "<p>rien</p>")])
        assert self.titles("guichet") == ["Un guichet", "Deux", "Trois"]

    @pytest.mark.parametrize("text", ["l'", '"', "de la", "?!", "-", "' \" * ("])
    def test_words_that_cannot_be_searched_find_nothing(self, text: str) -> None:
        plain_page(title="Une page")
        results = self.search(text)
        assert (results.total, results.unusable_text) == (0, True)

    def test_no_words_find_everything(self) -> None:
        pages = [plain_page() for _ in range(3)]
        assert self.search("  ").total == len(pages)

    @pytest.mark.parametrize(
        "text",
        [
            "guichet\0",
            'guichet"',
            "guichet'",
            "guichet NEAR(",
            "guichet:*",
            "guichet & | !",
            "guichet)",
        ],
    )
    def test_operators_are_only_text(self, text: str) -> None:
        plain_page(title="Un guichet near du lac")
        assert self.search(text).total == 1

    def test_words_like_numbers_are_found(self) -> None:
        plain_page(title="Bilan 2018 de 1e5 x86 0x1f 3d", summary="")
        for text in ("2018", "1e5", "x86", "0x1f", "3D", "bilan 2018"):
            assert self.search(text).total == 1, text
