"""Three documents about Carte blanche: the template filled, styles ignored, and a messy one.

The facts are those of the demonstration, from the same sources.
"""

from io import BytesIO

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image as Picture

from casestudies.word.template import write_template
from tests.casestudies.word.packages import saved

TITLE = "Carte blanche : réinventer ensemble les services publics autour de Cahors"
SUMMARY = (
    "Dans le Lot, l’État et les acteurs locaux prennent une carte blanche pour rapprocher les "
    "services publics des habitants qui ne demandent pas leurs droits."
)
PROBLEM = "Des personnes éloignées des services ne demandent pas les droits qu’elles ont."
APPROACH = "L’équipe passe six semaines dans les lieux d’accueil, puis mène des entretiens."
SEMINARS = "Le groupe laisse de côté les compétences formelles et travaille sans hiérarchie."
BUS = "Le car des services publics part en tournée le 2 octobre 2018, dans douze communes."
GAZETTE = (
    "https://www.lagazettedescommunes.com/586210/"
    "5-solutions-en-experimentation-pour-ameliorer-le-service-public-aux-usagers/"
)
DITP = "https://www.modernisation.gouv.fr/actualites/carte-blanche-cahors-et-maintenant"
PREFECTURE = "https://lot.gouv.fr/index.php/Actualites/Carte-blanche-dans-le-Lot-un-an-apres"

_FACTS = {
    "Collectivités pilotes": "Grand Cahors",
    "Collectivités partenaires": "Lot",
    "Stade": "Expérimentation",
    "Début": "décembre 2017",
    "Fin": "2019",
    "Thèmes": "Accès aux droits\nAccueil du public",
    "Publics": "Habitants ruraux",
    "Coût": "Coût inconnu",
}
_TEXTS = {
    "Chapeau": [SUMMARY],
    "Le problème": [PROBLEM],
    "La démarche": [APPROACH, SEMINARS],
    "Ce qui a été essayé": [BUS],
    "Ce qui n’a pas marché": ["Les débuts sont modestes : quatre ou cinq visiteurs par jour."],
    "Conditions de réussite": ["Un cadre juridique allégé pour le groupe de travail."],
    "Obstacles": ["La difficulté à se déplacer."],
}
_ROWS = {
    "Organisme": [("DITP", "Conduit l’opération"), ("Préfecture du Lot", "")],
    "Étape": [
        ("Lancement", "15 décembre 2017", "Le Premier ministre lance l’opération."),
        ("Une journée en commun", "7 février 2018", "Une cinquantaine de personnes."),
    ],
    "Chiffre": [("508", "usagers en quatre mois, selon la DITP", "DITP", DITP)],
    "Méthode": [("Immersion", "Comprendre", "Six semaines dans les lieux d’accueil.")],
    "Résultat": [("28 agents polyvalents ont été formés.", "Compté", "la DITP", DITP)],
    "Compétence": [("Écoute", "Tout commence par des entretiens.")],
    "Qui": [("Trois autres territoires", "", "Sous le nom de « Service Public + »", DITP)],
    "Date": [("juillet 2019", "Changée", "La DITP fait le point.", DITP)],
    "Titre": [
        ("Carte blanche dans le Lot : un an après", "Préfecture du Lot", "", PREFECTURE),
        ("Carte blanche Cahors, et maintenant ?", "DITP", "07/2019", DITP),
    ],
}


def picture():
    stream = BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(stream, "PNG")
    return BytesIO(stream.getvalue())


def filled_template():
    """The template, filled in Word: hints replaced, tables completed, an image with its caption."""
    document = Document(BytesIO(write_template("fr")))
    document.paragraphs[0].text = TITLE
    heading = ""
    for paragraph in list(document.paragraphs):
        if paragraph.style.name == "Heading 1":
            heading = paragraph.text
        elif heading in _TEXTS and paragraph.text:
            first, *others = _TEXTS[heading]
            paragraph.runs[0].italic = None
            paragraph.runs[0].text = first
            for text in others:
                paragraph.insert_paragraph_before(text)
            if heading == "Ce qui a été essayé":
                paragraph.insert_paragraph_before("").add_run().add_picture(picture())
                paragraph.insert_paragraph_before("Le car, en octobre 2018", "Caption")
    for table in document.tables:
        _fill(table)
    return saved(document)


