"""A connector that calls for a connection: signed as it, counted against its share, to its own hosts.

with opened(connection) as connector:
connector.check()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import cast

from trousseau.access import outgoing
from trousseau.connectors.budget import Share
from trousseau.connectors.calling import Budget, Line
from trousseau.connectors.models import Connection
from trousseau.connectors.protocol import Connector
from trousseau.connectors.signing import auth

Open = Callable[[Connection, Budget], AbstractContextManager[Connector]]


@contextmanager
def opened(connection: Connection, budget: Budget | None = None) -> Iterator[Connector]:
    """The connector of a connection, as long as it is asked. Its questions raise ConnectorError."""
    with outgoing.client(follow=False) as client:
        line = Line(
            client,
            connection.base,
            auth(connection),
            budget or Share(connection),
            connection.way,
            connection.told,
            connection.secret or "",
        )
        yield connector_of(connection.crm, line)


def connector_of(crm: str, line: Line) -> Connector:
    """The connector of a CRM: made in its own folder."""
    return cast("Connector", import_module(f"trousseau.connectors.{crm}.opening").connector(line))
