"""Readers' addresses of the case studies that are not pages; the words in them are translated."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .credits.views import author_page, promotion_page
from .invitations.views import accept_invitation
from .keeping import views as keeping
from .review.views import review
from .versions.views import citation_file, short_address, version_page, versions_page

app_name = "casestudies"
urlpatterns = [
    path("invitation/<str:token>/", accept_invitation, name="accept_invitation"),
    path(_("authors/<str:key>/"), author_page, name="author"),
    path(_("promotions/<str:key>/"), promotion_page, name="promotion"),
    # Printed in bibliographies: short, never translated, never changed.
    path("c/<slug:reference>/", short_address, name="short_address"),
    path("c/<slug:reference>/v/", versions_page, name="versions"),
    path("c/<slug:reference>/v/<int:number>/", version_page, name="version"),
    path("c/<slug:reference>/citation.<str:extension>", citation_file, name="citation"),
    path(
        "c/<slug:reference>/v/<int:number>/citation.<str:extension>",
        citation_file,
        name="citation",
    ),
    path(_("still-so/thank-you/"), keeping.answered, name="case_confirmed"),
    path(_("still-so/<str:token>/"), keeping.confirm, name="confirm_case"),
    path(_("case/<slug:reference>/write/"), keeping.write, name="write_to_contact"),
    path(_("case/<slug:reference>/write/sent/"), keeping.written, name="letter_sent"),
    path(_("case/<slug:reference>/we-did-it-too/"), keeping.report, name="report_replication"),
    path(_("case/<slug:reference>/we-did-it-too/sent/"), keeping.reported, name="replication_sent"),
    path("review/<str:token>/", review, name="review"),
]
