"""What a document may hold: its parts, its key facts, the columns of its tables.

The labels are those of the form and of the template; the other names are those that people write.
"""

from django.utils.translation import gettext_lazy as _

from .names import Name, Names

STORY = ("problem", "approach", "trials")
RICH = ("limits", "conditions", "obstacles")
# Parts that a list of names fills, and the column that holds the name.
NAMED = {
    "themes": "theme",
    "audiences": "audience",
    "partners": "organisation",
    "skills": "skill",
    "method_uses": "method",
    "authors": "contributor",
}

SECTIONS = Names(
    {
        "summary": Name(_("standfirst"), ("résumé", "accroche", "en résumé", "summary", "abstract")),
        "facts": Name(
            _("At a glance"),
            ("informations clés", "fiche d'identité", "carte d'identité", "repères", "key facts",
             "données clés", "fiche signalétique"),
        ),
        "means": Name(_("Means"), ("moyens mobilisés", "coûts et moyens", "budget", "resources")),
        "funding": Name(_("Funding"), ("plan de financement", "financeurs")),
        "partners": Name(_("Partners"), ("acteurs", "acteurs impliqués", "parties prenantes")),
        "problem": Name(
            _("The problem"),
            ("contexte", "problématique", "besoin", "constat", "enjeux", "contexte et enjeux",
             "origine du projet", "problème de départ", "problème rencontré", "context", "need"),
        ),
        "approach": Name(
            _("The approach"),
            ("démarche suivie", "méthodologie", "déroulement", "comment", "étapes", "process"),
        ),
        "trials": Name(
            _("What was tried"),
            ("essais", "expérimentation", "tests", "solution", "solutions testées", "réalisation",
             "mise en œuvre", "prototype", "ce que nous avons essayé", "trials", "experiments"),
        ),
        "method_uses": Name(_("Methods used"), ("méthodes utilisées", "méthodes", "outils")),
        "results": Name(_("Results"), ("résultats obtenus", "bilan", "impact", "effets")),
        "limits": Name(
            _("what did not work"),
            ("limites", "difficultés rencontrées", "échecs", "ce qui n'a pas fonctionné", "limits"),
        ),
        "skills": Name(_("Skills"), ("compétences mobilisées", "savoir-être", "soft skills")),
        "conditions": Name(
            _("Conditions for success"),
            ("facteurs de réussite", "facteurs de succès", "clés de la réussite", "clés du succès"),
        ),
        "obstacles": Name(_("Obstacles"), ("freins", "points de vigilance", "barriers")),
        "legal_competence": Name(
            _("Legal competence needed"), ("compétence juridique", "cadre juridique")
        ),
        "replications": Name(
            _("Others did it too"), ("d'autres l'ont fait", "essaimage", "replications")
        ),
        "follow_ups": Name(_("Follow-ups"), ("et après", "suites données", "what happened next")),
        "themes": Name(_("Themes"), ("thématiques",)),
        "audiences": Name(_("Audiences"), ("publics concernés", "publics cibles")),
        "authors": Name(_("Authors"), ("rédacteurs", "autrices et auteurs")),
        "sources": Name(
            _("Sources"),
            ("références", "bibliographie", "webographie", "sources et références", "liens utiles",
             "pour en savoir plus", "pour aller plus loin", "references", "bibliography"),
        ),
        "cover": Name(_("cover image"), ("couverture", "photo de couverture")),
    }
)  # fmt: skip

