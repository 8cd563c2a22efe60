"""The address of a database: where it may go, what it may say, and the machines that were checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trousseau.access import outgoing
from trousseau.connectors.feeds.errors import FeedError
from trousseau.connectors.feeds.folder import roots

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

MAY_SAY: Mapping[str, frozenset[str]] = {
    "": frozenset({"sslmode", "charset", "encrypt", "application_name"}),
    "postgresql": frozenset({"sslmode", "application_name"}),
    "sqlite": frozenset(),
    "snowflake": frozenset({"warehouse", "role"}),
    "flightsql": frozenset(),
}
"""By ADBC driver (none: SQLAlchemy), what an address may say after “?”: nothing that names a file or another host."""
HOST = re.compile(r"[\w.:-]+")
"""A name or a number: no sign that ends a host in one reading of an address and not in another."""
CONNECTING = "10"
"""Seconds that libpq waits for a machine."""


@dataclass(frozen=True)
class Address:
    """Where a database is, once that was checked."""

    url: URL
    machines: tuple[str, ...] = ()
    """What the name of its host stood for when it was checked; none for a file."""

    @property
    def driver(self) -> str:
        """The ADBC driver that it names; empty where SQLAlchemy reads it."""
        return _driver(self.url)

    @property
    def file(self) -> str:
        """A SQLite file as an address that is opened read-only, whatever signs its name holds."""
        return f"{Path(self.url.database or '').resolve().as_uri()}?mode=ro"

    @property
    def libpq(self) -> dict[str, str]:
        """Where libpq connects: to the machines that were checked, each under the name that its certificate bears."""
        names = ",".join([self.url.host or ""] * len(self.machines))
        return {"host": names, "hostaddr": ",".join(self.machines), "connect_timeout": CONNECTING}


def address(text: str) -> Address:
    """An address that may be called. Raises FeedError: malformed, with a password in it, or where nothing may go."""
    url = _parsed(text)
    driver = _driver(url)
    if driver not in MAY_SAY:
        raise FeedError("adbc_unknown", known=", ".join(filter(None, MAY_SAY)))
    if url.password:
        raise FeedError("password_inside")
    if odd := set(url.query) - MAY_SAY[driver]:
        raise FeedError("address_query", names=", ".join(sorted(odd)), known=", ".join(sorted(MAY_SAY[driver])) or "–")
    system = driver or url.get_backend_name()
    if url.host and system != "sqlite":
        return Address(url, _machines(url, driver))
    if url.host or system != "sqlite" or not _open_file(url.database or ""):
        raise FeedError("file_closed")
    return Address(url)


def _parsed(text: str) -> URL:
    try:
        from sqlalchemy.engine import make_url  # noqa: PLC0415 - an extra that not every company installs
        from sqlalchemy.exc import ArgumentError  # noqa: PLC0415
    except ImportError as error:
        raise FeedError("no_sqlalchemy") from error
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise FeedError("address") from error
    if not all(isinstance(value, str) for value in url.query.values()):
        raise FeedError("address")
    return url


def _driver(url: URL) -> str:
    way, _plus, driver = url.drivername.partition("+")
    return (driver or "–") if way == "adbc" else ""


def _machines(url: URL, driver: str) -> tuple[str, ...]:
    host, port = url.host or "", url.port or (443 if driver == "flightsql" else 5432)
    if not HOST.fullmatch(host):
        raise FeedError("address")
    host = f"[{host}]" if ":" in host else host
    if driver == "snowflake":
        host, port = f"{host}.snowflakecomputing.com", 443
    try:
        return outgoing.checked(f"https://{host}:{port}/").addresses
    except outgoing.RefusedError as error:
        raise FeedError("host", why=str(error)) from error


def _open_file(path: str) -> bool:
    """Whether a database that is a file lies below a folder that may be watched."""
    try:
        real = Path(path).resolve(strict=True)
    except OSError:
        return False
    return real.is_file() and any(real.is_relative_to(one.resolve()) for one in roots())
