"""Readers' addresses of the search; the words in them are translated."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from .demand.views import wanted_page
from .suggestions.views import suggestions
from .views import collectivity_page, comparables_page, search_page

app_name = "search"
urlpatterns = [
    path(_("search/"), search_page, name="search"),
    path(_("search/suggestions/"), suggestions, name="suggestions"),
    path("", include("search.alerts.urls")),
    path(_("wanted-practices/"), wanted_page, name="wanted"),
    path(_("collectivities/<str:ref>/"), collectivity_page, name="collectivity"),
    path(_("collectivities/<str:ref>/comparable/"), comparables_page, name="comparables"),
]
