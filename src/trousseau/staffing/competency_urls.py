"""Addresses of competencies."""

from django.urls import path

from trousseau.staffing.views import assessing, competencies, development, framework

ONE = "team/people/<str:who>/competencies/"
urlpatterns = [
    path("team/competencies/", competencies.competencies, name="competencies"),
    path("team/competencies/export.<str:form>", competencies.export, name="export_competencies"),
    path("team/competencies/candidates/", competencies.name_candidate, name="name_candidate"),
    path("team/competencies/assess/<str:public_id>/", assessing.assess, name="assess"),
    path("team/competencies/framework/", framework.framework, name="framework"),
    path("team/competencies/framework/draft/", framework.draft, name="framework_draft"),
    path("team/competencies/framework/drop/", framework.drop, name="drop_framework"),
    path("team/competencies/framework/publish/", framework.publish, name="publish_framework"),
    path("team/competencies/framework/<int:number>/", framework.version, name="framework_version"),
    path(ONE, competencies.person_competencies, name="person_competencies"),
    path(f"{ONE}export.<str:form>", competencies.person_export, name="export_person"),
    path(f"{ONE}rounds/<str:public_id>/", competencies.person_round, name="person_round"),
    path(f"{ONE}role/", competencies.hold_against, name="hold_against"),
    path(f"{ONE}erase/", competencies.erase_candidate, name="erase_candidate"),
    path(f"{ONE}open/", assessing.open_round, name="open_assessment"),
    path(f"{ONE}evaluators/add/", assessing.add_evaluator, name="add_evaluator"),
    path(f"{ONE}evaluators/remove/", assessing.remove_evaluator, name="remove_evaluator"),
    path(f"{ONE}close/", assessing.close_round, name="close_assessment"),
    path(f"{ONE}plan/", development.plan, name="plan_development"),
    path(f"{ONE}plan/<int:pk>/", development.change, name="change_development"),
]
