"""Addresses of support."""

from django.urls import path

from trousseau.support import commitments_urls, requests_urls, watch_urls
from trousseau.support.views import papers, team

app_name = "support"
urlpatterns = [
    *commitments_urls.urlpatterns,
    *requests_urls.urlpatterns,
    *watch_urls.urlpatterns,
    path("accounts/<slug:public_id>/team/", team.team, name="team"),
    path("accounts/<slug:public_id>/team/add/", team.add, name="team_add"),
    path("accounts/<slug:public_id>/team/<int:member>/", team.change, name="team_change"),
    path("accounts/<slug:public_id>/brief/", papers.brief, name="brief"),
    path("accounts/<slug:public_id>/brief.pdf", papers.brief_pdf, name="brief_pdf"),
    path("accounts/<slug:public_id>/handover.pdf", papers.handover, name="handover"),
    path("accounts/<slug:public_id>/handover/done/", team.finish, name="handover_done"),
    path("accounts/<slug:public_id>/papers/<slug:paper_id>.pdf", papers.paper, name="paper"),
]
