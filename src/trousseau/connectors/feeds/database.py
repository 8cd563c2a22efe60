"""A database as a source: a view with a key and an instant of change, read in pages, read-only, a bounded time each.

Names are chosen among what the database lists, and quoted by its dialect; nobody writes SQL. Values leave as text in
one writing (ISO days, a point before decimals), so that the reading of files judges them like any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from trousseau.access import outgoing
from trousseau.connectors.feeds.errors import FeedError
from trousseau.connectors.feeds.folder import roots
from trousseau.connectors.models import Feed

if TYPE_CHECKING:
    from sqlalchemy import ColumnClause, Connection, Engine
    from sqlalchemy.engine import URL

OVERLAP = dt.timedelta(minutes=10)
"""What is read again before the last instant: rows whose transaction ended late, clocks that differ."""
AT_ONCE, SECONDS, LISTED = 5_000, 300, 500
QUERY = frozenset({"sslmode", "charset", "encrypt", "application_name"})
"""What an address may say after “?”: nothing that names a file or another host."""


@dataclass(frozen=True)
class View:
    """What is read: its place, and the columns with a meaning."""

    schema: str | None
    name: str
    key: str
    changed: str
    deleted: str
    """A column that says of a row that it is deleted; empty where there is none."""


def view_of(feed: Feed) -> View:
    """The view of a source."""
    told = feed.told
    schema, _dot, name = told.get("view", "").rpartition(".")
    return View(schema or None, name, told.get("key", ""), told.get("changed", ""), told.get("deleted", ""))


def address(text: str) -> URL:
    """An address that may be called. Raises FeedError: malformed, with a password in it, or where nothing may go."""
    try:
        from sqlalchemy.engine import make_url  # noqa: PLC0415 - an extra that not every company installs
        from sqlalchemy.exc import ArgumentError  # noqa: PLC0415
    except ImportError as error:
        raise FeedError("no_sqlalchemy") from error
    try:
        url = make_url(text)
        port = url.port
    except (ArgumentError, ValueError) as error:
        raise FeedError("address") from error
    if url.password:
        raise FeedError("password_inside")
    if set(url.query) - QUERY:
        raise FeedError("address_query", names=", ".join(sorted(set(url.query) - QUERY)))
    if url.host:
        try:
            outgoing.checked(f"https://{url.host}:{port or 5432}/")
        except outgoing.RefusedError as error:
            raise FeedError("host", why=str(error)) from error
    elif url.get_backend_name() != "sqlite" or not _open_file(url.database or ""):
        raise FeedError("file_closed")
    return url


def _open_file(path: str) -> bool:
    """Whether a database that is a file lies below a folder that may be watched."""
    try:
        real = Path(path).resolve(strict=True)
    except OSError:
        return False
    return real.is_file() and any(real.is_relative_to(one.resolve()) for one in roots())


@contextmanager
def opened(feed: Feed) -> Iterator[Connection]:
    """A read-only transaction there, undone at its end. Raises FeedError for whatever the database says."""
    from sqlalchemy import create_engine  # noqa: PLC0415 - as above
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    url = address(feed.told.get("address", ""))
    if url.get_backend_name() == "sqlite":
        url = url.set(database=f"file:{Path(url.database or '').resolve()}", query={"mode": "ro", "uri": "true"})
    elif feed.secret:
        url = url.set(password=feed.secret)
    engine: Engine | None = None
    try:
        engine = create_engine(url, poolclass=NullPool)
        with engine.connect() as connection:
            _guard(connection)
            yield connection
            connection.rollback()
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise FeedError("database", why=_words(error, feed.secret or "")) from error
    finally:
        if engine is not None:
            engine.dispose()


def _guard(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{SECONDS}s'")


def _words(error: Exception, secret: str) -> str:
    """The first line of what a driver says, without the password."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()[:1] or ["–"]
    return (said[0].replace(secret, "•••") if secret else said[0])[:200]


def listed(feed: Feed) -> list[str]:
    """The views and tables that may be chosen, views first, with their schema."""
    from sqlalchemy import inspect  # noqa: PLC0415 - as above

    with opened(feed) as connection:
        seen = inspect(connection)
        hidden = {"information_schema", "pg_catalog", "sys"}
        schemas = [one for one in seen.get_schema_names() if one.lower() not in hidden][:50]
        views = [f"{one}.{name}" for one in schemas for name in seen.get_view_names(one)]
        return [*views, *(f"{one}.{name}" for one in schemas for name in seen.get_table_names(one))][:LISTED]


