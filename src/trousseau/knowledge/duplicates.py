"""Who among a client's people may be one person told twice: same e-mail, or names that sound and look alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from trousseau.accounts.models import folded
from trousseau.knowledge.models import Contact

ALIKE = 0.88
"""How much of two names must be the same, of their longer one."""
MOST = 60
"""Pairs shown."""


@dataclass(frozen=True)
class Pair:
    """Two contacts that may be one person."""

    one: Contact
    other: Contact
    same_email: bool
    likeness: float


def pairs(people: Sequence[Contact]) -> list[Pair]:
    """The pairs to review: same e-mail first, then the most alike; each pair once."""
    by_email: dict[str, list[Contact]] = {}
    by_word: dict[str, list[Contact]] = {}
    for person in people:
        if person.email:
            by_email.setdefault(person.email.casefold(), []).append(person)
        for word in {_word[:3] for _word in _words(person.name)}:
            by_word.setdefault(word, []).append(person)
    found: dict[tuple[int, int], Pair] = {}
    for group, same in [*((g, True) for g in by_email.values()), *((g, False) for g in by_word.values())]:
        for one, other in combinations(sorted(group, key=lambda row: row.pk), 2):
            key = (one.pk, other.pk)
            if key in found:
                continue
            likeness = alike(one.name, other.name)
            if same or (likeness >= ALIKE and not _told_apart(one, other)):
                found[key] = Pair(one, other, same, likeness)
    return sorted(found.values(), key=lambda pair: (not pair.same_email, -pair.likeness))[:MOST]


def alike(one: str, other: str) -> float:
    """How alike two names are, 0 to 1, whatever the order of their words; an initial stands for its name."""
    first, second = sorted(_words(one)), sorted(_words(other))
    if not first or not second:
        return 0.0
    if len(first) == len(second) and len(first) > 1:
        long = [(a, b) for a, b in zip(first, second, strict=True) if len(a) > 1 and len(b) > 1]
        short = [(a, b) for a, b in zip(first, second, strict=True) if len(a) == 1 or len(b) == 1]
        if short and long and all(a[0] == b[0] for a, b in short) and all(a == b for a, b in long):
            return 0.95
    return SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).ratio()


def _told_apart(one: Contact, other: Contact) -> bool:
    """Two addresses of one house are two people."""
    first, second = one.email.casefold(), other.email.casefold()
    return bool(first and second) and first != second and first.split("@")[-1] == second.split("@")[-1]


def _words(name: str) -> list[str]:
    return [
        word
        for word in folded(name).replace(".", " ").replace("-", " ").split()
        if word not in {"m", "mme", "mr", "mrs", "dr"}
    ]
