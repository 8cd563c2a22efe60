"""What the commands that measure share: sales lines from FILE or from the stored ledger, a period, accounts or groups.

A FILE is read into a ledger of its own in a folder that is thrown away, so every answer of the stored ledger can be
given of a file too, without a database.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar

import click

from trousseau.cli.failures import Failure, tell_note
from trousseau.cli.file_flags import base_of, choices, given_for_files, reading_flags
from trousseau.cli.options import json_flag, language_flag
from trousseau.figures.language import Language
from trousseau.figures.missing import left_out
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.facts import Facts
from trousseau.ledger.store import Ledger

if TYPE_CHECKING:
    from trousseau.ledger.reading import Reading

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
By = Literal["account", "group"]
DAY = click.DateTime(["%Y-%m-%d"])


class Flags(TypedDict):
    """The flags of `measuring_flags`, as a command receives and passes them on."""

    files: tuple[Path, ...]
    rates: Path | None
    base: str | None
    nominal: bool
    start: datetime | None
    end: datetime | None
    period: str | None
    by: By
    language: str
    as_json: bool
    mapping: tuple[str, ...]
    dates: str | None
    decimal: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int | None
    encoding: str | None


@dataclass(frozen=True)
class Measured:
    """What a command answers from."""

    facts: Facts
    window: Window
    scope: Scope
    by: By
    language: Language
    stored: bool
    """Whether it is the stored ledger, with what the application knows beside it."""


def measuring_flags(command: Decorated) -> Decorated:
    """FILE… or the stored ledger, currencies, period, accounts or groups, language, JSON: see `Flags`."""
    return flags_by("account", "group")(command)


def flags_by(*choices: str) -> Callable[[Decorated], Decorated]:
    """The same for a command that has one row an account, group or whatever else `choices` name, the first by default.

    What is no account or group is to be put to rights in `Flags` before `measured` takes them.
    """

    def decorate(command: Decorated) -> Decorated:
        for flag in reversed(_flags(choices)):
            command = flag(command)
        return command

    return decorate


def _flags(by: Sequence[str]) -> tuple[Callable[[Decorated], Decorated], ...]:
    return (
        click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path)),
        click.option("--rates", type=click.Path(path_type=Path), help="The company's own exchange rates."),
        click.option("--base", metavar="CODE", help="Currency of the answer (EUR)."),
        click.option("--nominal", is_flag=True, help="Add amounts as they stand, whatever their currency."),
        click.option("--period", metavar="PERIOD", help="r12 (the last twelve months), fy, ytd, all, or DAY..DAY."),
        click.option("--from", "start", type=DAY, help="First day, included."),
        click.option("--to", "end", type=DAY, help="Last day, included."),
        click.option("--by", type=click.Choice(by), default=by[0], help="What counts as one."),
        reading_flags,
        language_flag,
        json_flag,
    )


@contextmanager
def measured(flags: Flags) -> Iterator[Measured]:
    """The sales lines of the flags, ready to answer; gone afterwards where they were a FILE's.

    Raises:
        Failure: what cannot be read or does not go together, with the flag that mends it.
    """
    if flags["start"] and flags["end"] and flags["end"] < flags["start"]:
        raise Failure("period_reversed", exit=2, flag="--to", start=flags["start"].date(), end=flags["end"].date())
    with ExitStack() as open_:
        if flags["files"]:
            room = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="trousseau-")))
            yield _windowed(flags, _of_files(flags, room), Scope(), stored=False)
        else:
            reading = {name: flags[name] for name in _READING}  # type: ignore[literal-required]  # names of Flags
            given = [f for f, v in given_for_files(flags["rates"], flags["base"], None, None, reading).items() if v]
            given += ["--nominal"] * flags["nominal"]
            if given:
                raise Failure("file_flags", exit=2, flag=given[0], flags=", ".join(given))
            facts, scope = stored_ledger(flags["language"])
            yield _windowed(flags, facts, scope, stored=True)


_READING = ("mapping", "dates", "decimal", "delimiter", "sheet", "header_row", "encoding")


def _windowed(flags: Flags, facts: Facts, scope: Scope, *, stored: bool) -> Measured:
    """The period asked for; the last twelve months, or everything where there are fewer."""
    found = Measured(facts, answers.windows(facts)["all"], scope, flags["by"], Language(flags["language"]), stored)
    first, last = found.window.start, found.window.end
    text = flags["period"]
    if flags["start"] or flags["end"]:
        if text is not None:
            raise Failure("period_twice", exit=2, flag="--period")
        start = flags["start"].date() if flags["start"] else first
        end = flags["end"].date() if flags["end"] else last
        text = f"{start}..{end}"
    usual = answers.windows(facts).get("r12")
    if text is None:
        whole = usual is not None and usual.start >= first.replace(day=1)
        return replace(found, window=usual) if usual is not None and whole else found
    try:
        return replace(found, window=answers.window(facts, text))
    except answers.WindowError as error:
        raise Failure("period_bad", exit=2, flag="--period", value=text) from error


def stored_ledger(language: str) -> tuple[Facts, Scope]:
    """The stored ledger, its left-out accounts and its groups; `Failure` while it is empty."""
    from trousseau.cli.data import refusals  # noqa: PLC0415 - only with a database
    from trousseau.cli.database import ready  # noqa: PLC0415

    ready()
    from trousseau.accounts.access import every_account  # noqa: PLC0415
    from trousseau.imports import folders  # noqa: PLC0415
    from trousseau.ledger.facts.manifest import FactsError  # noqa: PLC0415

    with refusals(language):
        try:
            facts = folders.facts()
        except FactsError as error:
            raise Failure("no_ledger") from error
        if facts.first is None:
            raise Failure("no_ledger")
        accounts = every_account()
        return facts, Scope(
            excluded=tuple(accounts.filter(excluded=True).values_list("key", flat=True)),
            groups=dict(accounts.values_list("key", "group__name")),
        )


def _of_files(flags: Flags, room: Path) -> Facts:
    """The facts of files, made in a folder; `Failure` for a file that cannot be read, or holds no line."""
    from trousseau.cli.from_files import Request, batches_of, inspected, own_rates, refused  # noqa: PLC0415
    from trousseau.cli.output import Progress  # noqa: PLC0415
    from trousseau.ledger.facts import refresh  # noqa: PLC0415
    from trousseau.ledger.facts.passing import rates_for  # noqa: PLC0415
    from trousseau.ledger.reading import ReadingError, read  # noqa: PLC0415

    base = base_of(flags["base"], flags["rates"], nominal=flags["nominal"])
    language = Language(flags["language"])
    request = Request(
        files=flags["files"],
        choices=choices(**{name: flags[name] for name in _READING}),  # type: ignore[literal-required]
        rates=flags["rates"],
        base=base,
        start=None,
        end=None,
        by=flags["by"],
        language=flags["language"],
    )
    own = own_rates(request, language)
    ledger = Ledger(room / "ledger", scratch=room)
    progress = Progress(quiet=flags["as_json"])
    with ExitStack() as files:
        readings = [files.enter_context(read(one)) for one in inspected(request, language, files)]
        try:
            ledger.append(batches_of(readings, progress, language), source="file", import_id="file")
        except ReadingError as error:
            raise refused(error, language, error.params.get("path")) from error
        finally:
            progress.clear()
        facts = refresh(ledger, room / "facts", rates=rates_for(ledger, own, base), base=base, today=_today())
        if facts.first is None:
            raise Failure("no_lines", path=flags["files"][0].name)
        if left := _left_out(readings, facts, language):
            tell_note("left_out", left, as_json=flags["as_json"])
    return facts


def _left_out(readings: Sequence[Reading], facts: Facts, language: Language) -> str:
    """What of the files is in no figure, "" where everything is: an answer must not look whole when it is not."""
    from trousseau.figures import problems  # noqa: PLC0415 - only where something is left out

    unread = sum(reading.counts.quarantined for reading in readings)
    first: Mapping[str, Any] | None = next((row for reading in readings for row in reading.quarantine), None)
    reason = ""
    if first is not None:
        reason = problems.reason(
            first["reason"], language, row=first["row"], column=first["column"], value=first["value"]
        )
    return left_out(unread, reason, facts.unconverted, language)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day of whoever asks
