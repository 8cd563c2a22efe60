"""Addresses of selection."""

from django.urls import path

from trousseau.selection.views import assessments, compare, grid, judging, potential, ranking, weighing

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
    path("selection/assessments/", assessments.assessments, name="assessments"),
    path("selection/assessments/new/", assessments.begin, name="open_round"),
    path("selection/assessments/<str:public_id>/", assessments.one, name="round"),
    path("selection/assessments/<str:public_id>/due/", assessments.due, name="round_due"),
    path("selection/assessments/<str:public_id>/assessors/", assessments.add, name="add_assessor"),
    path(
        "selection/assessments/<str:public_id>/assessors/<int:assessor>/remove/",
        assessments.remove,
        name="remove_assessor",
    ),
    path("selection/assessments/<str:public_id>/close/", assessments.close, name="close_round"),
    path("selection/assessments/<str:public_id>/settle/", assessments.settle, name="settle"),
    path("selection/assessments/<str:public_id>/judgements.<slug:form>", assessments.table, name="judgements_table"),
    path("selection/assessments/<str:public_id>/mine/", judging.mine, name="my_assessments"),
    path("selection/assessments/<str:public_id>/mine/hand-in/", judging.hand_in, name="hand_in"),
    path("selection/assessments/<str:public_id>/mine/take-back/", judging.take_back, name="take_back_assessments"),
    path("selection/assessments/<str:public_id>/mine/<int:place>/", judging.judge, name="judge"),
    path("selection/potential/", potential.potential, name="potential"),
    path("selection/tables/potential.<slug:form>", potential.table, name="potential_table"),
    path("selection/potential/client/", potential.client, name="potential_client"),
    path("selection/potential/spend/", potential.tell_spend, name="tell_spend"),
    path("selection/potential/spend/back/", potential.take_back, name="take_back_spend"),
    path("selection/potential/spend/table/", potential.spend_table, name="spend_table"),
    path("selection/potential/spend/given/", potential.spend_given, name="spend_given"),
    path("selection/potential/days/", potential.tell_days, name="tell_days"),
]
