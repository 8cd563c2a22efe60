"""Addresses of connections."""

from django.urls import path

from trousseau.connectors.views import back, connections, feeds, mapping, matching, mending, runs, setting_up, trips

app_name = "connectors"
urlpatterns = [
    path("data/connectors/", connections.connections, name="list"),
    path("data/connectors/new/", setting_up.choose, name="new"),
    path("data/connectors/new/<slug:crm>/<slug:way>/", setting_up.add, name="add"),
    path("data/connectors/callback/", trips.callback, name="callback"),
    path("data/connectors/matching/", matching.matching, name="matching"),
    path("data/connectors/matching/<int:key>/unlink/", matching.unlink, name="unlink"),
    path("data/connectors/sources/new/<slug:kind>/", feeds.add, name="feed_add"),
    path("data/connectors/sources/<slug:public_id>/", feeds.feed, name="feed"),
    path("data/connectors/sources/<slug:public_id>/check/", feeds.check, name="feed_check"),
    path("data/connectors/sources/<slug:public_id>/read/", feeds.run_now, name="feed_read"),
    path("data/connectors/sources/<slug:public_id>/remove/", feeds.remove, name="feed_remove"),
    path("data/connectors/sources/<slug:public_id>/runs/<slug:key>/", feeds.run, name="feed_run"),
    path("data/connectors/sources/<slug:public_id>/settings/", feeds.settings, name="feed_settings"),
    path("data/connectors/sources/<slug:public_id>/start/", feeds.start, name="feed_start"),
    path("data/connectors/sources/<slug:public_id>/stop/", feeds.stop, name="feed_stop"),
    path("accounts/<slug:public_id>/tools/", matching.tools, name="tools"),
    path("data/connectors/<slug:public_id>/", connections.connection, name="connection"),
    path("data/connectors/<slug:public_id>/back/", back.back, name="back"),
    path("data/connectors/<slug:public_id>/mapping/<slug:entity>/", mapping.mapping, name="mapping"),
    path("data/connectors/<slug:public_id>/mend/", mending.mend, name="mend"),
    path("data/connectors/<slug:public_id>/mend/again/", mending.again, name="again"),
    path("data/connectors/<slug:public_id>/read/", runs.read_now, name="read"),
    path("data/connectors/<slug:public_id>/runs/<slug:key>/", runs.run, name="run"),
    path("data/connectors/<slug:public_id>/settings/", connections.settings, name="settings"),
    path("data/connectors/<slug:public_id>/access/", setting_up.access_of, name="access"),
    path("data/connectors/<slug:public_id>/connect/", trips.connect, name="connect"),
    path("data/connectors/<slug:public_id>/try/", trips.try_it, name="try"),
    path("data/connectors/<slug:public_id>/remove/", connections.remove, name="remove"),
]
