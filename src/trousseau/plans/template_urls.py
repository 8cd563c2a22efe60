"""Addresses of templates of plans."""

from django.urls import path

from trousseau.plans.views import template_starting, templates

urlpatterns = [
    path("plans/templates/", templates.templates, name="templates"),
    path("plans/templates/new/", templates.new, name="new_template"),
    path("plans/templates/<slug:template>/", templates.template, name="template"),
    path("plans/templates/<slug:template>/edit/", templates.edit, name="edit_template"),
    path("plans/templates/<slug:template>/<slug:verb>/", templates.settle, name="settle_template"),
    path("accounts/<slug:public_id>/plan/template/", template_starting.take, name="from_template"),
]
