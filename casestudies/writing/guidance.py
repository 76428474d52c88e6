"""What the editor's form says beside each field, with a short example.

The examples are quoted from the demonstration content, in both languages: nothing is invented.
"""

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _guide(advice: "StrOrPromise", example: "StrOrPromise") -> "StrOrPromise":
    """Return an advice and an example, each on its line."""
    return format_lazy("{}\n{} {}", advice, _("For example:"), example)


GUIDE: dict[str, "StrOrPromise"] = {
    # What and who
    "title": _guide(
        _("What was done, and where, as you would tell a colleague."),
        _("“Carte blanche: reinventing public services together around Cahors”"),
    ),
    "collectivities": _guide(
        _("Type a name, an INSEE code, a SIREN or a postal code. At least one of them led."),
        _("the Grand Cahors as the lead, the département of Lot as a partner."),
    ),
    "stage": _guide(
        _("How far it has come today, not how far it was meant to go."),
        _("Carte blanche is an experiment, the participatory budget of Rennes is generalised."),
    ),
    "started_on": _guide(
        _("A year or a month, as your source gives it."), _("12/2017 for Carte blanche.")
    ),
    "ended_on": _guide(
        _("Leave empty when it goes on, or when you do not know."), _("2019 for Carte blanche.")
    ),
    # Story
    "problem": _guide(
        _("What did not work, for whom, before anybody had a solution?"),
        _("“Getting about and finding the right service cannot be taken for granted.”"),
    ),
    "approach": _guide(
        _("How did the team go about it? Who was listened to, how long, in what order?"),
        _("“For six weeks, it immerses itself in the life of the reception areas.”"),
    ),
    "trials": _guide(
        _("What was really tried, even what was dropped. Figures come with their source."),
        _("“The bus sets off on its round on 2 October 2018.”"),
    ),
    "method_uses": _guide(
        _("Which methods of the site were used, when, and how it went here."),
        _("Immersion: “The team spends six weeks in public service reception areas”"),
    ),
    # Results and limits
    "results": _guide(
        _("One result at a time, who says so, and how solid it is."),
        _("“28 versatile staff were trained in the Lot.”, counted, according to the DITP."),
    ),
    "limits": _guide(
        _("What failed, what is not known, what critics say: readers trust a case that says it."),
        _("“We found neither an independent evaluation nor a cost.”"),
    ),
    "skills": _guide(
        _("What people had to know how to do, and how it showed."),
        _("Listening: “Everything starts with interviews with local players, users and staff.”"),
    ),
    # Means
    "cost_band": _guide(
        _("Leave “Unknown cost” when no source gives it: a gap is better than a guess."),
        _("no source was found for the cost of Carte blanche."),
    ),
    "cost_amount": _guide(
        _("In euros, as published."), _("168000, for the participatory budget of Rennes.")
    ),
    "cost_covers": _guide(
        _("What is in the amount, and what is not."), _("“Running costs of the first edition”")
    ),
    "agent_days": _("All the days that the collectivité’s own staff gave, added up."),
    "duration_months": _("From the first day of work to the last one told here."),
    "funding": _guide(
        _("Who paid, how much or which share."),
        _("“Bloomberg Philanthropies”, 45 %."),
    ),
    "partners": _guide(
        _("Who took part besides the collectivités, and what each did."),
        _("the DITP: “Leads the operation”"),
    ),
    # Do it at home
    "conditions": _guide(
        _("Without what would it not have worked?"),
        _("“Seminars without hierarchy.”"),
    ),
    "obstacles": _guide(
        _("What stood in the way, and what was done about it."),
        _("“The difficulty of getting about: this is what the community lift-sharing platform…”"),
    ),
    "legal_competence": _(
        "Which legal competence another collectivité needs to do the same, if you know it."
    ),
    "adapted_from": _guide(
        _("The case of this site that gave the idea, if there is one."),
        _("the bus France Services of the Grand Cahors comes from Carte blanche."),
    ),
    "replications": _guide(
        _("Who did it too, as a source says."), _("“Cannes”, after Mulhouse’s ashtrays.")
    ),
    # Sources and people
    "sources": _guide(
        _("Where a reader can check. A title, who published it, its address."),
        _("“Carte blanche Cahors, what now?”, DITP."),
    ),
    "authors": _("You and those who wrote with you. Names that are missing: ask your tutor."),
    "attachments": _("Documents that help to do the same: a guide, a form, a plan."),
    "contact_name": _("Who answers readers in the collectivité. Ask first: tick the box below."),
    "contact_role": _("What they do there, rather than their grade."),
    # In lists
    "summary": _guide(
        _("Two or three sentences for someone in a hurry. Written last, it comes easily."),
        _(
            "“In the Lot, some residents live far from service counters and do not claim the "
            "rights they are entitled to.”"
        ),
    ),
    "themes": _guide(_("Two or three, the main one first."), _("“Access to rights”")),
    "audiences": _guide(_("Whom it was for."), _("“Residents of rural communes”")),
    "cover_image": _(
        "A photograph that you may publish, with its author and its licence. None is needed."
    ),
    # What became of it
    "follow_ups": _guide(
        _("News since then, each with its date and its source."),
        _("October 2023, still running: “The bus France Services calls at 26 communes.”"),
    ),
    "last_verified_on": _("The day when someone last made sure that all this is still true."),
    "licence": _("What readers may do with your text. The site’s own is the Licence Ouverte."),
}
