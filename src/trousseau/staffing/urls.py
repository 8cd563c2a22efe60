"""Addresses of staffing."""

from django.urls import path

from trousseau.staffing import competency_urls
from trousseau.staffing.views import managers

app_name = "staffing"
urlpatterns = [
    path("team/", managers.managers, name="managers"),
    path("team/managers.<str:form>", managers.managers_table, name="managers_table"),
    path("team/managers/<int:key>/", managers.manager, name="manager"),
    *competency_urls.urlpatterns,
]
