"""A database by way of an ADBC driver: rows arrive as Arrow batches, by the driver of the warehouse itself.

A driver writes no statements: these are plain SELECTs whose names are quoted the standard way. Values are bound;
PostgreSQL's driver streams only statements without bound values, so they stand there as literals without a type, which
take that of the column they are compared with.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from trousseau.connectors.feeds.databases.address import Address
from trousseau.connectors.feeds.databases.drivers import TOLD
from trousseau.connectors.feeds.databases.protocol import AT_ONCE, HIDDEN, LISTED, SCHEMAS, SECONDS, Column, View, words
from trousseau.connectors.feeds.errors import FeedError

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Connection

POSTGRESQL, SQLITE = "postgresql", "sqlite"
AS_THEY_ARE = frozenset(
    {
        "bool", "int2", "int4", "int8", "float4", "float8", "numeric", "text", "varchar", "bpchar", "name", "uuid",
        "date", "time", "timestamp", "timestamptz", "bytea", "json", "jsonb",
    }
)  # fmt: skip
"""Types of PostgreSQL that Arrow has too; others come as text: it would give `money` as a number of cents."""
GUESSED_FROM = {"adbc.sqlite.query.batch_rows": "200000"}
"""SQLite’s columns have no types: its driver guesses them from so many rows and fails where a later one differs."""


class Adbc:
    """See `Database`."""

    def __init__(self, connection: Connection, driver: str, catalog: str) -> None:
        self._connection, self._driver = connection, driver
        self._catalog = catalog
        """Where a warehouse has several databases, the one that is read; empty where there is one."""

    def listed(self) -> list[str]:
        """See `Database`."""
        found = [
            (schema, str(one["table_name"]), str(one["table_type"]).lower())
            for schema, one in self._objects("tables")
            if schema.lower() not in HIDDEN
        ]
        schemas = list(dict.fromkeys(schema for schema, _name, _type in found))[:SCHEMAS]
        views = [f"{schema}.{name}" for schema, name, type_ in found if schema in schemas and "view" in type_]
        tables = [f"{schema}.{name}" for schema, name, type_ in found if schema in schemas and "table" in type_]
        return [*views, *tables][:LISTED]

    def columns(self, view: View) -> list[Column]:
        """See `Database`."""
        for schema, one in self._objects("columns", table_name_filter=view.name):
            if one["table_name"] == view.name and view.schema in {schema, None}:
                found = sorted(one["table_columns"] or (), key=lambda each: each["ordinal_position"] or 0)
                return [Column(each["column_name"], (each["xdbc_type_name"] or "").lower()) for each in found]
        return []

    def page(self, view: View, columns: Sequence[Column], *, at: Any, after: Any, most: int) -> Iterator[Sequence[Any]]:  # noqa: ANN401
        """See `Database`."""
        key, changed, bound = f"v.{_quoted(view.key)}", f"v.{_quoted(view.changed)}", list[Any]()
        where = f"{key} IS NOT NULL AND {changed} IS NOT NULL"
        if at is not None and after is None:
            where += f" AND {changed} >= {self._value(at, bound)}"
        elif at is not None:
            where += f" AND ({changed} > {self._value(at, bound)}"
            where += f" OR ({changed} = {self._value(at, bound)} AND {key} > {self._value(after, bound)}))"
        names = ", ".join(map(self._column, columns))
        order = f"ORDER BY {changed}, {key} LIMIT {most}"
        yield from self._rows(f"SELECT {names} FROM {_table(view)} WHERE {where} {order}", bound)  # noqa: S608 - quoted

    def untold(self, view: View) -> int:
        """See `Database`."""
        where = f"v.{_quoted(view.key)} IS NULL OR v.{_quoted(view.changed)} IS NULL"
        return int(next(self._rows(f"SELECT COUNT(*) FROM {_table(view)} WHERE {where}"))[0])  # noqa: S608 - quoted

    def keys(self, view: View) -> Iterator[Sequence[Any]]:
        """See `Database`."""
        known = {one.name: self._column(one) for one in self.columns(view)}
        yield from self._rows(f"SELECT {known[view.key]}, {known.get(view.deleted, 'NULL')} FROM {_table(view)}")  # noqa: S608 - quoted

    def _objects(self, depth: str, **which: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The views and tables of the database, each with its schema; SQLite calls that a catalog."""
        asked: Any = {"depth": depth, "catalog_filter": self._catalog or None, **which}
        for catalog in self._connection.adbc_get_objects(**asked).read_all().to_pylist():
            for schema in catalog["catalog_db_schemas"] or ():
                for one in schema["db_schema_tables"] or ():
                    yield schema["db_schema_name"] or catalog["catalog_name"] or "", one

    def _rows(self, asked: str, bound: Sequence[Any] = ()) -> Iterator[Sequence[Any]]:
        options = GUESSED_FROM if self._driver == SQLITE else {}
        try:
            with self._connection.cursor(adbc_stmt_kwargs=options) as cursor:
                cursor.execute(asked, tuple(bound) or None)
                for batch in cursor.fetch_record_batch():
                    for start in range(0, batch.num_rows, AT_ONCE):
                        some = batch.slice(start, AT_ONCE)
                        yield from zip(*map(_values, some.columns), strict=True)
        except (ValueError, OverflowError, pa.ArrowException) as error:
            raise FeedError("database", why=words(error, "")) from error

    def _column(self, column: Column) -> str:
        name = f"v.{_quoted(column.name)}"
        odd = self._driver == POSTGRESQL and column.type not in AS_THEY_ARE
        return f"CAST({name} AS text) AS {_quoted(column.name)}" if odd else name

    def _value(self, value: Any, bound: list[Any]) -> str:  # noqa: ANN401 - as the database wrote it
        if self._driver != POSTGRESQL:
            bound.append(value)
            return "?"
        if isinstance(value, bytes):
            return f"'\\x{value.hex()}'"
        text = value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
        return "'" + text.replace("'", "''") + "'"


@contextmanager
def opened(where: Address, secret: str) -> Iterator[Adbc]:
    """See `opening.opened`."""
    try:
        connect = importlib.import_module(f"adbc_driver_{where.driver}.dbapi").connect
        from adbc_driver_manager import Error  # noqa: PLC0415 - an extra that not every company installs
    except ImportError as error:
        raise FeedError("no_driver", package=f"adbc-driver-{where.driver}") from error
    place, options = TOLD[where.driver](where, secret)
    catalog = (where.url.database or "").partition("/")[0] if where.driver not in {POSTGRESQL, SQLITE} else ""
    try:
        with connect(place, **({"db_kwargs": options} if options else {})) as connection:
            if where.driver == POSTGRESQL:
                _guard(connection)
            yield Adbc(connection, where.driver, catalog)
    except (Error, OSError) as error:
        raise FeedError("database", why=words(error, secret)) from error


def _guard(connection: Connection) -> None:
    for asked in (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        f"SET LOCAL statement_timeout = '{SECONDS}s'",
        "SET LOCAL standard_conforming_strings = on",  # in literals a backslash is a sign like any other
    ):
        with connection.cursor() as cursor:
            cursor.execute(asked)


def _values(column: pa.Array) -> list[Any]:
    """A column as Python has it; Python's instants stop at microseconds."""
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return list(column.to_pylist())


def _table(view: View) -> str:
    return ".".join(_quoted(one) for one in (view.schema, view.name) if one) + " AS v"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
