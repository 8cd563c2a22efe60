"""Addresses under which the things of an account are shared with its client."""

from django.urls import path

from trousseau.portal.views import sharing

urlpatterns = [
    path("accounts/<slug:public_id>/client-space/share/<slug:kind>/<slug:item>/", sharing.share, name="share"),
]
