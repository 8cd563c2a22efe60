"""The tables that `trousseau match` reads: a matrix of fits, or accounts and managers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trousseau.cli.failures import Failure
from trousseau.figures import problems
from trousseau.figures.language import Language
from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.costs.tables.opened import Opened, decimal_mark, decimals, opened
from trousseau.ledger.reading import Choices, ReadingError
from trousseau.method import fit as fitting
from trousseau.method.arrays import Floats

NAMES = {
    "name": ("account", "compte", "client", "customer", "name", "nom", "manager", "responsable"),
    "days": ("days", "jours", "demand", "demande", "capacity", "capacite", "daysamonth", "joursparmois"),
    "limit": ("limit", "limite", "maximum", "accounts", "comptes", "comptesauplus"),
    "zone": ("zone", "zones"),
    "languages": ("languages", "language", "langues", "langue"),
    "industry": ("industry", "industries", "secteur", "secteurs"),
    "today": ("today", "manager", "responsable", "aujourdhui", "keep"),
    "must": ("must", "obligatoire"),
    "never": ("never", "mustnot", "exclu", "exclus", "jamais"),
    "rivals": ("rivals", "rivalry", "rivaux", "rivalite"),
}
CAPACITY = frozenset({"capacity", "capacite", "daysavailable", "joursdisponibles"})


@dataclass(frozen=True)
class Asked:
    """What is given to `method.matching.assign`, with names."""

    accounts: tuple[str, ...]
    managers: tuple[str, ...]
    fit: Floats
    demand: Floats
    capacity: Floats
    limit: Floats
    today: np.ndarray
    must: tuple[tuple[int, int], ...] = ()
    never: tuple[tuple[int, int], ...] = ()
    rivals: tuple[tuple[int, ...], ...] = ()


def of_fit(path: Path, choices: Choices, language: Language) -> Asked:
    """A matrix of fits, with what accounts ask in a column “days” and what managers have in a row “capacity”."""
    table = _opened(path, choices, language)
    names = _rows(table, path, 0)
    asked = next((at for at, name in enumerate(table.names) if at and plain(name) in NAMES["days"]), None)
    people = [at for at in range(1, len(table.names)) if at != asked]
    if not people:
        raise Failure("match_no_manager", flag="FIT", path=path.name, columns=", ".join(table.names))
    everything = _matrix(table, path, [*people, *([] if asked is None else [asked])], choices, language)
    last = next((row for row, name in enumerate(names) if plain(name) in CAPACITY), None)
    rows = [row for row in range(len(names)) if row != last]
    values = everything[rows]
    demand = np.ones(len(rows)) if asked is None else _given(values[:, -1], table, path, rows)
    count = len(people)
    capacity = (
        np.full(count, np.inf)
        if last is None
        else np.where(np.isnan(everything[last, :count]), np.inf, everything[last, :count])
    )
    _positive(capacity, path, "capacity")
    return Asked(
        accounts=tuple(names[row] for row in rows),
        managers=tuple(table.names[at] for at in people),
        fit=values[:, :count],
        demand=demand,
        capacity=capacity,
        limit=np.full(count, np.inf),
        today=np.full(len(rows), -1, dtype=np.int64),
    )


def of_tables(accounts: Path, managers: Path, choices: Choices, language: Language) -> Asked:
    """Accounts and managers in a table each; the fit from zones, languages and industries."""
    one, other = _opened(accounts, choices, language), _opened(managers, choices, language)
    at, who = _places(one), _places(other, managers=True)
    names, people = _rows(one, accounts, at.get("name", 0)), _rows(other, managers, who.get("name", 0))
    for found, path, table in ((at, accounts, one), (who, managers, other)):
        if "days" not in found:
            raise Failure("match_column", path=path.name, column="days", columns=", ".join(table.names))
    demand = _given(_matrix(one, accounts, [at["days"]], choices, language)[:, 0], one, accounts, range(len(names)))
    capacity = _given(
        _matrix(other, managers, [who["days"]], choices, language)[:, 0], other, managers, range(len(people))
    )
    limit = np.full(len(people), np.inf)
    if "limit" in who:
        told = _matrix(other, managers, [who["limit"]], choices, language)[:, 0]
        limit = np.where(np.isnan(told), np.inf, told)
    for values, path in ((demand, accounts), (capacity, managers), (limit, managers)):
        _positive(values, path, "days")

    def texts(table: Opened, found: dict[str, int], column: str) -> list[str]:
        return table.texts(found[column]) if column in found else [""] * len(table.rows)

    parts = {
        "languages": fitting.languages(
            [[said.split()[0].casefold() for said in _listed(text)] for text in texts(one, at, "languages")],
            [_spoken(text) or None for text in texts(other, who, "languages")],
        ),
        "zone": fitting.overlap(texts(one, at, "zone"), [_listed(text) or None for text in texts(other, who, "zone")]),
        "industry": fitting.overlap(
            texts(one, at, "industry"), [_listed(text) or None for text in texts(other, who, "industry")]
        ),
    }
    places = {name: place for place, name in enumerate(people)}
    today = [
        _person(text, places, accounts, one, row) if text else -1 for row, text in enumerate(texts(one, at, "today"))
    ]
    groups: dict[str, list[int]] = {}
    for row, text in enumerate(texts(one, at, "rivals")):
        for name in _listed(text):
            groups.setdefault(name, []).append(row)
    return Asked(
        accounts=tuple(names),
        managers=tuple(people),
        fit=fitting.combine(parts, fitting.WEIGHTS).middle,
        demand=demand,
        capacity=capacity,
        limit=limit,
        today=np.array(today, dtype=np.int64),
        must=_pairs(texts(one, at, "must"), places, accounts, one),
        never=_pairs(texts(one, at, "never"), places, accounts, one),
        rivals=tuple(tuple(group) for group in groups.values() if len(group) > 1),
    )


def _opened(path: Path, choices: Choices, language: Language) -> Opened:
    try:
        table = opened(path, choices)
    except ReadingError as error:
        said = problems.error(error.code, error.params, language)
        raise Failure(error.code, message=f"{path.name}: {said}") from error
    if table.questions:
        asked = (
            problems.question(one.code, one.params, language, column=one.column, flag=one.flag)
            for one in table.questions
        )
        raise Failure("question", exit=2, flag=table.questions[0].flag, message=" ".join(asked))
    return table


def _places(table: Opened, *, managers: bool = False) -> dict[str, int]:
    """Which column holds what."""
    found: dict[str, int] = {}
    for at, name in enumerate(table.names):
        for column, words in NAMES.items():
            if plain(name) in words and column not in found and at not in found.values():
                if managers and column == "today":
                    continue
                if not managers and column == "name" and plain(name) in {"manager", "responsable"}:
                    continue
                found[column] = at
                break
    return found


def _rows(table: Opened, path: Path, at: int) -> list[str]:
    """The names of the rows, each once."""
    names = table.texts(at)
    seen: dict[str, int] = {}
    for row, name in zip(table.rows, names, strict=True):
        if not name:
            raise Failure("scores_account", path=path.name, row=row, column=table.names[at])
        if name in seen:
            raise Failure("scores_twice", path=path.name, row=row, other=seen[name], value=name)
        seen[name] = row
    return names


def _matrix(table: Opened, path: Path, places: list[int], choices: Choices, language: Language) -> Floats:
    """Columns of numbers, NaN where a cell is empty."""
    mark, questions = decimal_mark(table, places, choices.decimal)
    if questions:
        asked = (
            problems.question(one.code, one.params, language, column=one.column, flag=one.flag) for one in questions
        )
        raise Failure("question", exit=2, flag=questions[0].flag, message=" ".join(asked))
    columns = []
    for at in places:
        found = decimals(table, at, mark)
        for row, cell, text in zip(table.rows, found, table.texts(at), strict=True):
            if isinstance(cell, str):
                raise Failure("scores_number", path=path.name, row=row, column=table.names[at], value=text)
        columns.append(np.array([np.nan if cell is None else float(cell) for cell in found], dtype=np.float64))
    return np.column_stack(columns) if columns else np.zeros((len(table.rows), 0))


def _given(values: Floats, table: Opened, path: Path, rows: range | list[int]) -> Floats:
    """Numbers none of which may be missing."""
    missing = np.flatnonzero(np.isnan(values))
    if len(missing):
        raise Failure("match_days_missing", path=path.name, row=table.rows[list(rows)[int(missing[0])]])
    _positive(values, path, "days")
    return values


def _positive(values: Floats, path: Path, column: str) -> None:
    wrong = values[values < 0]
    if len(wrong):
        raise Failure("match_negative", path=path.name, column=column, value=f"{wrong[0]:g}")


def _listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,|]", text) if part.strip()]


def _spoken(text: str) -> dict[str, str]:
    """“fr C2, de B1” → level by code, both as they are compared."""
    found = {}
    for part in _listed(text):
        code, _, level = part.partition(" ")
        found[code.casefold()] = level.strip().upper()
    return found


def _person(name: str, places: dict[str, int], path: Path, table: Opened, row: int) -> int:
    if name not in places:
        raise Failure(
            "match_manager", path=path.name, row=table.rows[row], value=name, known=", ".join(list(places)[:10])
        )
    return places[name]


def _pairs(texts: list[str], places: dict[str, int], path: Path, table: Opened) -> tuple[tuple[int, int], ...]:
    return tuple(
        (row, _person(name, places, path, table, row)) for row, text in enumerate(texts) for name in _listed(text)
    )
