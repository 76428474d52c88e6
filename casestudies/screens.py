"""Wagtail's lists and choosers, without what their user may not know of."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.home import RecentEditsPanel, UserObjectsInWorkflowModerationPanel
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from .models import CaseStudyIndexPage, Contributor, PromotionTutor
from .people import known_contributors, known_tutors
from .permissions import is_limited, page_policy
from .writing.column import completeness_column

# Their choices are names of accounts.
FILTERS_BY_PERSON = ("owner", "edited_by")


class PageFilterSet(GenericPageFilterSet):
    """Wagtail's filters; those by person are for who may work on the pages of others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_limited(self.request.user):
            for name in FILTERS_BY_PERSON:
                del self.filters[name]


class SingleActionsMixin:
    """A list of pages without the boxes of bulk actions, for who may not use these."""

    request: HttpRequest
    bulk_columns = ("bulk_actions",)

    def get_table(self, object_list: Any) -> Any:
        table = super().get_table(object_list)  # type: ignore[misc]
        if is_limited(self.request.user):
            for name in self.bulk_columns:
                table.columns.pop(name, None)
        return table


class PageIndexView(SingleActionsMixin, ExplorableIndexView):
    """The explorer; the list of cases says how complete each is."""

    def get_table(self, object_list: Any) -> Any:
        table = super().get_table(object_list)
        if isinstance(self.parent_page, CaseStudyIndexPage):
            column = completeness_column(self.request.user, object_list)
            last = table.columns.popitem()
            table.columns |= {column.name: column, last[0]: last[1]}
        return table


class PageTypeView(SingleActionsMixin, ContentTypeUseView):
    pass


class PageSearchView(SingleActionsMixin, SearchView):
    pass


class EveryPageViewSet(PageViewSet):
    """The screens of every page."""

    filterset_class = PageFilterSet
    index_view_class = PageIndexView
    content_type_use_view_class = PageTypeView
    search_view_class = PageSearchView


class KnownRecentEditsPanel(RecentEditsPanel):
    """What one edited of late, less what one may no longer know of."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        pages = [page for _date, page in context["last_edits"]]
        known = _known(parent_context["request"].user, pages)
        edits = [(date, page) for date, page in context["last_edits"] if page.pk in known]
        return context | {"last_edits": edits}


class KnownSubmissionsPanel(UserObjectsInWorkflowModerationPanel):
    """What one submitted, less what one may no longer know of."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        objects = [state.content_object for state in context["workflow_states"]]
        pages = [thing for thing in objects if isinstance(thing, Page)]
        hidden = {page.pk for page in pages} - _known(parent_context["request"].user, pages)
        states = [
            state
            for state in context["workflow_states"]
            if not isinstance(state.content_object, Page) or state.content_object.pk not in hidden
        ]
        return context | {"workflow_states": states}


def _known(user: Any, pages: list[Page]) -> set[int]:
    known = page_policy().visible_instances(user).filter(pk__in=[page.pk for page in pages])
    return set(known.values_list("pk", flat=True))


class KnownPeopleMixin:
    """A chooser of the people that its user may know of."""

    request: HttpRequest
    model_class: type[Contributor | PromotionTutor]

    def get_object_list(self) -> QuerySet[Any]:
        is_tutor = self.model_class is PromotionTutor
        return (known_tutors if is_tutor else known_contributors)(self.request.user)

    def get_object(self, pk: Any) -> Contributor | PromotionTutor:
        person: Contributor | PromotionTutor = self.get_object_list().get(pk=pk)
        return person

    def get_objects(self, pks: list[Any]) -> QuerySet[Any]:
        return self.get_object_list().filter(pk__in=pks)


class ChoosePerson(KnownPeopleMixin, ChooseView):
    pass


class ChoosePersonResults(KnownPeopleMixin, ChooseResultsView):
    pass


class PersonChosen(KnownPeopleMixin, SnippetChosenView):
    pass


class PeopleChosen(KnownPeopleMixin, SnippetChosenMultipleView):
    pass


class PersonChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChoosePerson
    choose_results_view_class = ChoosePersonResults
    chosen_view_class = PersonChosen
    chosen_multiple_view_class = PeopleChosen
