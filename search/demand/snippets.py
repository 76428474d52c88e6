"""Wanted practices in the admin: proposed from the report, or written by hand."""

from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, PageChooserPanel
from wagtail.models import Locale
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search import forms
from search.models import WantedPractice
from search.models.demand import MAX_FILTERS_LENGTH

from .keys import SearchKey, is_personal
from .reading import filter_labels


class WantedPracticeForm(WagtailAdminModelForm):
    """Refuses what no search can ask, and what must not be shown."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        words = data.get("words", "")
        parsed = _parsed(words, data.get("filters", ""))
        key = SearchKey.of(parsed.state)
        if is_personal(words):
            self.add_error("words", _("This looks like an e-mail address or a number."))
        if parsed.notices:
            self.add_error("filters", [notice.text for notice in parsed.notices])
        if not (key.words or key.filters):
            self.add_error("words", _("Give words, filters, or both."))
        return {**data, "words": parsed.state.text, "filters": key.filters}


class PromotionView(CreateView):
    """The form for a new one, filled with the search that the address gives."""

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        # Cut first: an address may hold anything.
        words, filters = asked.get("words", ""), asked.get("filters", "")[:MAX_FILTERS_LENGTH]
        key = SearchKey.of(_parsed(words, filters).state)
        labels = filter_labels([key])[key.filters]
        return {
            "title": ", ".join(filter(None, [capfirst(key.words), *labels])),
            "locale": Locale.objects.filter(language_code=asked.get("locale")).first(),
            "words": key.words,
            "filters": key.filters,
        }


class WantedPracticeViewSet(SnippetViewSet):
    """What contributors are asked for."""

    model = WantedPractice
    icon = "help"
    list_display = ["title", "locale", "is_open", "fulfilled_by", "created_at"]
    list_filter = ["locale", "is_open"]
    search_fields = ["title", "words"]
    add_to_admin_menu = True
    menu_order = 280
    add_view_class = PromotionView
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("text"),
            FieldPanel("locale"),
            FieldPanel("words"),
            FieldPanel("filters"),
            FieldPanel("is_open"),
            PageChooserPanel("fulfilled_by", "casestudies.CaseStudyPage"),
        ],
        base_form_class=WantedPracticeForm,
    )


def _parsed(words: str, filters: str) -> forms.ParsedQuery:
    query = QueryDict(filters, mutable=True)
    query["q"] = words
    return forms.parse(query)
