"""Addresses of meetings."""

from django.urls import path

from trousseau.plans.views import feeds, meetings, reviews, rhythm, times

urlpatterns = [
    path("plans/calendar/", meetings.calendar, name="calendar"),
    path("plans/calendar/export.<slug:kind>", meetings.export, name="calendar_table"),
    path("plans/calendar/rhythm/", rhythm.rhythm, name="rhythm"),
    path("plans/calendar/promises/", rhythm.promises, name="touch_promises"),
    path("plans/calendar/feeds/", feeds.feeds, name="feeds"),
    path("calendar/<str:secret>.ics", feeds.feed, name="feed"),
    path("plans/reviews/", reviews.reviews, name="reviews"),
    path("accounts/<slug:public_id>/meetings/reviews/", reviews.book, name="book_reviews"),
    path("accounts/<slug:public_id>/meetings/", meetings.meetings, name="meetings"),
    path("accounts/<slug:public_id>/meetings/new/", meetings.arrange, name="arrange"),
    path("accounts/<slug:public_id>/meetings/<slug:meeting_id>/", meetings.meeting, name="meeting"),
    path("accounts/<slug:public_id>/meetings/<slug:meeting_id>/change/", meetings.change, name="change_meeting"),
    path("accounts/<slug:public_id>/meetings/<slug:meeting_id>/time/", times.on_meeting, name="meeting_time"),
    path("accounts/<slug:public_id>/plan/time/<slug:key>/", times.on_action, name="action_time"),
    path("accounts/<slug:public_id>/meetings/<slug:meeting_id>/do/<slug:verb>/", meetings.act, name="meeting_act"),
]
