"""Readers' addresses of the case studies that are not pages; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .invitations.views import accept_invitation
from .keeping import views as keeping

app_name = "casestudies"
urlpatterns = [
    path("invitation/<str:token>/", accept_invitation, name="accept_invitation"),
    path(_("still-so/thank-you/"), keeping.answered, name="case_confirmed"),
    path(_("still-so/<str:token>/"), keeping.confirm, name="confirm_case"),
    path(_("case/<slug:reference>/write/"), keeping.write, name="write_to_contact"),
    path(_("case/<slug:reference>/write/sent/"), keeping.written, name="letter_sent"),
    path(_("case/<slug:reference>/we-did-it-too/"), keeping.report, name="report_replication"),
    path(_("case/<slug:reference>/we-did-it-too/sent/"), keeping.reported, name="replication_sent"),
]
