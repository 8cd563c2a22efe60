"""Whether what is wished of a source can be: its words are well formed, and the bucket or database answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from trousseau.connectors.feeds.bucket import Bucket
from trousseau.connectors.feeds.databases.opening import opened
from trousseau.connectors.feeds.databases.protocol import Database, view_of
from trousseau.connectors.feeds.errors import FeedError, sentence
from trousseau.connectors.models import Feed

REGION, BUCKET = re.compile(r"[a-z0-9-]{1,40}"), re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
KEY_ID = re.compile(r"[!-+.-~-]{1,128}")
"""Printable, without a comma: it stands in a header that commas part."""
LONGEST_PREFIX = 500
FIELDS = {
    "bucket_key": "secret", "bucket_denied": "key_id", "no_bucket": "bucket", "bucket_elsewhere": "region",
}  # fmt: skip


def bucket(feed: Feed, told: dict[str, str], secret: str, wrong: dict[str, str]) -> None:
    """Put the secret into the source and look at its prefix once; every field that cannot be is named.

    A secret that is kept goes nowhere else: another endpoint or key asks for it anew.
    """
    told["endpoint"] = told.get("endpoint", "").rstrip("/")
    told["prefix"] = told.get("prefix", "").strip("/")
    _formed(told, wrong)
    moved = any(told.get(name) != feed.told.get(name) for name in ("endpoint", "key_id"))
    tried = Feed(kind=feed.kind, told=told, secret=secret or ("" if moved else feed.secret))
    if not tried.secret:
        wrong["secret"] = _("Write the secret of this key.")
    if not wrong:
        try:
            Bucket(tried).names()
        except FeedError as error:
            wrong[FIELDS.get(error.code, "endpoint")] = sentence(error.code, error.told)
    feed.secret = tried.secret


def database(feed: Feed, told: dict[str, str], secret: str, wrong: dict[str, str]) -> None:
    """Whether a database answers at its address, and has what of it is to be read, once that is chosen."""
    moved = told.get("address") != feed.told.get("address")
    tried = Feed(kind=feed.kind, told=told, secret=secret or ("" if moved else feed.secret))
    try:
        with opened(tried) as there:
            listed = there.listed()
            if told.get("view") and told["view"] not in listed:
                wrong["view"] = sentence("no_view", {"view": told["view"]})
            elif told.get("view"):
                _columns(there, told, wrong)
    except FeedError as error:
        wrong["address"] = sentence(error.code, error.told)
    if feed.runs_alone and not wrong and not view_of(tried).chosen:
        wrong["view"] = _("The clock reads this source: stop it before another view is chosen.")
    if feed.pk and not wrong and feed.pieces.exists() and _identity(told) != _identity(feed.told):
        wrong["view"] = _("Rows of this source are in the ledger by its view and key: make another source instead.")
    feed.secret = tried.secret


def _columns(there: Database, told: Mapping[str, str], wrong: dict[str, str]) -> None:
    """Name the columns that a view does not have. Key and instant of change are chosen together, maybe later."""
    view = view_of(Feed(told=dict(told)))
    known = [one.name for one in there.columns(view)]
    for field in ("key", "changed", "deleted"):
        if told.get(field) and told[field] not in known:
            named = {"view": view.name, "column": told[field], "known": ", ".join(known[:30])}
            wrong[field] = sentence("no_column", named)
    if bool(view.key) != bool(view.changed):
        wrong["changed" if view.key else "key"] = _("Choose a column.")


def _formed(told: dict[str, str], wrong: dict[str, str]) -> None:
    if told["endpoint"] and not _address(told["endpoint"]):
        wrong["endpoint"] = _("Write the endpoint as https://host, without a path, or leave it empty for AWS.")
    if not REGION.fullmatch(told.get("region", "")):
        wrong["region"] = _("Write the region, such as eu-west-3.")
    if not BUCKET.fullmatch(told.get("bucket", "")) or ".." in told["bucket"]:
        wrong["bucket"] = _("The name of a bucket has 3 to 63 small letters, digits, points and hyphens.")
    prefix = told["prefix"]
    odd = prefix and {"", ".", ".."} & set(prefix.split("/"))
    if odd or not prefix.isprintable() or len(prefix) > LONGEST_PREFIX:
        wrong["prefix"] = _("Write the prefix as folder/folder, with signs that can be shown.")
    if not KEY_ID.fullmatch(told.get("key_id", "")):
        wrong["key_id"] = _("Write the id of the access key.")


def _address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return False
    plain = text == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc and text.isascii()
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)


def _identity(told: Mapping[str, str]) -> tuple[str, str]:
    return told.get("view", ""), told.get("key", "")
