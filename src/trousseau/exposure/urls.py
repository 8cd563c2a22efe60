"""Addresses of exposure."""

from django.urls import path

from trousseau.exposure.views import concentration, growth, losses, prices, tariffs, whatif

app_name = "exposure"
urlpatterns = [
    path("exposure/", whatif.overview, name="overview"),
    path("exposure/candidates/", whatif.candidates, name="candidates"),
    path("exposure/concentration/", concentration.concentration, name="concentration"),
    path("exposure/compare/", whatif.compare, name="compare"),
    path("exposure/scenarios/", whatif.keep_scenario, name="keep_scenario"),
    path("exposure/scenarios/<str:public_id>/drop/", whatif.drop_scenario, name="drop_scenario"),
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
    path("exposure/tariff/", tariffs.tariff, name="tariff"),
    path("exposure/tariff/new.xlsx", tariffs.new_tariff, name="new_tariff"),
    path("exposure/tariff/kept/", tariffs.keep, name="keep_tariff"),
    path("exposure/tariff/kept/<str:public_id>/drop/", tariffs.drop, name="drop_tariff"),
    path("exposure/tariff/tables/<slug:name>.<slug:form>", tariffs.table, name="tariff_table"),
    path("exposure/tables/<slug:name>.<slug:form>", whatif.table, name="table"),
]
