"""Addresses of playbooks."""

from django.urls import path

from trousseau.plans.views import playbooks

urlpatterns = [
    path("accounts/<slug:public_id>/plan/apply/", playbooks.apply, name="apply"),
]
