"""The vocabulary in the admin, in one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Audience, GlossaryTerm, Organisation, Skill, Theme


class TermViewSet(SnippetViewSet):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    list_per_page = 50


class ThemeViewSet(TermViewSet):
    model = Theme
    icon = "tag"


class AudienceViewSet(TermViewSet):
    model = Audience
    icon = "group"


class SkillViewSet(TermViewSet):
    model = Skill
    icon = "pick"


class OrganisationViewSet(TermViewSet):
    model = Organisation
    icon = "home"


class GlossaryTermViewSet(TermViewSet):
    model = GlossaryTerm
    icon = "openquote"


@register_snippet
class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabulary")
    menu_icon = "tag"
    menu_order = 250
    items = (
        ThemeViewSet,
        AudienceViewSet,
        SkillViewSet,
        OrganisationViewSet,
        GlossaryTermViewSet,
    )
