"""Addresses of watch notes."""

from django.urls import path

from trousseau.support.views import watch

urlpatterns = [
    path("team/watch/", watch.watch, name="watch"),
    path("team/watch/new/", watch.write, name="write_watch"),
    path("team/watch/<slug:public_id>/", watch.note, name="watch_note"),
    path("team/watch/<slug:public_id>/change/", watch.change, name="change_watch"),
    path("team/watch/<slug:public_id>/send/", watch.send, name="send_watch"),
    path("team/watch/<slug:public_id>/<slug:verb>/", watch.mark, name="mark_watch"),
]
