"""Flags that say how a file is read, where it does not tell by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from trousseau.cli.failures import Failure
from trousseau.ledger.lines import FIELDS
from trousseau.ledger.reading import Choices

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
DELIMITERS = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "pipe": "|", "space": " "}


def reading_flags(command: Decorated) -> Decorated:
    """How a file is written, where it does not tell by itself."""
    for flag in reversed(
        (
            click.option(
                "--map",
                "mapping",
                multiple=True,
                metavar="FIELD=COLUMN,…",
                help=f"Which column holds what; repeatable. Fields: {', '.join(FIELDS)}. "
                "A name that holds a comma may stand as it is or in quotes; FIELD=- says there is none.",
            ),
            click.option("--dates", type=click.Choice(["dmy", "mdy", "ymd"]), help="Order of numeric dates."),
            click.option("--decimal", type=click.Choice([",", "."]), help="Decimal mark."),
            click.option("--delimiter", metavar="CHAR", help="Column separator: one character, or tab."),
            click.option("--sheet", metavar="NAME", help="Sheet of a workbook."),
            click.option("--header-row", type=click.IntRange(min=0), help="Row of the header (1 is the first)."),
            click.option("--encoding", metavar="NAME", help="Character encoding, such as utf-8 or cp1252."),
        )
    ):
        command = flag(command)
    return command


def choices(
    *,
    mapping: Iterable[str],
    dates: str | None,
    decimal: str | None,
    delimiter: str | None,
    sheet: str | None,
    header_row: int | None,
    encoding: str | None,
) -> Choices:
    """The reading flags as the reader takes them; raises Failure where one makes no sense."""
    if delimiter is not None:
        delimiter = DELIMITERS.get(delimiter.lower(), delimiter)
        if len(delimiter) != 1:
            raise Failure("delimiter", exit=2, flag="--delimiter", value=delimiter)
    return Choices(
        dates=dates,
        decimal=decimal,
        delimiter=delimiter,
        sheet=sheet,
        header_row=header_row,
        encoding=encoding,
        mapping=mapped(mapping),
    )


def mapped(values: Iterable[str]) -> dict[str, str]:
    """Field to column name from the values of --map.

    Items are separated by commas; a comma not followed by a field and `=` belongs to the name of the
    column, so such names need no quoting. Quotes around a name, and a backslash before a comma, are
    understood too.
    """
    fields = "|".join(FIELDS)
    found: dict[str, str] = {}
    for value in values:
        for item in re.split(rf",(?=\s*(?:{fields})\s*=)", value):
            field, equals, column = item.strip().partition("=")
            field, column = field.strip(), _unquoted(column.strip())
            if not equals or not column:
                raise Failure("map_form", exit=2, flag="--map", value=item)
            if field not in FIELDS:
                raise Failure("map_field", exit=2, flag="--map", field=field, fields=", ".join(FIELDS))
            if found.setdefault(field, column) != column:
                raise Failure("map_twice", exit=2, flag="--map", field=field, first=found[field], second=column)
    return found


def _unquoted(column: str) -> str:
    if len(column) >= 2 and column[0] == column[-1] and column[0] in "\"'":
        column = column[1:-1]
    return column.replace("\\,", ",")


def given_for_files(
    rates: Path | None,
    base: str | None,
    start: datetime | None,
    end: datetime | None,
    reading: dict[str, Any],
) -> dict[str, object]:
    """The flags that only a FILE gives a meaning to."""
    names = {"mapping": "--map", "header_row": "--header-row"}
    flags: dict[str, object] = {"--rates": rates, "--base": base, "--from": start, "--to": end}
    return flags | {names.get(name, f"--{name}"): value for name, value in reading.items()}


def base_of(base: str | None, rates: Path | None, *, nominal: bool) -> str | None:
    """The base currency, None for amounts as they stand."""
    if nominal:
        if base:
            raise Failure("base_nominal", exit=2, flag="--base")
        if rates:
            raise Failure("rates_nominal", exit=2, flag="--rates")
        return None
    code = (base or "EUR").upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise Failure("base_unknown", exit=2, flag="--base", base=base)
    return code
