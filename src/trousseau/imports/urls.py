"""Addresses of data."""

from django.urls import path

from trousseau.imports import quarantine, rates, views

app_name = "imports"
urlpatterns = [
    path("data/", views.imports, name="list"),
    path("data/new/", views.new, name="new"),
    path("data/refresh/", views.refresh, name="refresh"),
    path("data/rates/", rates.rates, name="rates"),
    path("data/rates/add/", rates.add, name="rates_add"),
    path("data/rates/ecb/", rates.fetch, name="rates_fetch"),
    path("data/rates/<slug:public_id>/confirm/", rates.confirm, name="rates_confirm"),
    path("data/rates/<slug:public_id>/remove/", rates.remove, name="rates_remove"),
    path("data/<slug:public_id>/", views.one, name="import"),
    path("data/<slug:public_id>/mapping/", views.map_columns, name="mapping"),
    path("data/<slug:public_id>/load/", views.load, name="load"),
    path("data/<slug:public_id>/discard/", views.discard, name="discard"),
    path("data/<slug:public_id>/undo/", views.undo, name="undo"),
    path("data/<slug:public_id>/quarantine/", quarantine.quarantine, name="quarantine"),
    path("data/<slug:public_id>/quarantine.csv", quarantine.download, name="quarantine_file"),
    path("data/<slug:public_id>/quarantine/load/", quarantine.bring_back, name="bring_back"),
    path("data/<slug:public_id>/quarantine/return/", quarantine.give_back, name="give_back"),
    path("data/<slug:public_id>/quarantine/<int:row>/", quarantine.correct, name="correct"),
]
