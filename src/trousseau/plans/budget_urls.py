"""Addresses of the budget of a plan."""

from django.urls import path

from trousseau.plans.views import budget

urlpatterns = [
    path("accounts/<slug:public_id>/plan/budget/", budget.budget, name="budget"),
    path("accounts/<slug:public_id>/plan/budget/<int:key>/take-back/", budget.take_back, name="unspend"),
]
