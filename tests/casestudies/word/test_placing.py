"""Where each thing of a document goes, and that what has no place is kept to be sorted."""

from decimal import Decimal

import pytest
from django.utils import translation

from casestudies.word.placement import Fate
from casestudies.word.placing import place
from casestudies.word.structure import Apart, Image, Kind, Paragraph, Span, Unread
from tests.casestudies.word.structures import (
    bold,
    call,
    document,
    heading,
    item,
    quote,
    table,
    text,
    to_sort,
    told,
)

URL = "https://example.org/a"


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


def placed(*blocks, **others):
    return place(document(*blocks, **others))


def under(name, *blocks):
    return placed(heading("Un titre"), heading(name), *blocks)


class TestParts:
    @pytest.mark.parametrize(
        "block",
        [
            heading("La démarche"),
            heading("LA DEMARCHE", 3),
            heading("1. La démarche"),
            heading("II – Démarches"),
            heading("2.1 Notre démarche :"),
            heading("The approach"),
            heading("Méthodologie"),
            bold("La démarche"),
            bold("3) La démarche :"),
            text("La démarche"),
            Paragraph((Span("Démarche", bold=True),), Kind.ITEM, 0, ordered=True),
        ],
        ids=lambda block: f"{block.text} ({block.kind})",
    )
    def test_a_heading_is_known_however_it_is_written(self, block):
        placement = placed(heading("Un titre"), block, text("On a écouté."))
        assert told(placement, "approach") == [("text", "<p>On a écouté.</p>")]

    @pytest.mark.parametrize(
        "block", [item("La démarche"), quote("La démarche"), text("La démarche a duré.")]
    )
    def test_what_only_says_the_name_is_not_a_heading(self, block):
        assert "approach" not in under("Le problème", block).story

    def test_what_follows_a_name_in_its_heading_is_kept_as_a_heading(self):
        placement = under("Le problème : des villages loin de tout", text("Il y a loin."))
        assert told(placement, "problem") == [
            ("text", "<h3>des villages loin de tout</h3><p>Il y a loin.</p>")
        ]

    def test_a_deeper_heading_stays_in_its_part_and_so_does_a_bold_line(self):
        placement = under("La démarche", heading("Écouter", 2), text("Six semaines."), bold("Puis"))
        html = "<h3>Écouter</h3><p>Six semaines.</p><h3>Puis</h3>"
        assert told(placement, "approach") == [("text", html)]

    def test_a_part_that_no_case_has_is_to_be_sorted_with_its_heading(self):
        placement = under("Remerciements", text("Merci à tous."), item("un"), item("deux"))
        html = "<p>Remerciements</p><p>Merci à tous.</p><ul><li>un</li><li>deux</li></ul>"
        assert to_sort(placement) == [("Remerciements", html)]
        assert {line.fate for line in placement.lines[1:]} == {Fate.TO_SORT}

    @pytest.mark.parametrize(
        "blocks",
        [
            [Paragraph((Span("Carte blanche"),), Kind.TITLE), heading("Le problème")],
            [text("Groupe 3"), Paragraph((Span("Carte blanche"),), Kind.TITLE)],
            [heading("Carte blanche"), heading("Le problème", 2)],
            [bold("Carte blanche"), text("Le problème")],
            [text("Carte blanche"), bold("Le problème")],
        ],
    )
    def test_the_title_is_what_looks_most_like_one(self, blocks):
        assert placed(*blocks).fields["title"] == "Carte blanche"

    def test_a_document_without_a_title_has_none(self):
        placement = placed(heading("Le problème"), text("Il y a loin."))
        assert "title" not in placement.fields


