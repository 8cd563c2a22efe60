"""Addresses of support."""

from django.urls import path

from trousseau.support import requests_urls
from trousseau.support.views import team

app_name = "support"
urlpatterns = [
    *requests_urls.urlpatterns,
    path("accounts/<slug:public_id>/team/", team.team, name="team"),
]
