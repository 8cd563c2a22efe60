"""Addresses of the portfolio."""

from django.urls import path

from trousseau.portfolio.views import checkup, erosion, ranges

app_name = "portfolio"
urlpatterns = [
    path("check-up/", checkup.checkup, name="checkup"),
    path("check-up/report/", checkup.report, name="report"),
    path("check-up/moves/", checkup.moves, name="moves"),
    path("check-up/lines/", checkup.lines, name="lines"),
    path("check-up/freeze/", checkup.freeze, name="freeze"),
    path("check-up/erosion/", erosion.erosion, name="erosion"),
    path("check-up/erosion/evidence/", erosion.evidence, name="erosion_evidence"),
    path("check-up/erosion/tables/erosion.<slug:form>", erosion.erosion_table, name="erosion_table"),
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
