"""Addresses of the portfolio."""

from django.urls import path

from trousseau.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("check-up/", views.checkup, name="checkup"),
    path("check-up/report/", views.report, name="report"),
    path("check-up/moves/", views.moves, name="moves"),
    path("check-up/lines/", views.lines, name="lines"),
    path("check-up/freeze/", views.freeze, name="freeze"),
    path("check-up/past/", views.past, name="past"),
    path("check-up/past/<str:public_id>/", views.frozen, name="frozen"),
    path("check-up/past/<str:public_id>/report/", views.frozen_report, name="frozen_report"),
    path("check-up/past/<str:public_id>/tables/<slug:table>.<slug:form>", views.frozen_table, name="frozen_table"),
    path("check-up/past/<str:public_id>/again/", views.again, name="again"),
    path("check-up/tables/<slug:table>.<slug:form>", views.checkup_table, name="checkup_table"),
]
