"""Addresses of costs."""

from django.urls import path

from trousseau.costs.views import inflation

app_name = "costs"
urlpatterns = [
    path("data/inflation/", inflation.inflation, name="inflation"),
    path("data/inflation/add/", inflation.add, name="inflation_add"),
    path("data/inflation/area/", inflation.choose, name="inflation_area"),
    path("data/inflation/forget/", inflation.forget, name="inflation_forget"),
    path("data/inflation/fetch/", inflation.fetch, name="inflation_fetch"),
]
