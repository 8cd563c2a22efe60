"""Addresses of negotiation sheets."""

from django.urls import path

from trousseau.plans.views import negotiation

urlpatterns = [
    path("accounts/<slug:public_id>/negotiations/", negotiation.negotiations, name="negotiations"),
    path("accounts/<slug:public_id>/negotiations/<slug:key>/", negotiation.negotiation, name="negotiation"),
    path("accounts/<slug:public_id>/negotiations/<slug:key>/<slug:verb>/", negotiation.act, name="negotiation_act"),
]
