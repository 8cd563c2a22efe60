"""Addresses of meetings."""

from django.urls import path

from trousseau.plans.views import meetings

urlpatterns = [
    path("plans/calendar/", meetings.calendar, name="calendar"),
    path("plans/calendar/export.<slug:kind>", meetings.export, name="calendar_table"),
    path("accounts/<slug:public_id>/meetings/", meetings.meetings, name="meetings"),
    path("accounts/<slug:public_id>/meetings/new/", meetings.arrange, name="arrange"),
    path("accounts/<slug:public_id>/meetings/<slug:meeting_id>/", meetings.meeting, name="meeting"),
    path("accounts/<slug:public_id>/meetings/<slug:meeting_id>/change/", meetings.change, name="change_meeting"),
    path("accounts/<slug:public_id>/meetings/<slug:meeting_id>/do/<slug:verb>/", meetings.act, name="meeting_act"),
]
