"""Connections with CRMs, and sources of files and warehouses: how they do, and having them read now."""

from __future__ import annotations

from trousseau.api.resources import Resource, resource
from trousseau.api.verbs import verb
from trousseau.connectors.actions import feeds, mending, running, writing
from trousseau.connectors.models import Connection, Feed
from trousseau.connectors.queries.connections import connections as seen
from trousseau.connectors.queries.feeds import feeds as sources

READ, MANAGE = "read_connections", "manage_connections"

CONNECTIONS = resource(
    Resource(
        "connections", Connection, READ, seen,
        ("name", "crm", "state", "organisation", "person", "currencies", "missing", "checked_at", "writes"),
        "Connections with CRMs.", filters=("crm", "state"),
    )
)  # fmt: skip
FEEDS = resource(
    Resource(
        "feeds", Feed, READ, sources, ("name", "kind", "replace", "runs_alone", "every_minutes", "daily_at"),
        "Sources that sales lines are read from: folders, buckets and databases.", filters=("kind",),
    )
)  # fmt: skip

verb(running.read_now, on=CONNECTIONS, rule=MANAGE)
verb(mending.try_again, on=CONNECTIONS, rule=MANAGE)
verb(writing.rehearse, on=CONNECTIONS, rule=MANAGE)
verb(writing.stop, "stop-writing", on=CONNECTIONS, rule=MANAGE)
verb(feeds.run_now, on=FEEDS, rule=MANAGE)
verb(feeds.start, on=FEEDS, rule=MANAGE)
verb(feeds.stop, on=FEEDS, rule=MANAGE)
