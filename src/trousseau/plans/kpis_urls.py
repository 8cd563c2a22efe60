"""Addresses of indicators."""

from django.urls import path

from trousseau.plans.views import kpis, readings

HERE = "accounts/<slug:public_id>/plan/kpis/"

urlpatterns = [
    path("plans/kpis/", kpis.board, name="kpis"),
    path("plans/kpis/export.<slug:kind>", kpis.export, name="kpis_table"),
    path("plans/kpis/readings/", readings.readings, name="kpi_tables"),
    path("plans/kpis/readings/template.<slug:kind>", readings.template, name="kpi_template"),
    path("plans/kpis/readings/<slug:key>/", readings.table, name="kpi_table"),
    path("plans/kpis/readings/<slug:key>/aside.csv", readings.aside, name="kpi_table_aside"),
    path("plans/kpis/readings/<slug:key>/<slug:verb>/", readings.settle, name="kpi_table_settle"),
    path(f"{HERE}new/", kpis.define, name="kpi_new"),
    path(f"{HERE}<slug:kpi_id>/", kpis.kpi, name="kpi"),
    path(f"{HERE}<slug:kpi_id>/change/", kpis.change, name="kpi_change"),
    path(f"{HERE}<slug:kpi_id>/readings/", kpis.record, name="kpi_record"),
    path(f"{HERE}<slug:kpi_id>/readings.<slug:kind>", kpis.readings, name="kpi_readings"),
    path(f"{HERE}<slug:kpi_id>/<slug:verb>/", kpis.settle, name="kpi_settle"),
]
