"""Addresses of plans."""

from django.urls import path

from trousseau.plans import value_urls
from trousseau.plans.views import plan

app_name = "plans"
urlpatterns = [
    path("accounts/<slug:public_id>/plan/", plan.plan, name="plan"),
    path("accounts/<slug:public_id>/plan/parts/<slug:name>/", plan.part, name="part"),
    *value_urls.urlpatterns,
]
