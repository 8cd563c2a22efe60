"""Who among a client's people may be one person told twice: same e-mail, or names that sound and look alike.

Not everyone is compared with everyone, but only who shares a key (*blocking*), and in a large block only neighbours in
the order of their names (*sorted neighbourhood*; Hernández & Stolfo 1995, "The merge/purge problem for large
databases"). A name has a key for each two of its words, one for each word with the first letters of all, one of how
its words begin, one of how they end, and one for each sign left out of it (names one slip apart share one). With k keys
a name the cost is at most O(people · k · NEAR) comparisons, and never more than COMPARED: 2,000 people of one first
name take about a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from trousseau.accounts.models import folded
from trousseau.knowledge.models import Contact

ALIKE = 0.88
"""How much of two names must be the same, of their longer one."""
MOST = 60
"""Pairs shown."""
NEAR = 12
"""Neighbours that each is compared with in a block."""
WORDS, SIGNS = 6, 40
"""Of a name, the words that make keys, and the signs that are compared."""
COMPARED = 12_000
"""Pairs compared at most; those of the smallest blocks first, which say most."""


@dataclass(frozen=True)
class Pair:
    """Two contacts that may be one person."""

    one: Contact
    other: Contact
    same_email: bool
    likeness: float


def pairs(people: Sequence[Contact]) -> list[Pair]:
    """The pairs to review: same e-mail first, then the most alike; each pair once."""
    found: dict[tuple[int, int], Pair] = {}
    seen: set[tuple[int, int]] = set()
    by_email: dict[Hashable, list[Contact]] = {}
    by_key: dict[Hashable, list[Contact]] = {}
    for person in sorted(people, key=lambda one: (" ".join(sorted(_words(one.name))), one.pk)):
        if person.email:
            by_email.setdefault(person.email.casefold(), []).append(person)
        for key in set(_keys(sorted(_words(person.name)))):
            by_key.setdefault(key, []).append(person)
    for blocks, same in ((by_email, True), (by_key, False)):
        for block in sorted(blocks.values(), key=len):
            for one, other in _near(block):
                key = (one.pk, other.pk)
                if key in seen or len(seen) >= COMPARED:
                    continue
                seen.add(key)
                likeness = alike(one.name, other.name)
                if same or (likeness >= ALIKE and not _told_apart(one, other)):
                    found[key] = Pair(one, other, same, likeness)
    return sorted(found.values(), key=lambda pair: (not pair.same_email, -pair.likeness))[:MOST]


def _keys(words: Sequence[str]) -> Iterator[Hashable]:
    """What two names that may be one share at least one of."""
    first = "".join(word[0] for word in words)
    yield from combinations(words[:WORDS], 2)
    yield from ((first, word, len(words)) for word in words[:WORDS])
    yield tuple(word[:3] for word in words), "begin"
    yield tuple(word[-3:] for word in words), "end"
    whole = "".join(words)[:SIGNS]
    yield whole
    yield from (whole[:at] + whole[at + 1 :] for at in range(len(whole)))


def _near(block: Sequence[Contact]) -> Iterator[tuple[Contact, Contact]]:
    """Each with the next few of a block, the one known first before the other."""
    for at, one in enumerate(block):
        for other in block[at + 1 : at + 1 + NEAR]:
            yield (one, other) if one.pk < other.pk else (other, one)


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
    if first == second:
        return 1.0
    return _ratio(" ".join(first)[:SIGNS], " ".join(second)[:SIGNS])


def _ratio(one: str, other: str) -> float:
    """The share of signs two texts have in common, in order; 0 where even without order they have too few."""
    common = sum((Counter(one) & Counter(other)).values())
    if 2 * common < ALIKE * (len(one) + len(other)):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


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
