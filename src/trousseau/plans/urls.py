"""Addresses of plans."""

from django.urls import path

from trousseau.plans import meeting_urls
from trousseau.plans.views import plan

app_name = "plans"
urlpatterns = [
    *meeting_urls.urlpatterns,
    path("accounts/<slug:public_id>/plan/", plan.plan, name="plan"),
    path("accounts/<slug:public_id>/plan/parts/<slug:name>/", plan.part, name="part"),
]
