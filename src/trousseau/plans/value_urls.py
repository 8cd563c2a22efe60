"""Addresses of value delivered."""

from django.urls import path

from trousseau.plans.views import value

urlpatterns = [
    path("plans/value/", value.value, name="value"),
    path("plans/value/export.<slug:kind>", value.export, name="value_table"),
    path("accounts/<slug:public_id>/value/", value.account, name="value_here"),
    path("accounts/<slug:public_id>/value/<slug:delivered>/", value.one, name="value_one"),
    path("accounts/<slug:public_id>/value/<slug:delivered>/change/", value.change, name="change_value"),
    path("accounts/<slug:public_id>/value/<slug:delivered>/opinion/", value.opinion, name="value_opinion"),
    path("accounts/<slug:public_id>/value/<slug:delivered>/<slug:verb>/", value.act, name="act_on_value"),
]
