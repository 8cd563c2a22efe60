"""Addresses of the room."""

from django.urls import path

from trousseau.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("settings/webhooks/", views.webhooks, name="list"),
    path("settings/webhooks/new/", views.new, name="new"),
    path("settings/webhooks/<slug:public_id>/", views.one, name="one"),
    path("settings/webhooks/<slug:public_id>/change/", views.change, name="change"),
    path("settings/webhooks/<slug:public_id>/secret/", views.rotate, name="rotate"),
    path("settings/webhooks/<slug:public_id>/do/", views.do, name="do"),
    path("settings/webhooks/<slug:public_id>/remove/", views.remove, name="remove"),
    path("settings/webhooks/<slug:public_id>/again/", views.again, name="again"),
    path("settings/webhooks/<slug:public_id>/deliveries/<slug:key>/again/", views.replay, name="replay"),
]
