"""Addresses of the room."""

from django.urls import path

from trousseau.jobs import views

app_name = "jobs"
urlpatterns = [
    path("jobs/<uuid:public_id>/", views.job, name="job"),
    path("jobs/<uuid:public_id>/cancel/", views.cancel, name="cancel"),
]
