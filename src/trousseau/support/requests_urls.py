"""Addresses of experts and requests."""

from django.urls import path

from trousseau.support.views import experts

urlpatterns = [
    path("team/experts/", experts.directory, name="experts"),
    path("team/tables/experts.<slug:form>", experts.directory_table, name="experts_table"),
    path("team/experts/skills/", experts.skills, name="skills"),
    path("team/experts/<int:key>/", experts.one, name="expert"),
    path("team/experts/<int:key>/<slug:what>/", experts.tell, name="tell_expert"),
]
