"""Opening the database of a source, whichever way its address names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from trousseau.connectors.feeds.databases import adbc, alchemy
from trousseau.connectors.feeds.databases.address import address
from trousseau.connectors.feeds.databases.protocol import Database
from trousseau.connectors.models import Feed


@contextmanager
def opened(feed: Feed) -> Iterator[Database]:
    """A read-only transaction there, undone at its end. Raises FeedError for whatever the database says."""
    where = address(feed.told.get("address", ""))
    with (adbc if where.driver else alchemy).opened(where, feed.secret or "") as database:
        yield database
