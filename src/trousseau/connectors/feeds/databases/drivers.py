"""What each ADBC driver that may be named is told: where it connects, as whom, and how long a statement may take.

Addresses were checked before; PostgreSQL connects to the very machines that were, the others look the name up anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

from trousseau.connectors.feeds.databases.address import Address
from trousseau.connectors.feeds.databases.protocol import SECONDS

Told = tuple[str | None, dict[str, str]]
"""An address as the driver reads it, where it does, and its options."""


def postgresql(where: Address, secret: str) -> Told:
    """All in one address, as libpq reads it; texts come as UTF-8 whatever the database holds them in."""
    url = where.url
    said = {"user": url.username, "password": secret, "port": url.port and str(url.port), "dbname": url.database}
    said |= {**where.libpq, "client_encoding": "UTF8", **_query(where)}
    return f"postgresql:///?{urlencode({name: text for name, text in said.items() if text}, quote_via=quote)}", {}


def sqlite(where: Address, _secret: str) -> Told:
    """A file that is opened read-only."""
    return where.file, {}


def snowflake(where: Address, secret: str) -> Told:
    """The account stands where others have a host; database and schema are its path."""
    database, _slash, schema = (where.url.database or "").partition("/")
    said, asked = {"account": where.url.host, "db": database, "schema": schema}, _query(where)
    told = {f"adbc.snowflake.sql.{name}": text for name, text in {**said, **asked}.items() if text}
    told["adbc.snowflake.sql.client_option.request_timeout"] = f"{SECONDS}s"
    return None, {**told, "username": where.url.username or "", "password": secret}


def flightsql(where: Address, secret: str) -> Told:
    """Always by TLS: the password goes with it."""
    host = where.url.host or ""
    host = f"[{host}]" if ":" in host else host
    told = {f"adbc.flight.sql.rpc.timeout_seconds.{what}": str(SECONDS) for what in ("query", "fetch")}
    who = {"username": where.url.username, "password": secret}
    return f"grpc+tls://{host}:{where.url.port or 443}", told | {name: text for name, text in who.items() if text}


TOLD: Mapping[str, Callable[[Address, str], Told]] = {
    "postgresql": postgresql,
    "sqlite": sqlite,
    "snowflake": snowflake,
    "flightsql": flightsql,
}


def _query(where: Address) -> dict[str, str]:
    return {name: str(text) for name, text in where.url.query.items()}
