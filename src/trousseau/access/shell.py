"""What the rooms hand to the shell: search results, the state of the ledger, counts beside the map's entries.

The shell (`trousseau.web`) is the last room, so nothing may import it; a room registers here, in its
`AppConfig.ready`, and the shell asks. Every provider gets the user and answers only with what that user may
see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from trousseau.access.models import User
from trousseau.access.rules import may


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it is, what kind of thing, and a word more."""

    title: str
    url: str
    kind: str
    detail: str = ""


@dataclass(frozen=True)
class LedgerState:
    """What the foot of the sidebar says: version of the sales lines, how many, and as of when.

    `lines` and `accounts` are None for who does not see the whole.
    """

    version: int
    lines: int | None
    at: dt.datetime | None
    accounts: int | None = None


@dataclass(frozen=True)
class SettingsTab:
    """A tab of Settings: its pages put `name` into `here_tab`."""

    name: str
    label: str | Promise
    url_name: str
    rule: str
    order: int = 50

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.url_name)


@dataclass(frozen=True)
class Way:
    """A way in of a later room, told below the form to sign in: a sentence, and what its link says."""

    words: str | Promise
    link: str | Promise
    url_name: str

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.url_name)


Search = Callable[[User, str, int], Iterable[Hit]]
LedgerReport = Callable[[User], LedgerState | None]
Count = Callable[[User], int | None]

_searches: list[Search] = []
_counts: dict[str, Count] = {}
_ledger: list[LedgerReport] = []
_settings: dict[str, SettingsTab] = {}
_ways: dict[str, Way] = {}


def register_search(provider: Search) -> None:
    """Add a search: `(user, text, limit) -> hits`, best first."""
    if provider not in _searches:
        _searches.append(provider)


def register_ledger_state(provider: LedgerReport) -> None:
    """Name who tells the state of the ledger: `(user) -> LedgerState | None`."""
    _ledger[:] = [provider]


def register_count(url_name: str, provider: Count) -> None:
    """Show a number beside an entry of the map, such as `accounts:list`; None shows nothing."""
    _counts[url_name] = provider


def register_settings(tab: SettingsTab) -> None:
    """Add a tab to Settings; the same name again replaces it."""
    _settings[tab.name] = tab


def register_way(way: Way) -> None:
    """Tell of a way in on the page to sign in; the same address again replaces it."""
    _ways[way.url_name] = way


def ways() -> tuple[Way, ...]:
    """Give the ways in beside the form, in order."""
    return tuple(_ways.values())


def settings_tabs(user: User) -> list[SettingsTab]:
    """The tabs of Settings someone may open, in their order."""
    return sorted((tab for tab in _settings.values() if may(user, tab.rule)), key=lambda tab: tab.order)


def searches() -> tuple[Search, ...]:
    """Give the registered searches, in order."""
    return tuple(_searches)


def ledger_state(user: User) -> LedgerState | None:
    """Give the state of the ledger, or None where there is none yet."""
    return _ledger[0](user) if _ledger else None


def count(url_name: str, user: User) -> int | None:
    """Give the number beside an entry of the map, or None."""
    provider = _counts.get(url_name)
    return provider(user) if provider else None
