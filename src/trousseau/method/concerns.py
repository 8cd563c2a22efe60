"""Which clients a note concerns: by what is at stake for them, their industry, their zone; and why, in words.

The rules, in full. Words are compared without accents, case, plural endings and the small words of French and English.

1. *Stake*: a topic of the note and a stake of the client share a word that tells something, and all such words of the
   shorter of the two stand in the longer, or at least two do. “carbon footprint” meets “Carbon footprint per part”.
2. *Industry*: the note's industry is one of the client's.
3. *Zone*: a note with a zone goes only to clients of that zone; the zone alone proposes nothing but where the note has
   neither topic nor industry, since it would name half the portfolio.

Nothing is weighted and nothing is learnt: a proposal is a list of reasons, and people confirm it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Rule = Literal["stake", "industry", "zone"]
SHORTEST = 3
_SMALL = (
    "a an and as at by for from in into its of off on or our per the their to under via with without "
    "au aux avec ce ces chez dans de des du en est et la le les leur leurs nos notre on ou par pas plus pour que qui "
    "sa sans ses son sous sur un une vers vos votre less more new nouveau nouvelle moins avant apres entre"
)
SMALL = frozenset(_SMALL.split())
"""Small words, which tell nothing of what a text is about."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Note:
    """What a note is about."""

    topics: tuple[str, ...] = ()
    industry: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Client:
    """What is known of a client that a note could concern."""

    key: str
    stakes: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why a note concerns a client: the rule, what of the client it met, and the topic that met it."""

    rule: Rule
    met: str
    topic: str = ""


@dataclass(frozen=True)
class Proposal:
    """A client a note may concern, with every reason found."""

    key: str
    reasons: tuple[Reason, ...] = field(default=())


def words(text: str) -> frozenset[str]:
    """The words of a text that tell something, as they are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    found = (match.group() for match in _WORD.finditer(plain))
    return frozenset(_stem(one) for one in found if len(one) >= SHORTEST and one not in SMALL and not one.isdecimal())


def meets(topic: str, stake: str) -> bool:
    """Whether a topic and a stake speak of the same thing (rule 1); the order of the two does not matter."""
    one, other = words(topic), words(stake)
    shared = one & other
    return bool(shared) and (len(shared) >= 2 or len(shared) == min(len(one), len(other)))


def reasons(note: Note, client: Client) -> tuple[Reason, ...]:
    """Why a note concerns a client, strongest rule first; () where it does not."""
    if note.zone and not _among(note.zone, client.zones):
        return ()
    found = [Reason("stake", stake, topic) for stake in client.stakes for topic in note.topics if meets(topic, stake)]
    if note.industry and _among(note.industry, client.industries):
        found.append(Reason("industry", note.industry))
    only_zone = bool(note.zone) and not note.topics and not note.industry
    if note.zone and (found or only_zone):
        found.append(Reason("zone", note.zone))
    return tuple(found)


def proposals(note: Note, clients: Iterable[Client]) -> tuple[Proposal, ...]:
    """The clients a note concerns: those with most reasons first, then as they came."""
    made = [Proposal(one.key, why) for one in clients if (why := reasons(note, one))]
    return tuple(sorted(made, key=lambda one: -len(one.reasons)))


def _among(name: str, names: Iterable[str]) -> bool:
    """Whether a name is one of several, however it is written."""
    wanted = words(name) or frozenset({name.casefold().strip()})
    return any((words(one) or frozenset({one.casefold().strip()})) == wanted for one in names)


def _stem(word: str) -> str:
    """A word without its plural ending."""
    if len(word) > 4 and word.endswith("aux"):
        return f"{word[:-2]}l"
    return word[:-1] if len(word) > SHORTEST and word[-1] in "sx" else word