def _fill(table):
    first = table.cell(0, 0).text
    if first in _FACTS:
        for row in table.rows:
            row.cells[1].text = _FACTS.get(row.cells[0].text, "")
    for row, texts in zip(table.rows[1:], _ROWS.get(first, []), strict=False):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def without_styles():
    """What someone writes who knows neither styles nor tables: bold, capitals, dashes."""
    document = Document()
    bold = document.add_paragraph()
    bold.add_run(TITLE).bold = True
    for line in (
        "Territoire : Grand Cahors",
        "Dates : décembre 2017 à 2019",
        "Stade : expérimentation",
        "Thèmes : Accès aux droits ; Accueil du public",
        "Public : Habitants ruraux",
    ):
        document.add_paragraph(line)
    document.add_paragraph(SUMMARY)
    parts = {
        "LE CONTEXTE": [PROBLEM],
        "1) Notre démarche": [
            APPROACH,
            SEMINARS,
            "« On laisse la hiérarchie à la porte » (un agent)",
        ],
        "2) L’expérimentation :": [BUS, "- l’agent polyvalent", "- une plateforme de covoiturage"],
        "Partenaires": ["DITP ; Préfecture du Lot"],
        "Bilan": ["28 agents polyvalents ont été formés, selon la DITP."],
        "Difficultés rencontrées": ["Quatre ou cinq visiteurs par jour au début."],
        "Facteurs de réussite": ["Un cadre juridique allégé."],
        "Freins": ["La difficulté à se déplacer."],
        "Méthodes utilisées": ["Immersion"],
        "Bibliographie": [f"La Gazette, 5 solutions {GAZETTE}", f"DITP, et maintenant ? {DITP}"],
    }
    for name, texts in parts.items():
        run = document.add_paragraph().add_run(name)
        run.bold = not name.isupper()
        for text in texts:
            document.add_paragraph(text)
    return saved(document)


def messy():
    """Wrong levels, a text box, a margin comment, tables of one's own, dates of all sorts."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Groupe 3, INET"
    document.add_paragraph("Rapport de groupe")
    document.add_paragraph("Carte blanche dans le Lot", "Heading 3")
    facts = document.add_table(rows=0, cols=2)
    for name, value in [
        ("Collectivité :", "Le Grand Cahors"), ("Lancement", "15 décembre 2017"), ("Fin", "en cours"),
        ("Budget", "environ 100 k€"), ("Publics", "habitants ruraux, habitants"), ("Météo", "beau"),
    ]:  # fmt: skip
        cells = facts.add_row().cells
        cells[0].text, cells[1].text = name, value
    document.add_paragraph("I. Problématique", "Heading 2")
    opening = document.add_paragraph(PROBLEM)
    document.add_comment(opening.runs, text="À sourcer", author="Le groupe")
    document.add_paragraph("II. DEMARCHE SUIVIE", "Heading 1")
    document.add_paragraph("Écouter", "Heading 1")
    document.add_paragraph(APPROACH)
    document.add_paragraph("Solution", "Heading 4")
    boxed = document.add_paragraph(BUS)
    boxed._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>508 usagers en quatre "
            "mois</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        )
    )
    grid = document.add_table(rows=2, cols=3)
    for cell, text in zip(
        grid._cells, ["Commune", "Jour", "Heure", "Catus", "mardi", "9 h"], strict=True
    ):
        cell.text = text
    document.add_paragraph("Résultats : 28 agents formés", "Heading 2")
    document.add_paragraph("Remerciements", "Heading 1")
    document.add_paragraph("Merci à la préfecture.")
    document.add_paragraph("Webographie", "Heading 5")
    document.add_paragraph(DITP)
    return saved(document)
