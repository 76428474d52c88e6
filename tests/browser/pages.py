"""The addresses that the tests visit: every type of page, in French and in English."""

from typing import NamedTuple

GRAND_CAHORS = "200023737"
CARTE_BLANCHE = "/etudes-de-cas/carte-blanche-grand-cahors/"
CARTE_BLANCHE_IN_ENGLISH = "/en/case-studies/carte-blanche-grand-cahors/"
SEARCH = "/recherche/"
FULL_SEARCH = f"{SEARCH}?q=accueil&pour={GRAND_CAHORS}&tri=comparabilite&type=case"
WIDTHS = (320, 1280)


class Address(NamedTuple):
    """A page that a reader can open: where, in which language, with which status."""

    path: str
    language: str = "fr"
    status: int = 200


PAGES = {
    "home": Address("/"),
    "cases": Address("/etudes-de-cas/"),
    "case": Address(CARTE_BLANCHE),
    "case with a wide table": Address("/etudes-de-cas/transfo/"),
    "case with gaps": Address("/etudes-de-cas/barometre-pays-voironnais/"),
    "methods": Address("/methodes/"),
    "method": Address("/methodes/immersion/"),
    "studies": Address("/etudes/"),
    "study": Address("/etudes/etude-ost-2019/"),
    "glossary": Address("/glossaire/"),
    "plain page": Address("/a-propos/"),
    "legal notice": Address("/mentions-legales/"),
    "search": Address(SEARCH),
    "search with everything": Address(FULL_SEARCH),
    "search without hits": Address(f"{SEARCH}?q=accueil&annee=1901&theme=inconnu"),
    "search with candidates": Address(f"{SEARCH}?pour_texte=saint-martin"),
    "collectivité": Address(f"/collectivites/{GRAND_CAHORS}/"),
    "région": Address("/collectivites/reg-76/"),
    "comparable collectivités": Address(f"/collectivites/{GRAND_CAHORS}/comparables/"),
    "missing page": Address("/nulle-part/", status=404),
    "English home": Address("/en/", "en"),
    "English cases": Address("/en/case-studies/", "en"),
    "English case": Address(CARTE_BLANCHE_IN_ENGLISH, "en"),
    "English search": Address("/en/search/?q=services", "en"),
    "English comparable collectivités": Address(
        f"/en/collectivities/{GRAND_CAHORS}/comparable/", "en"
    ),
    "English missing page": Address("/en/nowhere/", "en", 404),
}
