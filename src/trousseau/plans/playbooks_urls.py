"""Addresses of playbooks."""

from django.urls import path

from trousseau.plans.views import playbook_pages, playbooks

urlpatterns = [
    path("plans/playbooks/", playbook_pages.playbooks, name="playbooks"),
    path("plans/playbooks/new/", playbook_pages.new, name="new_playbook"),
    path("plans/playbooks/<slug:key>/", playbook_pages.playbook, name="playbook"),
    path("plans/playbooks/<slug:key>/edit/", playbook_pages.edit, name="edit_playbook"),
    path("plans/playbooks/<slug:key>/<slug:verb>/", playbook_pages.settle, name="settle_playbook"),
    path("accounts/<slug:public_id>/plan/apply/", playbooks.apply, name="apply"),
    path("accounts/<slug:public_id>/plan/apply/<int:start>/decline/", playbook_pages.decline, name="decline_playbook"),
]
