"""Addresses of a plan's versions and of its approval."""

from django.urls import path

from trousseau.plans.views import versions

urlpatterns = [
    path("accounts/<slug:public_id>/plan/versions/", versions.versions, name="versions"),
    path("accounts/<slug:public_id>/plan/versions/<slug:verb>/", versions.decide, name="decide"),
]
