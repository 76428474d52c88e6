"""Addresses of followed searches, in the namespace of the search."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views
from .feed import feed

urlpatterns = [
    path(_("search/feed/"), feed, name="feed"),
    path(_("search/alerts/"), views.ask, name="alert"),
    path(_("search/alerts/requested/"), views.requested, name="alert_requested"),
    path(_("search/alerts/confirm/<str:token>/"), views.confirm, name="alert_confirm"),
    path(_("search/alerts/stop/<str:token>/"), views.stop, name="alert_stop"),
]
