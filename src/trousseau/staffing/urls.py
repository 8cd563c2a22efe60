"""Addresses of staffing."""

from django.urls import path

from trousseau.staffing import competency_urls
from trousseau.staffing.views import demands, managers, matching

app_name = "staffing"
urlpatterns = [
    path("team/", managers.managers, name="managers"),
    path("team/managers.<str:form>", managers.managers_table, name="managers_table"),
    path("team/managers/<int:key>/", managers.manager, name="manager"),
    path("team/matching/", matching.matching, name="matching"),
    path("team/matching/work-out/", matching.work_out, name="work_out"),
    path("team/matching/rules/add/", matching.add_rule, name="add_rule"),
    path("team/matching/rules/<int:key>/drop/", matching.drop_rule, name="drop_rule"),
    path("team/matching/rivals/add/", matching.add_rivals, name="add_rivals"),
    path("team/matching/rivals/<int:key>/drop/", matching.drop_rivals, name="drop_rivals"),
    path("team/matching/<str:public_id>/", matching.proposal, name="proposal"),
    path("team/matching/<str:public_id>/move/", matching.move, name="move"),
    path("team/matching/<str:public_id>/propose/", matching.propose, name="propose"),
    path("team/matching/<str:public_id>/drop/", matching.drop, name="drop"),
    path("team/matching/<str:public_id>/decide/", matching.decide, name="decide"),
    path("team/matching/<str:public_id>/undo/", matching.undo, name="undo"),
    path("team/demands/<str:public_id>/", demands.demand, name="demand"),
    path("team/hand-overs/", matching.hand_overs, name="hand_overs"),
    path("team/hand-overs/<str:public_id>/done/", matching.hand_over_done, name="hand_over_done"),
    *competency_urls.urlpatterns,
]