class TestFields:
    def test_key_facts_of_a_table_fill_typed_fields(self):
        rows = [
            ("Collectivités pilotes", "Grand Cahors ; Cahors"), ("Stade", "expérimentation"),
            ("Début", "mars 2018"), ("Fin", "2019"), ("Thèmes", "accueil"),
            ("Coût", "12 000 € (achat du car)"), ("Jours d’agents", "40 jours"),
            ("Durée (mois)", "18 mois"), ("Contact", "Une personne"),
            ("Courriel", "personne@example.org"),
        ]  # fmt: skip
        placement = under("En bref", table(*rows))
        assert placement.fields == {
            "title": "Un titre", "stage": "experiment", "started_on": "2018-03", "ended_on": "2019",
            "cost_amount": 12_000, "cost_covers": "achat du car", "cost_band": "10k_50k",
            "agent_days": 40, "duration_months": 18, "contact_name": "Une personne",
            "contact_email": "personne@example.org",
        }  # fmt: skip
        assert placement.rows["collectivities"] == [
            {"collectivity": "Grand Cahors", "role": "lead"},
            {"collectivity": "Cahors", "role": "lead"},
        ]
        assert placement.rows["themes"] == [{"theme": "accueil"}]
        assert to_sort(placement) == []

    def test_consent_is_never_imported(self):
        rows = [("Contact", "X"), ("Le contact accepte qu’on lui écrive par le site", "oui")]
        placement = under("En bref", table(*rows))
        assert "contact_consent" not in placement.fields
        assert "oui" in to_sort(placement)[0][1]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("Début", "printemps 2018"),
            ("Stade", "en réflexion"),
            ("Coût", "environ 12 000 €"),
            ("Jours d’agents", "une quarantaine"),
            ("Courriel", "personne"),
            ("Météo", "beau temps"),
        ],
    )
    def test_what_is_not_understood_is_to_be_sorted_and_said(self, name, value):
        placement = under("En bref", table(("Contact", "X"), (name, value)))
        [(_where, html)] = to_sort(placement)
        assert value in html
        [line] = [line for line in placement.lines if line.fate == Fate.TO_SORT]
        assert value in line.source
        assert line.why
        assert set(placement.fields) == {"title", "contact_name"}

    def test_a_day_fills_its_month_and_is_kept(self):
        placement = under(
            "En bref",
            table(
                ("Début", "12 mars 2018"),
            ),
        )
        assert placement.fields["started_on"] == "2018-03"
        assert "12 mars 2018" in to_sort(placement)[0][1]

    def test_a_fact_given_twice_is_kept_once_and_sorted_once(self):
        placement = under("En bref", table(("Début", "2018"), ("Lancement", "2017")))
        assert placement.fields["started_on"] == "2018"
        assert "2017" in to_sort(placement)[0][1]

    def test_facts_in_lines_are_read_too(self):
        lines = Paragraph((Span("Dates : 2017 – 2019\nTerritoire : Grand Cahors"),))
        placement = placed(bold("Un titre"), lines, heading("Le problème"), text("Fin : 2020"))
        assert (placement.fields["started_on"], placement.fields["ended_on"]) == ("2017", "2019")
        assert told(placement, "problem") == [("text", "<p>Fin : 2020</p>")]

    def test_a_standfirst_that_is_too_long_is_not_cut(self):
        long = "Très long. " * 40
        placement = under("Chapeau", text(long))
        assert "summary" not in placement.fields
        assert long.strip() in to_sort(placement)[0][1]

    def test_rich_texts_keep_lists_and_links_and_their_headings_in_bold(self):
        linked = Paragraph((Span("voir "), Span("ici", link=URL)))
        placement = under("Freins", heading("Un frein", 2), linked, item("un"), item("a", 1))
        assert placement.fields["obstacles"] == (
            f'<p><b>Un frein</b></p><p>voir <a href="{URL}">ici</a></p>'
            "<ul><li>un<ul><li>a</li></ul></li></ul>"
        )


class TestRows:
    def test_tables_fill_rows_by_their_header(self):
        results = table(
            ("Résultat", "Niveau de preuve", "Selon", "Adresse de la source"),
            ("28 agents formés", "Compté", "la DITP", URL),
            ("Des sourires", "", "", ""),
        )
        placement = under("Résultats", results)
        assert placement.rows["results"] == [
            {"statement": "28 agents formés", "evidence": "counted", "claimed_by": "la DITP",
             "source_url": URL},
            {"statement": "Des sourires", "evidence": "told"},
        ]  # fmt: skip

    def test_a_row_that_is_not_understood_is_kept_with_its_header(self):
        news = table(("Date", "Situation", "Note"), ("un jour", "Arrêtée", "Plus rien"))
        placement = under("Suites", news)
        assert "follow_ups" not in placement.rows
        assert to_sort(placement) == [
            ("Suites", "<p>Date | Situation | Note</p><p>un jour | Arrêtée | Plus rien</p>")
        ]

    def test_funders_are_read_from_lines_and_tables(self):
        rows = table(("Financeur", "Part (%)"), ("L’État", "55 %"))
        placement = under("Financement", rows, item("La Région : 12 000 €"), text("Et d’autres"))
        assert placement.rows["funding"] == [
            {"funder": "La Région", "amount": 12_000, "note": ""},
            {"funder": "L’État", "share_percent": Decimal(55)},
        ]
        assert "Et d’autres" in to_sort(placement)[0][1]

    def test_sources_are_lines_with_an_address(self):
        linked = Paragraph((Span("Un article", link=URL), Span(", La Gazette")))
        placement = under("Bibliographie", linked, item(f"Un livre, {URL}"), text("Sans adresse"))
        assert placement.rows["sources"] == [
            {"title": "Un article, La Gazette", "url": URL},
            {"title": "Un livre", "url": URL},
            {"title": "Sans adresse", "url": ""},
        ]

    def test_the_link_of_a_title_is_the_address_of_its_row(self):
        cells = [(Paragraph((Span("Un article", link=URL),)),), (text("2019"),)]
        placement = under("Sources", table(("Titre", "Date de publication"), cells))
        assert placement.rows["sources"] == [
            {"title": "Un article", "url": URL, "published_on": "2019"}
        ]

    def test_links_are_proposed_as_sources_when_there_are_none(self):
        linked = Paragraph((Span("Voir "), Span("La Gazette", link=URL)))
        placement = under("Le problème", linked)
        assert placement.rows["sources"] == [{"title": "La Gazette", "url": URL}]


