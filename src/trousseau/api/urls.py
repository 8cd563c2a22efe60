"""Addresses of the room: all calls by one, whose operations are resolved by `service`."""

from django.urls import path

from trousseau.api import views

app_name = "api"
urlpatterns = [
    path("settings/api/", views.docs, name="docs"),
    path("settings/api/openapi.json", views.description_to_people, name="description_to_people"),
    path("mcp", views.mcp, name="mcp"),
    path("api/v1/openapi.json", views.description, name="description"),
    path("api/v1/<path:path>", views.call, name="call"),
]
