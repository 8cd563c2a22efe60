"""Addresses of commitments."""

from django.urls import path

from trousseau.support.views import commitments, punctuality

urlpatterns = [
    path("team/commitments/", commitments.commitments, name="commitments"),
    path("team/commitments/export.<slug:kind>", commitments.export, name="commitments_table"),
    path("team/commitments/promise/", commitments.promise, name="promise"),
    path("team/commitments/punctuality/", punctuality.punctuality, name="punctuality"),
    path("team/commitments/punctuality/<slug:of>.<slug:kind>", punctuality.export, name="punctuality_table"),
    path("team/commitments/climb/", punctuality.climb, name="climb"),
    path("team/commitments/<slug:public_id>/", commitments.commitment, name="commitment"),
    path("team/commitments/<slug:public_id>/change/", commitments.change, name="change_commitment"),
    path("team/commitments/<slug:public_id>/<slug:verb>/", commitments.settle, name="settle_commitment"),
    path("accounts/<slug:public_id>/commitments/promise/", commitments.promise, name="promise_here"),
    path("accounts/<slug:public_id>/commitments/", punctuality.statements, name="statements"),
    path("accounts/<slug:public_id>/commitments/<slug:month>/", punctuality.statement, name="statement"),
    path(
        "accounts/<slug:public_id>/commitments/<slug:month>.<slug:kind>",
        punctuality.statement_file,
        name="statement_file",
    ),
]
