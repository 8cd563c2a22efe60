"""A database by way of SQLAlchemy: any dialect whose driver is installed; it quotes names and writes the statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from trousseau.connectors.feeds.databases.address import Address
from trousseau.connectors.feeds.databases.protocol import AT_ONCE, HIDDEN, LISTED, SCHEMAS, SECONDS, Column, View, words
from trousseau.connectors.feeds.errors import FeedError

if TYPE_CHECKING:
    from sqlalchemy import ColumnClause, Connection, Engine, Select, TableClause
    from sqlalchemy.types import TypeEngine

LIBPQ = frozenset({"postgresql", "postgresql+psycopg", "postgresql+psycopg2"})


class Alchemy:
    """See `Database`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def listed(self) -> list[str]:
        """See `Database`."""
        from sqlalchemy import inspect  # noqa: PLC0415 - an extra that not every company installs

        seen = inspect(self._connection)
        schemas = [one for one in seen.get_schema_names() if one.lower() not in HIDDEN][:SCHEMAS]
        views = [f"{one}.{name}" for one in schemas for name in seen.get_view_names(one)]
        return [*views, *(f"{one}.{name}" for one in schemas for name in seen.get_table_names(one))][:LISTED]

    def columns(self, view: View) -> list[Column]:
        """See `Database`."""
        from sqlalchemy import inspect  # noqa: PLC0415 - as above
        from sqlalchemy.exc import NoSuchTableError  # noqa: PLC0415

        try:
            found = inspect(self._connection).get_columns(view.name, schema=view.schema)
        except NoSuchTableError:
            return []
        return [Column(str(one["name"]), self._type(one["type"])) for one in found]

    def page(self, view: View, columns: Sequence[Column], *, at: Any, after: Any, most: int) -> Iterator[Sequence[Any]]:  # noqa: ANN401
        """See `Database`."""
        from sqlalchemy import and_, column, or_, select  # noqa: PLC0415 - as above

        key: ColumnClause[Any] = column(view.key)
        changed: ColumnClause[Any] = column(view.changed)
        asked = select(*(column(one.name) for one in columns)).select_from(_table(view))
        asked = asked.where(key.is_not(None), changed.is_not(None))
        if at is not None and after is None:
            asked = asked.where(changed >= at)
        elif at is not None:
            asked = asked.where(or_(changed > at, and_(changed == at, key > after)))
        yield from self._rows(asked.order_by(changed, key).limit(most))

    def untold(self, view: View) -> int:
        """See `Database`."""
        from sqlalchemy import column, func, or_, select  # noqa: PLC0415 - as above

        asked = select(func.count()).select_from(_table(view))
        asked = asked.where(or_(column(view.key).is_(None), column(view.changed).is_(None)))
        return int(self._connection.execute(asked).scalar_one())

    def keys(self, view: View) -> Iterator[Sequence[Any]]:
        """See `Database`."""
        from sqlalchemy import column, null, select  # noqa: PLC0415 - as above

        mark = column(view.deleted) if view.deleted else null()
        yield from self._rows(select(column(view.key), mark).select_from(_table(view)))

    def _rows(self, asked: Select[Any]) -> Iterator[Sequence[Any]]:
        for some in self._connection.execution_options(yield_per=AT_ONCE).execute(asked).partitions():
            yield from some

    def _type(self, type_: TypeEngine[Any]) -> str:
        from sqlalchemy.exc import CompileError  # noqa: PLC0415 - as above

        try:
            return type_.compile(dialect=self._connection.dialect).lower()
        except CompileError:
            return ""


@contextmanager
def opened(where: Address, secret: str) -> Iterator[Alchemy]:
    """See `opening.opened`."""
    from sqlalchemy import create_engine  # noqa: PLC0415 - as above
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    url = where.url
    if url.get_backend_name() == "sqlite":
        url = url.set(database=where.file.partition("?")[0], query={"mode": "ro", "uri": "true"})
    elif secret:
        url = url.set(password=secret)
    engine: Engine | None = None
    try:
        engine = create_engine(url, poolclass=NullPool, connect_args=where.libpq if url.drivername in LIBPQ else {})
        with engine.connect() as connection:
            _guard(connection)
            yield Alchemy(connection)
            connection.rollback()
    except ModuleNotFoundError as error:
        raise FeedError("no_driver", package=error.name) from error
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise FeedError("database", why=words(error, secret)) from error
    finally:
        if engine is not None:
            engine.dispose()


def _guard(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{SECONDS}s'")


def _table(view: View) -> TableClause:
    from sqlalchemy import table  # noqa: PLC0415 - as above

    return table(view.name, schema=view.schema)
