"""What a way of signing in to a CRM is: what an administrator writes down for it, and what is done with that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise

from trousseau.connectors.granting import Granted
from trousseau.connectors.models import Connection

SECRET = "secret"  # noqa: S105 - the name of a field


@dataclass(frozen=True)
class Asked:
    """One thing that an administrator copies from the CRM; the one named “secret” is sealed and never shown again."""

    name: str
    label: str | Promise
    kind: Literal["text", "secret", "key", "choice"] = "text"
    hint: str | Promise = ""
    choices: tuple[tuple[str, str | Promise], ...] = ()
    needed: bool = True


@dataclass(frozen=True)
class Trip:
    """One going to the CRM and coming back: both ends must name it."""

    callback: str
    state: str = ""
    verifier: str = field(default="", repr=False)


@dataclass(frozen=True)
class Back:
    """What somebody comes back with, or an administrator pastes."""

    code: str = field(repr=False)
    server: str = ""
    """Zoho: the `accounts-server` at which the code was given."""


Place = Callable[[Mapping[str, str]], str]
"""Where the interface is, by what was written down. Raises ConnectorError, or `outgoing.RefusedError`."""


@dataclass(frozen=True)
class Way:
    """A way of signing in.

    `leave` gives the address that one is led to, `exchange` what comes of a code. Without both, `renew` signs in;
    without any of the three the secret itself is the key.
    """

    name: str
    label: str | Promise
    asked: tuple[Asked, ...]
    place: Place
    renew: Callable[[Connection], Granted] | None = None
    exchange: Callable[[Connection, Back, Trip], Granted] | None = None
    leave: Callable[[Connection, Trip], str] | None = None
    scopes: tuple[str, ...] = ()
    apart: str = " "
    """What stands between scopes where they are copied."""

    @property
    def leads_away(self) -> bool:
        """Whether somebody says yes on a page of the CRM."""
        return self.leave is not None

    @property
    def takes_code(self) -> bool:
        """Whether an administrator pastes a code."""
        return self.exchange is not None and self.leave is None
