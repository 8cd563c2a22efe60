"""How a file is read, between the reading's `Choices`, JSON in the database and what a source remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from trousseau.ledger.reading import Choices

NAMES = tuple(field.name for field in fields(Choices))


def as_json(choices: Choices) -> dict[str, Any]:
    """The choices that were made, without those left to the file."""
    made = {name: getattr(choices, name) for name in NAMES}
    return {
        name: dict(value) if name == "mapping" else value for name, value in made.items() if value not in (None, {})
    }


def from_json(stored: Mapping[str, Any]) -> Choices:
    """Stored choices, ignoring what a later version no longer knows."""
    return Choices(**{name: value for name, value in stored.items() if name in NAMES})


def over(first: Choices, then: Choices) -> Choices:
    """`then` where it says something, `first` elsewhere; mappings field by field."""
    merged = as_json(first) | as_json(then)
    merged["mapping"] = {**first.mapping, **then.mapping}
    return from_json(merged)


def remembered(stored: Mapping[str, Any], columns: tuple[str, ...]) -> Choices:
    """What a source remembers, as far as it fits a new file: fields whose column is still there."""
    choices = dict(stored)
    choices["mapping"] = {
        name: column for name, column in stored.get("mapping", {}).items() if column in columns or column in ("", "-")
    }
    for one_file_only in ("sheet", "header_row", "encoding", "delimiter"):
        choices.pop(one_file_only, None)
    return from_json(choices)
