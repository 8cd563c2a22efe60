"""Addresses of accounts."""

from django.urls import path

from trousseau.accounts import views

app_name = "accounts"
urlpatterns = [
    path("accounts/", views.accounts, name="list"),
    path("accounts/export.<slug:kind>", views.export, name="export"),
    path("accounts/columns/", views.columns, name="columns"),
    path("accounts/views/", views.save_view, name="save_view"),
    path("accounts/views/<slug:public_id>/drop/", views.drop_view, name="drop_view"),
    path("accounts/<slug:public_id>/", views.account, name="account"),
    path("accounts/<slug:public_id>/sales/", views.account, {"tab": "sales"}, name="sales"),
    path("accounts/<slug:public_id>/history/", views.account, {"tab": "history"}, name="history"),
    path("accounts/<slug:public_id>/panels/<slug:name>/", views.panel, name="panel"),
    path("accounts/<slug:public_id>/breakdowns/", views.breakdowns, name="breakdowns"),
    path("accounts/<slug:public_id>/lines/", views.lines, name="lines"),
    path("accounts/<slug:public_id>/lines.<slug:kind>", views.lines_export, name="lines_export"),
    path("accounts/<slug:public_id>/group/", views.regroup, name="group"),
    path("accounts/<slug:public_id>/group/names/", views.group_names, name="group_names"),
    path("accounts/<slug:public_id>/exclude/", views.exclude, name="exclude"),
    path("accounts/<slug:public_id>/manager/", views.manager, name="manager"),
]
