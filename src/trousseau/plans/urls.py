"""Addresses of plans."""

from django.urls import include, path

from trousseau.plans.views import plan

app_name = "plans"
urlpatterns = [
    path("", include("trousseau.plans.all_urls")),
    path("accounts/<slug:public_id>/plan/", plan.plan, name="plan"),
    path("accounts/<slug:public_id>/plan/parts/<slug:name>/", plan.part, name="part"),
]
