"""The editor's form of a case study, in the order in which a writer thinks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .writing.guidance import GUIDE
from .writing.panels import CompletenessPanel, NearCasesPanel, RowsPanel


def field(name: str, **options: Any) -> FieldPanel:
    """Return the panel of a field, with what is said beside it."""
    return FieldPanel(name, help_text=GUIDE.get(name, ""), **options)


def rows(name: str, heading: Any, label: Any) -> InlinePanel:
    """Return the panel of a repeatable part, with what is said above it."""
    return RowsPanel(name, heading=heading, label=label, help_text=GUIDE.get(name, ""))


EXPERIENCE = MultiFieldPanel(
    [
        rows("collectivities", _("Collectivités"), _("Collectivité")),
        NearCasesPanel(heading=_("Cases that look like it")),
        field("stage"),
        FieldRowPanel([field("started_on"), field("ended_on")]),
    ],
    heading=_("Who, and when"),
)

STORY = MultiFieldPanel(
    [field("problem"), field("approach"), field("trials")],
    heading=_("Story"),
)

RESULTS = MultiFieldPanel(
    [
        rows("results", _("Results"), _("Result")),
        field("limits"),
        rows("skills", _("Skills"), _("Skill")),
    ],
    heading=_("Results and limits"),
)

MEANS = MultiFieldPanel(
    [
        FieldRowPanel([field("cost_band"), field("cost_amount")]),
        field("cost_covers"),
        FieldRowPanel([field("agent_days"), field("duration_months")]),
        rows("funding", _("Funding"), _("Funder")),
        rows("partners", _("Partners"), _("Partner")),
    ],
    heading=_("Means"),
)

AT_HOME = MultiFieldPanel(
    [
        field("conditions"),
        field("obstacles"),
        field("legal_competence"),
        PageChooserPanel(
            "adapted_from", "casestudies.CaseStudyPage", help_text=GUIDE["adapted_from"]
        ),
        rows("replications", _("Others did it too"), _("Report")),
    ],
    heading=_("Do it at home"),
)

PEOPLE = MultiFieldPanel(
    [
        rows("sources", _("Sources"), _("Source")),
        rows("authors", _("Authors"), _("Author")),
        rows("attachments", _("Attachments"), _("Document")),
        FieldRowPanel([field("contact_name"), field("contact_role")]),
        field("contact_email"),
        field("contact_consent"),
    ],
    heading=_("Sources and people"),
)

TO_BE_FOUND = MultiFieldPanel(
    [
        field("summary", widget=AdminAutoHeightTextInput),
        rows("themes", _("Themes"), _("Theme")),
        rows("audiences", _("Audiences"), _("Audience")),
        field("cover_image"),
        field("cover_alt"),
    ],
    heading=_("To be found"),
)

NEWS = MultiFieldPanel(
    [
        rows("follow_ups", _("Follow-ups"), _("Follow-up")),
        field("last_verified_on"),
        field("licence"),
        field("reference"),
    ],
    heading=_("What became of it"),
)

CONTENT_PANELS = [
    TitleFieldPanel("title", help_text=GUIDE["title"]),
    CompletenessPanel(heading=_("Where you are")),
    EXPERIENCE,
    STORY,
    rows("method_uses", _("Methods used"), _("Method")),
    RESULTS,
    MEANS,
    AT_HOME,
    PEOPLE,
    TO_BE_FOUND,
    NEWS,
]