class TestStory:
    def test_blocks_come_in_the_order_of_the_document(self):
        image = Image("car.png", b"", "Un car")
        caption = Paragraph((Span("Le car"),), Kind.CAPTION)
        placement = under(
            "Ce qui a été essayé",
            text("Avant"), image, caption, text("Après"),
            quote("« Des mots »"), quote("— Une agente"),
            table([(bold("À retenir"), item("Écouter"))]),
            table(("Chiffre", "Ce qu’il compte", "Adresse de la source"), ("508", "usagers", URL)),
            table(("Date", "Étape", "Ce qui s’est passé"), ("2 octobre 2018", "Départ", "Il part")),
        )  # fmt: skip
        assert told(placement, "trials") == [
            ("text", "<p>Avant</p>"),
            ("figure", {"image": image, "caption": "Le car"}),
            ("text", "<p>Après</p>"),
            ("quotation", {"text": "Des mots", "attribution": "Une agente", "source_url": ""}),
            ("callout", {"title": "À retenir", "text": "<ul><li>Écouter</li></ul>"}),
            ("key_figure",
             {"value": "508", "label": "usagers", "source_title": "", "source_url": URL}),
            ("timeline_step", {"title": "Départ", "date": "2 octobre 2018", "text": "Il part"}),
        ]  # fmt: skip
        assert to_sort(placement) == []

    def test_a_table_without_a_block_is_to_be_sorted_where_it_stood(self):
        placement = under("La démarche", text("Avant"), table(("a", "b"), ("c", "")), text("Après"))
        assert [block.type for block in placement.story["approach"]] == ["text", "to_sort", "text"]
        assert to_sort(placement) == [("La démarche", "<p>a | b</p><p>c</p>")]

    @pytest.mark.parametrize(
        ("written", "who"),
        [
            ("« Nous avons changé de métier » — Une agente", "Une agente"),
            ("“Nous avons changé de métier” (Une agente)", "Une agente"),
            ("« Nous avons changé de métier »", ""),
        ],
    )
    def test_a_quotation_typed_by_hand_is_one(self, written, who):
        [(kind, value)] = told(under("La démarche", text(written)), "approach")
        assert (kind, value["text"], value["attribution"]) == (
            "quotation", "Nous avons changé de métier", who,
        )  # fmt: skip

    def test_notes_are_footnotes_of_the_part_that_calls_them(self):
        noted = (Paragraph((Span("Selon la DITP "), Span(URL, link=URL))),)
        placement = placed(
            heading("Un titre"), heading("La démarche"), call("On écoute", 1, "."),
            heading("Limites"), call("Peu", 2),
            notes={1: noted, 2: (text("Une réserve"),)},
        )  # fmt: skip
        assert told(placement, "approach") == [
            ("text", "<p>On écoute [1].</p>"),
            ("footnote", {"label": "1", "text": "Selon la DITP", "source_url": URL}),
            ("footnote", {"label": "2", "text": "Une réserve", "source_url": ""}),
        ]
        assert placement.fields["limits"] == "<p>Peu [2]</p>"

    def test_markup_typed_in_a_document_is_words(self):
        placement = under("Le problème", text("<script>alert(1)</script>"))
        html = "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
        assert told(placement, "problem") == [("text", html)]

    def test_an_image_outside_the_story_joins_it(self):
        image = Image("a.png", b"")
        placement = under("Sources", image)
        assert told(placement, "problem") == [("figure", {"image": image, "caption": ""})]

    def test_the_cover_is_the_image_of_its_part(self):
        image = Image("a.png", b"", "Un car")
        assert under("Image de couverture", image).cover == image


def test_what_lies_beside_is_kept_and_what_is_lost_is_said():
    placement = placed(
        heading("Un titre"),
        apart=(Apart("comment", (text("À vérifier"),)),),
        unread=(Unread("link", "file:///C:/a"), Unread("deletion"), Unread("deletion")),
    )
    assert to_sort(placement) == [("Commentaire dans la marge", "<p>À vérifier</p>")]
    lost = [line.source for line in placement.lines if line.fate == Fate.NOT_KEPT]
    assert lost == ["file:///C:/a", "Texte supprimé avec le suivi des modifications"]
