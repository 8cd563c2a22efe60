"""Addresses of the portfolio."""

from django.urls import path

from trousseau.portfolio.views import checkup, classes, contributions, erosion, home, ranges, segments

app_name = "portfolio"
urlpatterns = [
    path("today/beside/", home.beside, name="home_beside"),
    path("check-up/", checkup.checkup, name="checkup"),
    path("check-up/report/", checkup.report, name="report"),
    path("check-up/moves/", checkup.moves, name="moves"),
    path("check-up/lines/", checkup.lines, name="lines"),
    path("check-up/freeze/", checkup.freeze, name="freeze"),
    path("check-up/erosion/", erosion.erosion, name="erosion"),
    path("check-up/erosion/evidence/", erosion.evidence, name="erosion_evidence"),
    path("check-up/erosion/tables/erosion.<slug:form>", erosion.erosion_table, name="erosion_table"),
    path("check-up/classes/", classes.classes, name="classes"),
    path("check-up/classes/publish/", classes.publish, name="publish_rules"),
    path("check-up/classes/<int:number>/", classes.version, name="rules_version"),
    path("check-up/contributions/", contributions.contributions, name="contributions"),
    path("check-up/contributions/account/", contributions.contribution, name="contribution"),
    path("check-up/contributions/tables/<slug:table>.<slug:form>", contributions.table, name="contributions_table"),
    path("check-up/segments/", segments.segments, name="segments"),
    path("check-up/segments/import/", segments.take_in, name="import_segments"),
    path("check-up/segments/<str:public_id>/drop/", segments.drop, name="drop_segments"),
    path("check-up/segments/tables/segments.<slug:form>", segments.table, name="segments_table"),
    path("check-up/past/", checkup.past, name="past"),
    path("check-up/past/<str:public_id>/", checkup.frozen, name="frozen"),
    path("check-up/past/<str:public_id>/report/", checkup.frozen_report, name="frozen_report"),
    path("check-up/past/<str:public_id>/tables/<slug:table>.<slug:form>", checkup.frozen_table, name="frozen_table"),
    path("check-up/past/<str:public_id>/again/", checkup.again, name="again"),
    path("check-up/ranges/", ranges.ranges, name="ranges"),
    path("check-up/ranges/<slug:key>/", ranges.one, name="range"),
    path("check-up/ranges/<slug:key>/reset/", ranges.reset, name="range_reset"),
    path("check-up/tables/<slug:table>.<slug:form>", checkup.checkup_table, name="checkup_table"),
]