def columns(connection: Connection, view: View) -> list[str]:
    """The columns of a view. Raises FeedError where it is not there, or lacks one that has a meaning."""
    from sqlalchemy import inspect  # noqa: PLC0415 - as above
    from sqlalchemy.exc import NoSuchTableError  # noqa: PLC0415

    try:
        found = [str(one["name"]) for one in inspect(connection).get_columns(view.name, schema=view.schema)]
    except NoSuchTableError as error:
        raise FeedError("no_view", view=view.name) from error
    for name in filter(None, (view.key, view.changed, view.deleted)):
        if name not in found:
            raise FeedError("no_column", view=view.name, column=name, known=", ".join(found[:30]))
    return found


def page(
    connection: Connection, view: View, names: Sequence[str], *, at: object, after: object, most: int
) -> Iterator[Sequence[Any]]:
    """Rows in the order of (instant, key): from `at` where `after` is None, else those beyond (`at`, `after`)."""
    from sqlalchemy import and_, column, or_, select, table  # noqa: PLC0415 - as above

    key: ColumnClause[Any] = column(view.key)
    changed: ColumnClause[Any] = column(view.changed)
    asked = select(*(column(name) for name in names)).select_from(table(view.name, schema=view.schema))
    asked = asked.where(key.is_not(None), changed.is_not(None))
    if at is not None and after is None:
        asked = asked.where(changed >= at)
    elif at is not None:
        asked = asked.where(or_(changed > at, and_(changed == at, key > after)))
    asked = asked.order_by(changed, key).limit(most)
    for some in connection.execution_options(yield_per=AT_ONCE).execute(asked).partitions():
        yield from some


def untold(connection: Connection, view: View) -> int:
    """How many rows have no key or no instant of change, and so cannot be followed."""
    from sqlalchemy import column, func, or_, select, table  # noqa: PLC0415 - as above

    asked = select(func.count()).select_from(table(view.name, schema=view.schema))
    asked = asked.where(or_(column(view.key).is_(None), column(view.changed).is_(None)))
    return int(connection.execute(asked).scalar_one())


def keys(connection: Connection, view: View) -> Iterator[str]:
    """All keys of rows that are not marked as deleted, as the ledger numbers their lines."""
    from sqlalchemy import column, select, table  # noqa: PLC0415 - as above

    names = [view.key, *([view.deleted] if view.deleted else [])]
    asked = select(*map(column, names)).select_from(table(view.name, schema=view.schema))
    for some in connection.execution_options(yield_per=AT_ONCE).execute(asked).partitions():
        for row in some:
            if row[0] is not None and not (view.deleted and marked(row[1])):
                yield cell(row[0]) or ""


def marked(value: object) -> bool:
    """Whether a mark of deletion says so: true, 1, yes, or any instant."""
    return str(value).strip().lower() not in {"", "none", "false", "0", "f", "n", "no", "non"}


def cell(value: object) -> str | None:
    """A value as text: ISO days, a point before decimals, no exponent; None where there is none."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value
        return local.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def kept(value: object) -> list[str]:
    """A bound value as JSON keeps it: its kind and its writing."""
    if isinstance(value, dt.datetime | dt.date):
        return [type(value).__name__, value.isoformat()]
    return [type(value).__name__, str(value)]


def bound(value: Sequence[str]) -> Any:  # noqa: ANN401 - what `kept` was given
    """The value that `kept` wrote."""
    kinds = {"datetime": dt.datetime.fromisoformat, "date": dt.date.fromisoformat, "int": int, "float": float}
    make: Any = {**kinds, "Decimal": Decimal}.get(value[0], str)
    return make(value[1])


def before(at: Any) -> Any:  # noqa: ANN401 - an instant as the database writes it
    """An instant a little earlier, never later than a day from now; what is no instant stays."""
    if isinstance(at, dt.datetime):
        now = dt.datetime.now(at.tzinfo) + dt.timedelta(days=1)
        return min(at, now) - OVERLAP
    if isinstance(at, str):
        try:
            seen = dt.datetime.fromisoformat(at)
        except ValueError:
            return at
        digits = "seconds" if len(at) <= 19 else "auto"
        return before(seen).isoformat(sep=at[10:11] or " ", timespec=digits) if len(at) > 10 else at
    return at
