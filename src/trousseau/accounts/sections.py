"""What rooms know of an account for its papers: the executive brief (one page) and the hand-over pack.

    sections.register(Section("stakes", _("Their stakes"), order=40, build=stakes, papers=BOTH))

`build(user, account)` answers in the language in force, only with what that user may see; None: nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from trousseau.access.models import User
from trousseau.accounts.models import Account

Paper = Literal["brief", "handover"]
BOTH: frozenset[Paper] = frozenset({"brief", "handover"})


@dataclass(frozen=True)
class Told:
    """What a section says: a sentence, and a table where there is more than that."""

    sentence: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Section:
    """One section of the papers of an account; a brief takes the first rows of its table only."""

    name: str
    title: str | Promise
    build: Callable[[User, Account], Told | None]
    order: int = 100
    papers: frozenset[Paper] = BOTH


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section; the same name again replaces it."""
    _sections[section.name] = section


def told(user: User, account: Account, paper: Paper) -> list[tuple[Section, Told]]:
    """The sections of a paper that have something to say, in their order."""
    wanted = sorted((one for one in _sections.values() if paper in one.papers), key=lambda one: (one.order, one.name))
    found = ((section, section.build(user, account)) for section in wanted)
    return [(section, said) for section, said in found if said is not None]


def offered(name: str) -> bool:
    """Whether some room tells a section of that name."""
    return name in _sections
