"""Addresses of what a client says and takes part in, theirs and ours."""

from django.urls import path

from trousseau.portal.views import asks, opinions, our_asks, our_voices, overview, signing, voices

of_us = [
    path("client-spaces/", overview.overview, name="overview"),
    path("client-spaces/questions/", overview.questions, name="questions"),
    path("client-spaces/rhythm/", overview.rhythm, name="rhythm"),
    path("accounts/<slug:public_id>/client-space/voices/", our_voices.voices, name="voices"),
    path("accounts/<slug:public_id>/client-space/ideas/", our_voices.put_to_vote, name="put_to_vote"),
    path(
        "accounts/<slug:public_id>/client-space/ideas/<slug:idea>/<slug:verb>/",
        our_voices.answer_idea,
        name="answer_idea",
    ),
    path(
        "accounts/<slug:public_id>/client-space/about/<slug:kind>/<slug:item>/",
        our_voices.our_thread,
        name="our_thread",
    ),
    path("accounts/<slug:public_id>/client-space/asks/", our_asks.ask, name="ask"),
    path("accounts/<slug:public_id>/client-space/signing/", signing.cosign, name="cosign"),
    path(
        "accounts/<slug:public_id>/client-space/signing/<slug:one>/<slug:verb>/", signing.decide, name="cosign_decide"
    ),
    path(
        "accounts/<slug:public_id>/client-space/asks/<slug:ask>/<slug:verb>/",
        our_asks.answer_ask,
        name="answer_our_ask",
    ),
    path(
        "accounts/<slug:public_id>/client-space/opinions/<slug:kind>/<slug:item>/",
        opinions.respond,
        name="respond",
    ),
]
of_theirs = [
    path("client/<slug:public_id>/ideas/", voices.ideas, name="ideas"),
    path("client/<slug:public_id>/ideas/<slug:idea>/vote/", voices.vote, name="vote"),
    path("client/<slug:public_id>/about/<slug:kind>/<slug:item>/", voices.thread, name="thread"),
    path("client/<slug:public_id>/asked/", asks.asks, name="asks"),
    path("client/<slug:public_id>/asked/<slug:ask>/<slug:verb>/", asks.answer, name="answer_ask"),
    path("client/<slug:public_id>/asked/actions/<slug:action>/progress/", asks.progress, name="progress"),
    path("client/<slug:public_id>/signing/<slug:one>/", signing.signing, name="signing"),
    path("client/<slug:public_id>/signing/<slug:one>/<slug:verb>/", signing.answer, name="answer_signing"),
    path("client/<slug:public_id>/opinion/", opinions.opinion, name="opinion"),
    path("client/<slug:public_id>/opinion/agree/", opinions.agree, name="agree"),
    path("client/<slug:public_id>/opinion/survey/", opinions.survey, name="survey"),
    path("client/<slug:public_id>/opinion/<slug:kind>/<slug:key>/", opinions.rate, name="rate"),
]
urlpatterns = [*of_us, *of_theirs]
