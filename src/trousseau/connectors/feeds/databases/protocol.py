"""What is asked of a database: which views it has, which columns they have, and their rows in the order of change.

Names are chosen among what the database lists, and quoted; nobody writes SQL. Whoever takes rows in does not know
whether SQLAlchemy or an ADBC driver brings them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from trousseau.connectors.feeds.errors import FeedError
from trousseau.connectors.models import Feed

AT_ONCE, SECONDS, LISTED, SCHEMAS = 5_000, 300, 500, 50
"""Rows held at a time; how long one statement may take; views and schemas that are offered."""
HIDDEN = frozenset({"information_schema", "pg_catalog", "pg_toast", "sys"})
"""Schemas of the database itself."""


@dataclass(frozen=True)
class View:
    """What is read: its place, and the columns with a meaning."""

    schema: str | None
    name: str
    key: str
    changed: str
    deleted: str
    """A column that says of a row that it is deleted; empty where there is none."""

    @property
    def chosen(self) -> bool:
        """Whether somebody has said all that a run needs to know."""
        return bool(self.name and self.key and self.changed)


@dataclass(frozen=True)
class Column:
    """A column of a view, with its type in the words of the database; empty where it has none."""

    name: str
    type: str


class Database(Protocol):
    """A database that is open, in a transaction that only reads and is undone at its end."""

    def listed(self) -> list[str]:
        """The views and tables that may be chosen, views first, with their schema."""
        ...

    def columns(self, view: View) -> list[Column]:
        """The columns of a view, in its order; none where the view is not there."""
        ...

    def page(self, view: View, columns: Sequence[Column], *, at: Any, after: Any, most: int) -> Iterator[Sequence[Any]]:  # noqa: ANN401 - as the database writes them
        """Rows in the order of (instant, key): from `at` where `after` is None, else those beyond (`at`, `after`)."""
        ...

    def untold(self, view: View) -> int:
        """How many rows have no key or no instant of change, and so cannot be followed."""
        ...

    def keys(self, view: View) -> Iterator[Sequence[Any]]:
        """Of every row the key and the mark of deletion, None where the view has no such column."""
        ...


def view_of(feed: Feed) -> View:
    """The view of a source."""
    told = feed.told
    schema, _dot, name = told.get("view", "").rpartition(".")
    return View(schema or None, name, told.get("key", ""), told.get("changed", ""), told.get("deleted", ""))


def checked(database: Database, view: View) -> list[Column]:
    """The columns of a view. Raises FeedError where it is not there, or lacks one that has a meaning."""
    found = database.columns(view)
    if not found:
        raise FeedError("no_view", view=view.name)
    names = [one.name for one in found]
    for name in filter(None, (view.key, view.changed, view.deleted)):
        if name not in names:
            raise FeedError("no_column", view=view.name, column=name, known=", ".join(names[:30]))
    return found


def words(error: Exception, secret: str) -> str:
    """The first line of what a driver says, from where it names the error, without the password."""
    said = str(getattr(error, "orig", None) or error).strip()
    line = (said.partition("ERROR:")[2] or said).strip().splitlines()[:1] or ["–"]
    hidden = line[0]
    for one in (secret, quote(secret, safe="")):
        hidden = hidden.replace(one, "•••") if one else hidden
    return hidden[:200]
