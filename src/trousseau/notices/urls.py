"""Addresses of notices."""

from django.urls import path

from trousseau.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="list"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<uuid:public_id>/", views.follow, name="follow"),
    path("notices/stop/<str:secret>/", views.unsubscribe, name="unsubscribe"),
    path("settings/notices/", views.settings, name="settings"),
]
