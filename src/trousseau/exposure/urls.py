"""Addresses of exposure."""

from django.urls import path

from trousseau.exposure import views

app_name = "exposure"
urlpatterns = [
    path("exposure/", views.overview, name="overview"),
    path("exposure/candidates/", views.candidates, name="candidates"),
    path("exposure/scenarios/", views.keep_scenario, name="keep_scenario"),
    path("exposure/scenarios/<str:public_id>/drop/", views.drop_scenario, name="drop_scenario"),
    path("exposure/tables/<slug:name>.<slug:form>", views.table, name="table"),
]
