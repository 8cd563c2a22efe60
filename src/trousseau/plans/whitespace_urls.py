"""Addresses of the white space of a client."""

from django.urls import path

from trousseau.plans.views import whitespace

urlpatterns = [
    path("accounts/<slug:public_id>/plan/white-space/", whitespace.whitespace, name="whitespace"),
    path("accounts/<slug:public_id>/plan/white-space/export.<slug:kind>", whitespace.export, name="whitespace_table"),
    path("accounts/<slug:public_id>/plan/white-space/cell/", whitespace.cell, name="white_cell"),
    path("accounts/<slug:public_id>/plan/white-space/grow/", whitespace.grow, name="white_grow"),
]
