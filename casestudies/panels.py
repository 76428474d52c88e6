"""The editor's form of a case study, in the reading order of the page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)

from common.models import BasePage

AT_A_GLANCE = MultiFieldPanel(
    [
        InlinePanel("collectivities", heading=_("Collectivités"), label=_("Collectivité")),
        FieldPanel("stage"),
        FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
        InlinePanel("themes", heading=_("Themes"), label=_("Theme")),
        InlinePanel("audiences", heading=_("Audiences"), label=_("Audience")),
        FieldPanel("cover_image"),
        FieldPanel("cover_alt"),
    ],
    heading=_("At a glance"),
)

MEANS = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("cost_band"), FieldPanel("cost_amount")]),
        FieldPanel("cost_covers"),
        FieldRowPanel([FieldPanel("agent_days"), FieldPanel("duration_months")]),
        InlinePanel("funding", heading=_("Funding"), label=_("Funder")),
        InlinePanel("partners", heading=_("Partners"), label=_("Partner")),
    ],
    heading=_("Means"),
)

STORY = MultiFieldPanel(
    [FieldPanel("problem"), FieldPanel("approach"), FieldPanel("trials")],
    heading=_("Story"),
)

RESULTS = MultiFieldPanel(
    [
        InlinePanel("results", heading=_("Results"), label=_("Result")),
        FieldPanel("limits"),
        InlinePanel("skills", heading=_("Skills"), label=_("Skill")),
    ],
    heading=_("Results and limits"),
)

AT_HOME = MultiFieldPanel(
    [
        FieldPanel("conditions"),
        FieldPanel("obstacles"),
        FieldPanel("legal_competence"),
        PageChooserPanel("adapted_from", "casestudies.CaseStudyPage"),
        InlinePanel("replications", heading=_("Others did it too"), label=_("Report")),
    ],
    heading=_("Do it at home"),
)

NEWS = MultiFieldPanel(
    [
        InlinePanel("follow_ups", heading=_("Follow-ups"), label=_("Follow-up")),
        FieldPanel("last_verified_on"),
    ],
    heading=_("What became of it"),
)

PEOPLE = MultiFieldPanel(
    [
        InlinePanel("authors", heading=_("Authors"), label=_("Author")),
        FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_role")]),
        FieldPanel("contact_email"),
        FieldPanel("contact_consent"),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
        InlinePanel("attachments", heading=_("Attachments"), label=_("Document")),
        FieldRowPanel([FieldPanel("licence"), FieldPanel("reference")]),
    ],
    heading=_("People and sources"),
)

CONTENT_PANELS = [
    *BasePage.content_panels,
    AT_A_GLANCE,
    MEANS,
    STORY,
    InlinePanel("method_uses", heading=_("Methods used"), label=_("Method")),
    RESULTS,
    AT_HOME,
    NEWS,
    PEOPLE,
]
