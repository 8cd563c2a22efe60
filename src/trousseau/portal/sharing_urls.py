"""Addresses under which things are shared with a client, people of it are invited, and come in."""

from django.urls import path

from trousseau.portal.views import consents, inviting, joining, sharing, word

of_us = [
    path("accounts/<slug:public_id>/client-space/share/<slug:kind>/<slug:item>/", sharing.share, name="share"),
    path("accounts/<slug:public_id>/client-space/word/", word.word, name="word"),
    path("accounts/<slug:public_id>/client-space/invite/", inviting.invite, name="invite"),
    path("accounts/<slug:public_id>/client-space/invite/<slug:invited>/again/", inviting.renew, name="renew_invite"),
    path(
        "accounts/<slug:public_id>/client-space/invite/<slug:invited>/withdraw/",
        inviting.withdraw,
        name="withdraw_invite",
    ),
    path("settings/client-space/", inviting.terms, name="terms_texts"),
]
of_theirs = [
    path("client/join/<str:secret>/", joining.join, name="join"),
    path("client/link/", joining.ask_link, name="ask_link"),
    path("client/link/<str:secret>/", joining.enter, name="enter"),
    path("client/terms/", joining.accept, name="terms"),
    path("client/consents/", consents.consents, name="consents"),
    path("client/consents/<slug:purpose>/withdraw/", consents.withdraw, name="withdraw_consent"),
    path("settings/security/welcome/", joining.secure, name="secure"),
]
