"""Addresses of treatments of bad customers."""

from django.urls import path

from trousseau.plans.views import treatments

urlpatterns = [
    path("plans/treatments/", treatments.treatments, name="treatments"),
    path("plans/treatments/export.<slug:kind>", treatments.export, name="treatments_table"),
    path("accounts/<slug:public_id>/treatment/", treatments.treatment, name="treatment"),
    path("accounts/<slug:public_id>/treatment/<slug:verb>/", treatments.act, name="act_on_treatment"),
]
