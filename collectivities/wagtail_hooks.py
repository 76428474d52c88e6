"""Collectivités in the admin: loaded ones to look at, editors' own to add, and their chooser."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F, ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from .forms import CollectivityForm
from .lookup import find
from .models import Collectivity

FOUND_IN_ADMIN = 30
FOUND_IN_BOX = 8


class CollectivityIndexView(generic.IndexView):
    """The list, which offers to edit or delete only what an editor added."""

    is_searchable = True

    def search_queryset(self, queryset: QuerySet[Collectivity]) -> QuerySet[Collectivity]:
        if not self.is_searching:
            return queryset
        rows = find(self.search_query, FOUND_IN_ADMIN, include_former=True)
        return queryset.filter(pk__in=[row.pk for row in rows])

    def get_edit_url(self, instance: Collectivity) -> Any:
        return self._url_if_allowed("change", instance, super().get_edit_url)

    def get_delete_url(self, instance: Collectivity) -> Any:
        return self._url_if_allowed("delete", instance, super().get_delete_url)

    def _url_if_allowed(self, action: str, instance: Collectivity, url: Any) -> Any:
        allowed = self.user_has_permission_for_instance(action, instance)
        return url(instance) if allowed else None


class LoadedRowsRefused:
    """Refuses every request about a row that the user may not change, GET or POST."""

    permission_required: str

    def get_object(self, queryset: Any = None) -> Collectivity:
        row: Collectivity = super().get_object(queryset)  # type: ignore[misc]
        if not self.user_has_permission_for_instance(  # type: ignore[attr-defined]
            self.permission_required, row
        ):
            raise PermissionDenied
        return row


class CollectivityEditView(LoadedRowsRefused, generic.EditView):
    pass


class CollectivityDeleteView(LoadedRowsRefused, generic.DeleteView):
    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError as error:
            raise PermissionDenied from error


class CollectivityInspectView(generic.InspectView):
    def get_edit_url(self) -> Any:
        allowed = self.user_has_permission_for_instance("change", self.object)
        return super().get_edit_url() if allowed else None

    def get_delete_url(self) -> Any:
        allowed = self.user_has_permission_for_instance("delete", self.object)
        return super().get_delete_url() if allowed else None


class CollectivityViewSet(ModelViewSet):
    """Every collectivité; the reference data can be inspected only."""

    model = Collectivity
    icon = "site"
    menu_label = _("Collectivités")
    menu_order = 240
    add_to_admin_menu = True
    index_view_class = CollectivityIndexView
    edit_view_class = CollectivityEditView
    delete_view_class = CollectivityDeleteView
    inspect_view_class = CollectivityInspectView
    inspect_view_enabled = True
    inspect_view_fields = [
        *("kind_label", "name", "official_name", "ref", "code", "siren", "location"),
        *("population", "population_year", "population_source", "member_count"),
        *("main_town_share", "parent", "latitude", "longitude", "position_is_approximate"),
        *("valid_until", "is_loaded"),
    ]
    # A copy of a loaded row would be a row that nobody may save.
    copy_view_enabled = False
    list_display = ["name", "kind", "location", "population", "is_loaded"]
    list_filter = ["kind", "is_loaded"]
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[CollectivityForm]:
        return CollectivityForm


class CollectivityFilterForm(BaseFilterForm):
    """The chooser's search: the same as the readers' box."""

    q = forms.CharField(
        label=_("Name, INSEE code, SIREN or postal code"),
        widget=forms.TextInput(attrs={"placeholder": _("Name, INSEE code, SIREN or postal code")}),
        required=False,
    )

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        if not self.is_searching:
            return objects
        return find(self.search_query, FOUND_IN_ADMIN, include_former=True)


class CollectivityChooseMixin:
    filter_form_class = CollectivityFilterForm

    def get_object_list(self) -> QuerySet[Collectivity]:
        # The form replaces the rows when something is typed; until then, the largest.
        return Collectivity.objects.order_by(F("population").desc(nulls_last=True), "pk")


class CollectivityChooseView(CollectivityChooseMixin, chooser.ChooseView):
    pass


class CollectivityChooseResultsView(CollectivityChooseMixin, chooser.ChooseResultsView):
    pass


class CollectivityChooser(BaseChooser):
    """Wagtail's chooser, with the readers' box in front of it: typing is quicker than a dialogue."""

    template_name = "collectivities/admin/chooser.html"
    js_constructor = "CollectivityChooser"

    def get_context(self, name: str, value_data: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value_data, attrs)
        return context | {"box_url": reverse("collectivity_chooser:box")}

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["js/combobox.js", "js/collectivity-chooser.js"])


def box(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` as the readers' box does, with what the form posts: the primary key.

    Collectivités that no longer exist are found too: a case may be older than they.
    """
    rows = find(request.GET.get("q", ""), FOUND_IN_BOX, include_former=True)
    return JsonResponse({"results": [{"id": row.pk, "label": row.label} for row in rows]})


class CollectivityChooserViewSet(ChooserViewSet):
    """The widget of every foreign key to a collectivité."""

    base_widget_class = CollectivityChooser

    model = Collectivity
    icon = "site"
    choose_one_text = _("Choose a collectivité")
    choose_another_text = _("Choose another collectivité")
    edit_item_text = _("Edit this collectivité")
    choose_view_class = CollectivityChooseView
    choose_results_view_class = CollectivityChooseResultsView

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("box/", box, name="box")]


# Another namespace than the readers' addresses, which have the name of the app.
collectivity_viewset = CollectivityViewSet("collectivity_admin", url_prefix="collectivities")
collectivity_chooser_viewset = CollectivityChooserViewSet("collectivity_chooser")


@hooks.register("register_admin_viewset")
def register_collectivity_viewsets() -> list[Any]:
    return [collectivity_viewset, collectivity_chooser_viewset]
