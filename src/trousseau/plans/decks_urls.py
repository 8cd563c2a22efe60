"""Addresses of a plan's files, included in the room's."""

from django.urls import path

from trousseau.plans.views import decks

urlpatterns = [
    path("accounts/<slug:public_id>/plan/export/<slug:what>.<slug:ending>", decks.deck, name="deck"),
]
"""No `app_name`: they are the room's own."""
