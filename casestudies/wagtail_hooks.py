"""Who writes case studies, in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Contributor, Promotion
from .word import hooks as word_hooks

__all__ = ["word_hooks"]


class ContributorViewSet(SnippetViewSet):
    model = Contributor
    icon = "user"
    list_display = ["name", "promotion"]
    search_fields = ["name"]


class PromotionViewSet(SnippetViewSet):
    model = Promotion
    icon = "group"
    list_display = ["name", "year"]
    search_fields = ["name"]


@register_snippet
class PeopleGroup(SnippetViewSetGroup):
    menu_label = _("Contributors")
    menu_icon = "user"
    menu_order = 260
    items = (ContributorViewSet, PromotionViewSet)
