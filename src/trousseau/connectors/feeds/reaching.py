"""Which place a source of files means."""

from __future__ import annotations

from trousseau.connectors.feeds.bucket import Bucket
from trousseau.connectors.feeds.folder import Folder
from trousseau.connectors.feeds.places import Place
from trousseau.connectors.models import Feed


def place_of(feed: Feed) -> Place:
    """The folder or the prefix of a source of files."""
    return Bucket(feed) if feed.kind == Feed.Kind.BUCKET else Folder(feed.told.get("folder", ""))
