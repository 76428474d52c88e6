"""Readers' addresses of the case studies that are not pages."""

from django.urls import path

from .invitations.views import accept_invitation
from .review.views import review

app_name = "casestudies"
urlpatterns = [
    path("invitation/<str:token>/", accept_invitation, name="accept_invitation"),
    path("review/<str:token>/", review, name="review"),
]
