"""Addresses of the bank of ideas."""

from django.urls import path

from trousseau.plans.views import ideas

urlpatterns = [
    path("plans/ideas/", ideas.ideas, name="ideas"),
    path("plans/ideas/export.<slug:kind>", ideas.export, name="ideas_table"),
    path("plans/ideas/alike/", ideas.alike, name="ideas_alike"),
    path("plans/ideas/<slug:idea>/", ideas.idea, name="idea"),
    path("plans/ideas/<slug:idea>/use/", ideas.use, name="use_idea"),
    path("plans/ideas/<slug:idea>/<slug:verb>/", ideas.settle, name="settle_idea"),
]
