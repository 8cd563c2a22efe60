"""Addresses of the programme."""

from django.urls import path

from trousseau.plans.views import programme

urlpatterns = [
    path("plans/programme/", programme.programme, name="programme"),
    path("plans/programme/maturity/", programme.maturity, name="maturity"),
    path("plans/programme/maturity/<int:pk>/remove/", programme.unjudge, name="unjudge"),
    path("plans/programme/export/<slug:of>.<slug:kind>", programme.export, name="programme_table"),
    path("plans/programme/<slug:kind>/", programme.add, name="add_line"),
    path("plans/programme/<slug:kind>/<int:pk>/", programme.change, name="change_line"),
    path("plans/programme/<slug:kind>/<int:pk>/<slug:verb>/", programme.settle, name="settle_line"),
]
