"""`trousseau readings`: a table of readings of indicators, by the actions the pages use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trousseau.cli.data import refusals
from trousseau.cli.failures import Failure, Words
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import say, say_json

if TYPE_CHECKING:
    from trousseau.access.models import User
    from trousseau.plans.readings_meant import Look

SHOWN = 50


@click.command("readings")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "email", required=True, help="Who brings them: the e-mail of a person; their rights hold.")
@click.option("--check", is_flag=True, help="Only say what it would do.")
@click.option("--decimal", type=click.Choice([",", "."]), help="The decimal mark, where the file leaves it open.")
@click.option("--sheet", help="The sheet of a workbook.")
@language_flag
@json_flag
def readings(
    *, file: Path, email: str, check: bool, decimal: str | None, sheet: str | None, language: str, as_json: bool
) -> None:
    """Take in a table of readings of indicators: account, indicator (or field of the CRM), day, value, note.

    Rows that cannot be taken are told and left out. The same table twice changes nothing.
    """
    from trousseau.cli.database import ready  # noqa: PLC0415 - only with a database

    ready()
    from django.utils.translation import override  # noqa: PLC0415

    from trousseau.imports.actions.files import pieces_of  # noqa: PLC0415
    from trousseau.plans import measured  # noqa: PLC0415
    from trousseau.plans.actions import readings as actions  # noqa: PLC0415
    from trousseau.plans.readings_file import ReadingsFileError  # noqa: PLC0415

    user = _person(email)
    _check_opens(file)
    choices = {name: value for name, value in (("decimal", decimal), ("sheet", sheet)) if value}
    with refusals(language, file.name), override(language):
        try:
            kept = actions.receive(user, pieces_of(file), file.name, choices)
        except ReadingsFileError as error:
            raise Failure("readings_file", message=f"{file.name}: {error}") from error
        found = actions.look(user, kept)
        if check or not found.takes:
            actions.discard(kept)
        else:
            actions.take(user, kept)
            measured.forecast_later()
    if as_json:
        say_json({"written": not check, **_counts(found), "problems": [vars(one) for one in found.problems]})
    else:
        _tell(found, Words(language), check=check)


def _person(email: str) -> User:
    from trousseau.access.models import User  # noqa: PLC0415 - only with a database

    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise Failure("readings_nobody", exit=2, flag="--as", email=email)
    return found


def _check_opens(file: Path) -> None:
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise Failure("readings_open", path=file, detail=error.strerror or str(error)) from error


def _counts(found: Look) -> dict[str, int]:
    return {
        "rows": found.rows, "new": len(found.new), "changed": len(found.changed), "same": found.same,
        "refused": found.refused, "blank": found.blank,
    }  # fmt: skip


def _tell(found: Look, words: Words, *, check: bool) -> None:
    """What it did, or would do; then the first rows left out."""
    said = words.text(
        "{rows} rows read: {new} readings new, {changed} changed, {same} known already; "
        "{refused} rows left out, {blank} without a value."
    )
    lines = [said.format(**_counts(found))]
    row = words.text("Row {row}, {column}, {value}: {mend}")
    lines += [row.format(**{**vars(one), "value": one.value or "–"}) for one in found.problems[:SHOWN]]
    if check and found.takes:
        lines.append(words.text("Nothing is written: leave --check out to take them in."))
    say("\n".join(lines))
