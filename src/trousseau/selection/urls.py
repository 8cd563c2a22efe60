"""Addresses of selection."""

from django.urls import path

from trousseau.selection.views import compare, grid, potential, ranking, sessions, tiers, weighing

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
    path("selection/tiers/", tiers.tiers, name="tiers"),
    path("selection/tiers/change/", tiers.change, name="change_tiers"),
    path("selection/tiers/days/", tiers.days, name="manager_days"),
    path("selection/tiers/<int:number>/", tiers.version, name="tier_version"),
    path("selection/decisions/", sessions.log, name="decisions"),
    path("selection/tables/decisions.<slug:form>", sessions.log_table, name="decisions_table"),
    path("selection/sessions/", sessions.sessions, name="sessions"),
    path("selection/sessions/open/", sessions.begin, name="open_session"),
    path("selection/sessions/<str:public_id>/", sessions.session, name="session"),
    path("selection/sessions/<str:public_id>/propose/", sessions.propose, name="propose_tier"),
    path("selection/sessions/<str:public_id>/discuss/", sessions.discuss, name="discuss"),
    path("selection/sessions/<str:public_id>/decide/", sessions.decide, name="decide_tier"),
    path("selection/sessions/<str:public_id>/as-proposed/", sessions.decide_as_proposed, name="decide_as_proposed"),
    path("selection/sessions/<str:public_id>/take-back/", sessions.take_back, name="take_back"),
    path("selection/sessions/<str:public_id>/close/", sessions.close, name="close_session"),
    path("selection/sessions/<str:public_id>/minutes/", sessions.minutes, name="minutes"),
    path("selection/sessions/<str:public_id>/minutes/<slug:language>.docx", sessions.minutes_file, name="minutes_file"),
    path("selection/sessions/<str:public_id>/decisions.<slug:form>", sessions.session_table, name="session_table"),
    path("selection/potential/", potential.potential, name="potential"),
    path("selection/tables/potential.<slug:form>", potential.table, name="potential_table"),
    path("selection/potential/client/", potential.client, name="potential_client"),
    path("selection/potential/spend/", potential.tell_spend, name="tell_spend"),
    path("selection/potential/spend/back/", potential.take_back, name="take_back_spend"),
    path("selection/potential/spend/table/", potential.spend_table, name="spend_table"),
    path("selection/potential/spend/given/", potential.spend_given, name="spend_given"),
    path("selection/potential/days/", potential.tell_days, name="tell_days"),
]
