"""Addresses of support."""

from django.urls import path

from trousseau.support import commitments_urls, requests_urls, watch_urls
from trousseau.support.views import team

app_name = "support"
urlpatterns = [
    *commitments_urls.urlpatterns,
    *requests_urls.urlpatterns,
    *watch_urls.urlpatterns,
    path("accounts/<slug:public_id>/team/", team.team, name="team"),
]
