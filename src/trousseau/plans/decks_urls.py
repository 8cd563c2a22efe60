"""Addresses of a plan's files, included in the room's."""

from django.urls import path

from trousseau.plans.views import decks, papers

urlpatterns = [
    path("accounts/<slug:public_id>/plan/export/<slug:what>.<slug:ending>", decks.deck, name="deck"),
    path("plans/programme/review.<slug:ending>", decks.programme, name="programme_deck"),
    path("settings/papers/", papers.papers, name="papers"),
    path("settings/papers/trousseau-template.pptx", papers.starter, name="papers_starter"),
]
"""No `app_name`: they are the room's own."""
