"""Addresses of costs."""

from django.urls import path

from trousseau.costs.views import costs, inflation, rates, tables

app_name = "costs"
urlpatterns = [
    path("data/inflation/", inflation.inflation, name="inflation"),
    path("data/inflation/add/", inflation.add, name="inflation_add"),
    path("data/inflation/area/", inflation.choose, name="inflation_area"),
    path("data/inflation/forget/", inflation.forget, name="inflation_forget"),
    path("data/inflation/fetch/", inflation.fetch, name="inflation_fetch"),
    path("data/costs/", costs.costs, name="costs"),
    path("data/costs/driver/", costs.set_driver, name="set_driver"),
    path("data/costs/financing/", costs.set_financing, name="set_financing"),
    path("data/costs/rates/<int:number>/", rates.correct_rate, name="correct_rate"),
    path("data/costs/rates/<int:number>/remove/", rates.remove_rate, name="remove_rate"),
    path("data/costs/financing/<int:number>/", rates.correct_financing, name="correct_financing"),
    path("data/costs/financing/<int:number>/remove/", rates.remove_financing, name="remove_financing"),
    path("data/costs/fixed/", costs.set_fixed, name="set_fixed"),
    path("data/costs/budgets/", costs.set_budget, name="set_budget"),
    path("data/costs/budgets/<int:number>/remove/", costs.remove_budget, name="remove_budget"),
    path("data/costs/tables/", tables.receive, name="receive"),
    path("data/costs/tables/<slug:public_id>/", tables.table, name="table"),
    path("data/costs/tables/<slug:public_id>/load/", tables.load, name="load"),
    path("data/costs/tables/<slug:public_id>/discard/", tables.discard, name="discard"),
    path("data/costs/tables/<slug:public_id>/remove/", tables.remove, name="remove"),
    path("data/costs/tables/<slug:public_id>/problems.csv", tables.problems, name="problems"),
]
