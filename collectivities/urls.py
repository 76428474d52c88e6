"""Readers' addresses of the collectivités; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import CollectivityLookupView

app_name = "collectivities"
urlpatterns = [
    path(_("collectivities/search/"), CollectivityLookupView.as_view(), name="lookup"),
]
