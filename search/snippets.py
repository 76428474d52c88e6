"""The synonyms, in the admin."""

from wagtail.snippets.views.snippets import SnippetViewSet

from .models import SynonymGroup


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "duplicate"
    list_display = ["title", "locale"]
    list_filter = ["locale"]
    search_fields = ["title", "lines"]
    add_to_admin_menu = True
    menu_order = 270
