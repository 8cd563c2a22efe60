"""Addresses of experts and requests."""

from django.urls import path

from trousseau.support.views import experts, requests

urlpatterns = [
    path("team/experts/", experts.directory, name="experts"),
    path("team/tables/experts.<slug:form>", experts.directory_table, name="experts_table"),
    path("team/experts/skills/", experts.skills, name="skills"),
    path("team/experts/<int:key>/", experts.one, name="expert"),
    path("team/experts/<int:key>/<slug:what>/", experts.tell, name="tell_expert"),
    path("team/requests/", requests.board, name="requests"),
    path("team/tables/requests.<slug:form>", requests.table, name="requests_table"),
    path("team/requests/promised/", requests.promised, name="promised"),
    path("team/requests/<str:public_id>/", requests.one, name="request"),
    path("team/requests/<str:public_id>/<slug:verb>/", requests.do, name="request_do"),
    path("accounts/<slug:public_id>/requests/", requests.of_account, name="account_requests"),
    path("accounts/<slug:public_id>/requests/new/", requests.ask, name="ask"),
]
