"""What a playbook is: a reproducible process around a day, and how it is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from django.utils.translation import get_language

from trousseau.accounts.models import folded

Who = Literal["manager", "head", "sponsor", "backup", "expert", "sales", "service", "finance", "marketing", "client"]
WHO: tuple[str, ...] = get_args(Who)
CLIENT = "client"
"""The step is somebody's at the client."""


@dataclass(frozen=True)
class Words:
    """The same in English and in French; what a company wrote itself reads alike in both."""

    en: str
    fr: str

    @property
    def said(self) -> str:
        """In the language in force."""
        return self.fr if (get_language() or "en").startswith("fr") else self.en


@dataclass(frozen=True)
class Step:
    """One step: what, by whom, due how many working days after the day (before it where negative)."""

    key: str
    what: Words
    who: Who
    at: int
    takes: int
    """Working days from its start to its due day."""
    weight: int = 1
    after: tuple[str, ...] = ()
    """The steps that have to be done before it."""


@dataclass(frozen=True)
class Playbook:
    """A reproducible process around one day."""

    key: str
    version: int
    name: Words
    day: Words
    """What the day is that its steps are counted from."""
    steps: tuple[Step, ...]
    tiers: tuple[str, ...] = ()
    """For clients of these tiers; (): of any."""
    industries: tuple[str, ...] = ()
    """For clients of these industries; (): of any."""
    event: str = ""
    """What starts it (`models.playbooks.Event`); "": somebody does."""
    ahead: int = 0
    """How many days before the event's day it starts, where that day is known beforehand."""
    by_itself: bool = False
    """Whether it is applied at once where every step has a person; else it is proposed."""
    retired_for: str = ""
    """Why it is offered no longer; "": it is offered."""

    def made_for(self, tier: str, industries: Iterable[str]) -> bool:
        """Whether it is for clients of a tier in some industries."""
        theirs = {folded(one) for one in industries}
        return (not self.tiers or tier in self.tiers) and (
            not self.industries or not theirs.isdisjoint(folded(one) for one in self.industries)
        )

    def as_json(self) -> dict[str, Any]:
        """As it is kept, beside its key and number."""
        kept = asdict(self)
        for name in ("key", "version", "name", "retired_for"):
            del kept[name]
        return kept


def read(key: str, version: int, name: Mapping[str, str], said: Mapping[str, Any], retired_for: str = "") -> Playbook:
    """A playbook as `as_json` kept it."""
    steps = tuple(
        Step(one["key"], Words(**one["what"]), one["who"], one["at"], one["takes"], one["weight"], tuple(one["after"]))
        for one in said["steps"]
    )
    return Playbook(
        key, version, Words(**name), Words(**said["day"]), steps, tuple(said["tiers"]), tuple(said["industries"]),
        said["event"], said["ahead"], said["by_itself"], retired_for,
    )  # fmt: skip
