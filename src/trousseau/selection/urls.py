"""Addresses of selection."""

from django.urls import path

from trousseau.selection.views import compare, grid, potential, ranking, review, weighing

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
    path("selection/review/", review.review, name="review"),
    path("selection/review/<int:number>/", review.past, name="past_review"),
    path("selection/review/decide/", review.decide, name="decide_review"),
    path("selection/review/execution/", review.tell_execution, name="tell_execution"),
    path("selection/review/rhythm/", review.rhythm, name="review_rhythm"),
    path("selection/review/weights/", review.take_weights, name="take_weights"),
    path("selection/tables/review-<slug:name>.<slug:form>", review.table, name="review_table"),
    path("selection/potential/", potential.potential, name="potential"),
    path("selection/tables/potential.<slug:form>", potential.table, name="potential_table"),
    path("selection/potential/client/", potential.client, name="potential_client"),
    path("selection/potential/spend/", potential.tell_spend, name="tell_spend"),
    path("selection/potential/spend/back/", potential.take_back, name="take_back_spend"),
    path("selection/potential/days/", potential.tell_days, name="tell_days"),
]
