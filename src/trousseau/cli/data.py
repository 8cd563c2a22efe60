"""`trousseau import`, `undo`, `facts`, `rates`: the stored ledger, by the actions the pages use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from trousseau.cli.failures import Failure, Words
from trousseau.cli.file_flags import choices, reading_flags
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import Progress, say, say_json


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", help="Where the file is from; the same line is corrected only within one source.")
@click.option("--replace", "keyless", flag_value="replace", help="Lines without number: the file replaces its period.")
@click.option("--add", "keyless", flag_value="add", help="Lines without number: the file adds to its period.")
@reading_flags
@language_flag
@json_flag
def import_(
    file: Path,
    *,
    source: str | None,
    keyless: str | None,
    language: str,
    as_json: bool,
    **reading: Any,
) -> None:
    """Import a file of sales lines into the ledger.

    The same file twice changes nothing; a corrected file corrects. Without --source, the file's name is it.
    """
    from trousseau.cli.database import ready  # noqa: PLC0415

    chosen = choices(**reading)
    ready()
    from trousseau.imports.actions import take_in  # noqa: PLC0415

    progress = Progress(quiet=as_json)
    with refusals(language, file.name):
        try:
            item = take_in(
                file,
                source=source or file.stem,
                choices=chosen,
                replace=keyless or "ask",
                on_progress=shown_on(progress),
            )
        finally:
            progress.clear()
    lines = {name: getattr(item, name) for name in ("read", "accepted", "quarantined", "totals")}
    ledger = {name: getattr(item, name) for name in ("new", "changed", "unchanged", "removed", "version")}
    if as_json:
        say_json({"import": item.public_id, "source": source or file.stem, "lines": lines, "ledger": ledger})
        return
    words = Words(language)
    said = words.text(
        "{read} lines read, {quarantined} with a problem; in the ledger: {new} new, {changed} changed, "
        "{unchanged} unchanged, {removed} removed. Import {number}."
    )
    if not item.new and not item.changed and not item.removed:
        said = words.text("Nothing changed: the ledger already holds these {accepted} lines. Import {number}.")
    figures = {name: _number(value, language) for name, value in {**lines, **ledger}.items()}
    say(said.format(number=item.public_id, **figures))


@click.command()
@click.argument("number", metavar="IMPORT")
@language_flag
@json_flag
def undo(number: str, *, language: str, as_json: bool) -> None:
    """Take an import back: its lines go, those it replaced return."""
    from trousseau.cli.database import ready  # noqa: PLC0415

    ready()
    from trousseau.imports import actions  # noqa: PLC0415
    from trousseau.imports.models import Import  # noqa: PLC0415

    item = Import.objects.filter(public_id=number).first()
    if item is None:
        raise Failure("import_unknown", exit=2, number=number)
    progress = Progress(quiet=as_json)
    with refusals(language, item.name):
        try:
            item = actions.undo(item, on_progress=shown_on(progress))
        finally:
            progress.clear()
    if as_json:
        say_json({"import": item.public_id, "state": str(item.state)})
    else:
        say(Words(language).text("Import {number} ({name}) was taken back.").format(number=number, name=item.name))


@click.command()
@language_flag
@json_flag
def facts(*, language: str, as_json: bool) -> None:
    """Bring what is answered from up to date with the ledger, the rates and the settings."""
    from trousseau.cli.database import ready  # noqa: PLC0415

    ready()
    from trousseau.imports.actions import refresh  # noqa: PLC0415

    progress = Progress(quiet=as_json)
    with refusals(language):
        try:
            made = refresh(on_progress=shown_on(progress))
        finally:
            progress.clear()
    if as_json:
        say_json({"version": made.version, "ledger": made.ledger_version})
    else:
        say(Words(language).text("The facts are those of the ledger's version {v}.").format(v=made.ledger_version))


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--fetch", is_flag=True, help="Fetch the newest rates of the European Central Bank.")
@language_flag
@json_flag
def rates(file: Path | None, *, fetch: bool, language: str, as_json: bool) -> None:
    """Load the company's own exchange rates from FILE (date, currency, usd_per_unit…), or fetch the ECB's."""
    if fetch == (file is not None):
        raise click.UsageError("Name a FILE of rates, or give --fetch.")
    from trousseau.cli.database import ready  # noqa: PLC0415

    ready()
    from trousseau.imports.actions import rates as own_and_ecb  # noqa: PLC0415
    from trousseau.imports.actions import refresh  # noqa: PLC0415
    from trousseau.imports.actions.files import pieces_of  # noqa: PLC0415

    words = Words(language)
    with refusals(language, file.name if file else None):
        if file is None:
            last = own_and_ecb.fetch_rates()
            answer: dict[str, object] = {"last": last.isoformat()}
            said = words.text("Rates of the ECB up to {last}.").format(**answer)
        else:
            table = own_and_ecb.add_rates(pieces_of(file), file.name, None, confirmed=True)
            answer = {"rows": table.rows, "first": table.first.isoformat(), "last": table.last.isoformat()}
            said = words.text("{rows} rates from {first} to {last} are used from now on.").format(**answer)
        refresh()
    if as_json:
        say_json(answer)
    else:
        say(said)


@contextmanager
def refusals(language: str, name: str | None = None) -> Iterator[None]:
    """What the ledger and the imports refuse, as a failure with its sentence."""
    from django.db.utils import OperationalError  # noqa: PLC0415

    from trousseau.cli.database import database_failure  # noqa: PLC0415
    from trousseau.figures import problems  # noqa: PLC0415
    from trousseau.figures.language import Language  # noqa: PLC0415
    from trousseau.jobs.registry import JobError  # noqa: PLC0415
    from trousseau.ledger.rates import RatesError  # noqa: PLC0415
    from trousseau.ledger.reading import ReadingError, Unresolved  # noqa: PLC0415
    from trousseau.ledger.store import AskReplaceError, StoreError  # noqa: PLC0415

    words = Language(language)
    head = f"{name}: " if name else ""
    try:
        yield
    except Unresolved as error:
        asked = [
            problems.question(one.code, one.params, words, column=one.column, flag=one.flag) for one in error.questions
        ]
        raise Failure("question", exit=2, flag=error.questions[0].flag, message=head + " ".join(asked)) from error
    except AskReplaceError as error:
        said = {"name": name, "missing": words.number(error.missing), "added": words.number(error.added)}
        amount = words.amount(error.amount)
        raise Failure("ask_replace", exit=2, flag="--replace", amount=amount, **said) from error
    except (ReadingError, StoreError, RatesError, JobError) as error:
        message = problems.error(error.code, error.params, words)
        raise Failure(error.code, message=head + message) from error
    except OperationalError as error:
        raise database_failure(error) from error


def shown_on(progress: Progress) -> Callable[[int, int | None, str], None]:
    """The form in which the actions report, shown as one line."""

    def report(done: int, total: int | None, step: str) -> None:
        progress.show(f"{step} {done:,}" + (f" / {total:,}" if total else ""))

    return report


def _number(value: int, language: str) -> str:
    from trousseau.figures.language import Language  # noqa: PLC0415

    return Language(language).number(value)
