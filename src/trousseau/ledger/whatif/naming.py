"""Whom and what people mean: accounts by code or name, groups, zones, families, however they are written."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from trousseau.ledger.answers.accounts import By
from trousseau.ledger.answers.ranking import ranking
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.facts import Facts

NEAR = 3
"""How many near matches are offered."""


class UnknownNameError(ValueError):
    """A name that nothing bears. `near`: what it may have meant."""

    def __init__(self, said: str, near: tuple[str, ...]) -> None:
        super().__init__(said)
        self.said, self.near = said, near


@dataclass(frozen=True)
class Who:
    """The accounts (or groups) of a window, by everything they are called."""

    names: dict[str, str]
    """What each is called, by its key."""
    _called: dict[str, tuple[str, ...]]

    def find(self, said: str) -> tuple[str, ...]:
        """The keys of an account by key, code or name, or those of a group's members.

        Raises:
            UnknownNameError: nobody is called that.
        """
        if said in self.names:
            return (said,)
        found = self._called.get(folded(said))
        if found is None:
            raise UnknownNameError(said, near(said, [*self.names.values(), *self.names]))
        return found


def who(facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account") -> Who:
    """Everyone with a converted line in a window."""
    table = ranking(facts, window, scope=scope, by=by).rows.table
    columns = [table[name].to_pylist() for name in ("account", "code", "name", "group")]
    names: dict[str, str] = {}
    called: dict[str, list[str]] = {}
    grouped: dict[str, list[str]] = {}
    for account, code, name, group in zip(*columns, strict=True):
        names.setdefault(account, name or account)
        for word in dict.fromkeys(folded(word) for word in (account, code, name) if word):
            called.setdefault(word, []).append(account)
        if group:
            grouped.setdefault(folded(group), []).append(account)
    # An account wins over a group of its name; a name several accounts bear means all of them.
    return Who(names, {word: tuple(keys) for word, keys in (grouped | called).items()})


def find_value(said: str, values: Iterable[str]) -> str:
    """The zone, currency, family … a word means.

    Raises:
        UnknownNameError: none is called that.
    """
    there = list(values)
    if said in there:
        return said
    for value in there:
        if folded(value) == folded(said):
            return value
    raise UnknownNameError(said, near(said, there))


def near(said: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names like a word: those written almost like it, those that hold it, those one of whose words is like its."""
    wanted = folded(said)
    by_name = {folded(name): name for name in names if name}
    by_word: dict[str, str] = {}
    for name in by_name:
        for word in name.split():
            by_word.setdefault(word, name)
    found = difflib.get_close_matches(wanted, by_name, n=NEAR, cutoff=0.8)
    found += sorted((name for name in by_name if wanted and wanted in name), key=lambda name: (len(name), name))
    for word in wanted.split():
        found += [by_word[like] for like in difflib.get_close_matches(word, by_word, n=1, cutoff=0.75)]
    return tuple(by_name[name] for name in dict.fromkeys(found))[:NEAR]


def folded(text: str) -> str:
    """A word without capitals, accents, doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
