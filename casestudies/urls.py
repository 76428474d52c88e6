"""Readers' addresses of the case studies that are not pages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .credits.views import author_page, promotion_page
from .invitations.views import accept_invitation
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
]
