"""Addresses of staffing."""

from django.urls import URLPattern

from trousseau.staffing import competency_urls

app_name = "staffing"
urlpatterns: list[URLPattern] = [*competency_urls.urlpatterns]
