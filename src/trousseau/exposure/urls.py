"""Addresses of exposure."""

from django.urls import path

from trousseau.exposure.views import whatif

app_name = "exposure"
urlpatterns = [
    path("exposure/", whatif.overview, name="overview"),
    path("exposure/candidates/", whatif.candidates, name="candidates"),
    path("exposure/compare/", whatif.compare, name="compare"),
    path("exposure/scenarios/", whatif.keep_scenario, name="keep_scenario"),
    path("exposure/scenarios/<str:public_id>/drop/", whatif.drop_scenario, name="drop_scenario"),
    path("exposure/tables/<slug:name>.<slug:form>", whatif.table, name="table"),
]
