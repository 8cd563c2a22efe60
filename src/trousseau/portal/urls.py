"""Addresses of the client space, and of its tab on the account."""

from django.urls import path

from trousseau.portal import sharing_urls, voice_urls
from trousseau.portal.views import account, client, follow

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
    path("client/<slug:public_id>/actions/", follow.actions, name="actions"),
    path("client/<slug:public_id>/meetings/", follow.meetings, name="meetings"),
    path("client/<slug:public_id>/meetings/<slug:one>/", follow.meeting, name="meeting"),
    path("client/<slug:public_id>/documents/", follow.documents, name="documents"),
    path("client/<slug:public_id>/documents/<slug:one>/", follow.document, name="document"),
    path("client/<slug:public_id>/indicators/", follow.indicators, name="indicators"),
    path("client/<slug:public_id>/indicators/<slug:one>/", follow.indicator, name="indicator"),
    path("client/<slug:public_id>/value/", follow.value, name="value"),
    path("client/<slug:public_id>/value/<slug:one>/", follow.answer_value, name="answer_value"),
]
urlpatterns = [
    *of_us,
    *sharing_urls.of_us,
    *voice_urls.of_us,
    *sharing_urls.of_theirs,
    *voice_urls.of_theirs,
    *of_theirs,
]
