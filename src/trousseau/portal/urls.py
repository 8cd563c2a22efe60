"""Addresses of the client space, and of its tab on the account."""

from django.urls import path

from trousseau.portal import voice_urls
from trousseau.portal.views import account, client

app_name = "portal"
of_us = [
    path("accounts/<slug:public_id>/client-space/", account.account, name="account"),
    path("accounts/<slug:public_id>/client-space/open/", account.open_space, name="open"),
    path(
        "accounts/<slug:public_id>/client-space/members/<slug:member>/end/",
        account.end_membership,
        name="end_membership",
    ),
]
of_theirs = [
    path("client/", client.spaces, name="spaces"),
    path("client/<slug:public_id>/", client.home, name="home"),
]
urlpatterns = [*of_us, *of_theirs, *voice_urls.urlpatterns]
