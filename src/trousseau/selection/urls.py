"""Addresses of selection."""

from django.urls import path

from trousseau.selection.views import compare, grid, ranking, weighing

app_name = "selection"
urlpatterns = [
    path("selection/", ranking.ranking, name="ranking"),
    path("selection/tables/ranking.<slug:form>", ranking.table, name="ranking_table"),
    path("selection/grid/", grid.grid, name="grid"),
    path("selection/grid/draft/", grid.draft, name="draft"),
    path("selection/grid/draft/drop/", grid.drop, name="drop_draft"),
    path("selection/grid/publish/", grid.publish, name="publish_grid"),
    path("selection/grid/swing/", weighing.swing, name="swing"),
    path("selection/grid/pairs/", weighing.pairs, name="pairs"),
    path("selection/grid/compare/", compare.compare, name="compare_grids"),
    path("selection/tables/compare.<slug:form>", compare.table, name="compare_table"),
    path("selection/grid/<int:number>/", grid.version, name="grid_version"),
]