FACTS = Names(
    {
        "leads": Name(
            _("lead collectivités"),
            ("collectivité", "territoire", "collectivité porteuse", "porteur", "pilote",
             "collectivité pilote", "porteur du projet", "lead", "local authority"),
        ),
        "partner_collectivities": Name(
            _("partner collectivités"), ("collectivités associées", "autres collectivités")
        ),
        "stage": Name(_("stage"), ("avancement", "état d'avancement", "statut", "status")),
        "started_on": Name(_("start"), ("date de début", "lancement", "démarrage", "start date")),
        "ended_on": Name(_("end"), ("date de fin", "end date")),
        "period": Name(_("period"), ("dates", "années", "calendrier", "dates du projet")),
        "themes": Name(_("Themes"), ("thématiques",)),
        "audiences": Name(_("Audiences"), ("publics concernés", "publics cibles", "bénéficiaires")),
        "cost_band": Name(_("cost"), ("budget", "coût total", "coût du projet", "budget total")),
        "cost_amount": Name(_("exact amount (€)"), ("montant", "montant exact", "amount")),
        "cost_covers": Name(_("what the amount covers"), ("le montant comprend",)),
        "agent_days": Name(
            _("days of staff time"), ("temps agent", "jours agent", "temps passé", "staff days")
        ),
        "duration_months": Name(_("duration (months)"), ("durée", "durée du projet", "duration")),
        "contact_name": Name(_("contact"), ("personne à contacter", "nom du contact")),
        "contact_role": Name(_("contact's role"), ("fonction", "poste du contact")),
        "contact_email": Name(
            _("contact's e-mail"), ("courriel", "courriel du contact", "e-mail", "mail")
        ),
        "authors": Name(_("Authors"), ("rédacteurs", "auteur de la fiche")),
    }
)  # fmt: skip

_SOURCE = Name(_("Source address"), ("adresse", "lien", "url", "source", "link"))
_NOTE = Name(_("note"), ("remarque", "commentaire", "précision", "détail", "comment"))

# The first column is the one that a row cannot do without.
TABLES = {
    "key_figure": Names(
        {
            "value": Name(_("Figure"), ("valeur", "chiffre clé", "value")),
            "label": Name(_("What it counts"), ("libellé", "signification", "description")),
            "source_title": Name(_("Source"), ("source du chiffre",)),
            "source_url": Name(_("Source address"), ("adresse", "lien", "url", "link")),
        }
    ),
    "timeline_step": Names(
        {
            "title": Name(_("Step"), ("événement", "jalon", "event")),
            "date": Name(_("Date"), ("quand", "période", "when")),
            "text": Name(_("What happened"), ("description", "détail")),
        }
    ),
    "results": Names(
        {
            "statement": Name(_("Result"), ("effet", "outcome")),
            "evidence": Name(_("Evidence"), ("preuve",)),
            "claimed_by": Name(_("according to"), ("qui le dit", "selon qui")),
            "source_url": _SOURCE,
        }
    ),
    "funding": Names(
        {
            "funder": Name(_("Funder"), ("financement", "origine")),
            "amount": Name(_("amount (€)"), ("montant", "amount", "somme")),
            "share_percent": Name(_("share (%)"), ("part", "pourcentage", "share")),
            "note": _NOTE,
            "source_url": _SOURCE,
        }
    ),
    "partners": Names(
        {
            "organisation": Name(_("organisation"), ("partenaire", "structure", "partner")),
            "role": Name(_("what it did"), ("rôle", "apport", "role")),
        }
    ),
    "skills": Names(
        {
            "skill": Name(_("Skill"), ()),
            "note": Name(_("how it showed"), ("remarque", "commentaire")),
        }
    ),
    "method_uses": Names(
        {
            "method": Name(_("Method"), ("outil",)),
            "phase": Name(_("Phase"), ("étape",)),
            "how": Name(_("how it was used here"), ("usage", "utilisation", "commentaire")),
        }
    ),
    "follow_ups": Names(
        {
            "date": Name(_("Date"), ()),
            "status": Name(_("status"), ("état", "statut")),
            "note": _NOTE,
            "source_url": _SOURCE,
        }
    ),
    "replications": Names(
        {
            "who": Name(_("who"), ("territoire", "collectivité")),
            "date": Name(_("Date"), ("année",)),
            "note": _NOTE,
            "source_url": _SOURCE,
        }
    ),
    "sources": Names(
        {
            "title": Name(_("Title"), ("source", "document", "référence")),
            "publisher": Name(_("Publisher"), ("auteur", "organisme")),
            "published_on": Name(_("published"), ("date", "année")),
            "url": Name(_("address"), ("lien", "url", "adresse de la source", "link")),
        }
    ),
    "video": Names(
        {
            "title": Name(_("Video"), ()),
            "url": Name(_("address"), ("lien", "url")),
        }
    ),
}
STORY_TABLES = frozenset({"key_figure", "timeline_step", "video"})
