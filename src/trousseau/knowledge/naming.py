"""How people write the name of someone at a client: whole, turned round, with an initial, “Mrs” before it, alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trousseau.accounts.models import folded

CIVIL = r"(?:M|Mr|Mrs|Ms|Mme|Mlle|Dr|Me|Madame|Monsieur|Mademoiselle|Herr|Frau)\.?\s+"
SHORT_PHONE, LOCAL = 7, 9
"""Digits under which a number is none, and those left without a country’s."""
SHORT_NAME = 3
NEVER = r"(?!)"


@dataclass(frozen=True)
class Names:
    """What finds one person in texts, and the word that takes their place.

    `near` is for texts about their client, `far` for texts about anything: whole names and addresses only, for
    elsewhere a surname is somebody else's. `search` is for texts kept for searching, which have no capitals.
    """

    word: str
    near: re.Pattern[str]
    far: re.Pattern[str]
    search: re.Pattern[str]
    fragments: tuple[str, ...]
    """Plain letters of which one stands in every text that may name them; none: any text may."""

    @classmethod
    def of(cls, word: str, people: Iterable[tuple[str, str, str]], taken: Iterable[str]) -> Names:
        """What finds someone known by some (name, e-mail, phone); `taken`: names that are others' at the client."""
        far: list[str] = []
        near: list[str] = []
        search: list[str] = []
        fragments: set[str] = set()
        others = {part for name in taken for part in re.split(r"[^\w-]+", folded(name))}
        for name, email, phone in people:
            for written in {name.strip(), folded(name)} - {""}:
                parts = written.split()
                (far if len(parts) > 1 else near).extend(_whole(parts))
                if len(parts) > 1 and folded(parts[-1]) not in others:
                    near += [CIVIL + re.escape(parts[-1]), rf"{re.escape(parts[0][0])}\.?\s*{re.escape(parts[-1])}"]
                    near += _alone(parts[-1])
                    search.append(re.escape(folded(parts[-1])))
                fragments.add(max(re.findall(r"[a-z]+", parts[-1].lower()) or [""], key=len))
            far += [re.escape(email)] if email else []
            fragments |= {email.lower()} - {""}
            digits = re.sub(r"\D", "", phone)
            if len(digits) >= SHORT_PHONE:
                near.append(r"(?:\+?\d{1,4}[\s.()/-]*)?" + r"[\s.()/-]*".join(digits[-LOCAL:]))
        far.sort(key=len, reverse=True)  # a double name before one of both
        plain = all(len(one) >= SHORT_NAME for one in fragments)
        return cls(
            word, _any(far + near), _any(far), _any(far + near + search), tuple(sorted(fragments)) if plain else ()
        )

    def replaced(self, value: Any, pattern: re.Pattern[str]) -> Any:  # noqa: ANN401 - what JSON holds
        """A text, or what JSON holds, with the word wherever it names them."""
        if isinstance(value, str):
            return pattern.sub(lambda _found: self.word, value)
        if isinstance(value, list):
            return [self.replaced(one, pattern) for one in value]
        if isinstance(value, dict):
            return {key: self.replaced(one, pattern) for key, one in value.items()}
        return value


def _whole(parts: list[str]) -> list[str]:
    """First name first, and last name first, with a comma or without."""
    first, last = [re.escape(one) for one in parts[:-1]], re.escape(parts[-1])
    ways = [r"\s+".join([*first, last])]
    return ways if not first else [*ways, last + r",?\s+" + r"\s+".join(first)]


def _alone(surname: str) -> list[str]:
    """A surname alone, with its capital: without one it is a word like another."""
    if len(surname) <= SHORT_NAME:
        return []
    capital = surname[0].upper() + surname[1:]
    return [rf"(?-i:{re.escape(capital)}|{re.escape(surname.upper())})"]


def _any(ways: list[str]) -> re.Pattern[str]:
    """Whichever comes first at a place in a text, so the whole name stands before its parts."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(dict.fromkeys(ways)) or NEVER})(?!\w)", re.IGNORECASE)
