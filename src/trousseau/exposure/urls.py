"""Addresses of exposure."""

from django.urls import path

from trousseau.exposure.views import growth, losing, losses, prices

app_name = "exposure"
urlpatterns = [
    path("exposure/", losing.overview, name="overview"),
    path("exposure/candidates/", losing.candidates, name="candidates"),
    path("exposure/scenarios/", losing.keep_scenario, name="keep_scenario"),
    path("exposure/scenarios/<str:public_id>/drop/", losing.drop_scenario, name="drop_scenario"),
    path("exposure/growth/", growth.growth, name="growth"),
    path("exposure/growth/of/", growth.growth_of, name="growth_of"),
    path("exposure/growth/tables/<slug:name>.<slug:form>", growth.growth_table, name="growth_table"),
    path("exposure/losses/", losses.losses, name="losses"),
    path("exposure/losses/retention/", losses.retention, name="retention"),
    path("exposure/losses/tables/<slug:name>.<slug:form>", losses.table, name="losses_table"),
    path("exposure/losses/<str:public_id>/judge/", losses.judge, name="judge"),
    path("exposure/prices/", prices.prices, name="prices"),
    path("exposure/prices/candidates/", prices.candidates, name="price_candidates"),
    path("exposure/prices/lines/", prices.lines, name="price_lines"),
    path("exposure/prices/lists/", prices.add_table, name="add_price_table"),
    path("exposure/prices/lists/<str:public_id>/drop/", prices.drop_table, name="drop_price_table"),
    path("exposure/prices/tables/<slug:name>.<slug:form>", prices.table, name="price_table"),
    path("exposure/tables/<slug:name>.<slug:form>", losing.table, name="table"),
]
