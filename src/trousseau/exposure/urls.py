"""Addresses of exposure."""

from django.urls import path

from trousseau.exposure.views import losing

app_name = "exposure"
urlpatterns = [
    path("exposure/", losing.overview, name="overview"),
    path("exposure/candidates/", losing.candidates, name="candidates"),
    path("exposure/scenarios/", losing.keep_scenario, name="keep_scenario"),
    path("exposure/scenarios/<str:public_id>/drop/", losing.drop_scenario, name="drop_scenario"),
    path("exposure/tables/<slug:name>.<slug:form>", losing.table, name="table"),
]
