"""Addresses of all plans."""

from django.urls import path

from trousseau.plans.views import all as views

urlpatterns = [
    path("plans/", views.all_plans, name="all"),
    path("plans/all/<slug:of>.<slug:kind>", views.export, name="all_table"),
]
