"""The check-up of files: read, added up, told. No database, no server, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from trousseau.cli.failures import Failure, Words
from trousseau.cli.output import Progress
from trousseau.cli.telling import Told, tell_checkup
from trousseau.figures import problems
from trousseau.figures.language import Language
from trousseau.ledger.checkup import check_up_lines
from trousseau.ledger.rates import Rates, RatesError, own
from trousseau.ledger.reading import Choices, Inspection, Question, Reading, ReadingError, inspect, read
from trousseau.method.checkup import Checkup, LineCounts


@dataclass(frozen=True)
class Request:
    """What was asked for: `base` None adds amounts as they stand; `start` and `end` are included."""

    files: tuple[Path, ...]
    choices: Choices
    rates: Path | None
    base: str | None
    start: date | None
    end: date | None
    by: Literal["account", "group"]
    language: str


def check_up_files(request: Request, *, html: Path | None, as_json: bool, panel: bool = False) -> None:
    """Read the files as one ledger and print the check-up; write the report too where one is wanted."""
    language = Language(request.language)
    rates = own_rates(request, language)
    with ExitStack() as files:
        inspections = inspected(request, language, files)
        readings = [files.enter_context(read(inspection)) for inspection in inspections]
        progress = Progress(quiet=as_json)
        try:
            checkup = check_up_lines(
                batches_of(readings, progress, language),
                rates=rates,
                base=request.base,
                start=request.start,
                end=request.end,
                by=request.by,
            )
        except ReadingError as error:
            raise refused(error, language, error.params.get("path")) from error
        finally:
            progress.clear()
        checkup = replace(checkup, lines=_counts(readings, checkup))
        _demand_lines(request, checkup, readings, language)
        told = Told(
            checkup=checkup,
            sources=tuple(str(path) for path in request.files),
            rates=_rates_said(request, checkup),
            quarantine=_quarantine(readings),
            notes=tuple(
                problems.note(note.code, note.params, language)
                for inspection in inspections
                for note in inspection.notes
            ),
        )
        tell_checkup(told, language, html=html, as_json=as_json, panel=panel)


def own_rates(request: Request, language: Language) -> Rates | None:
    """The company's own rates, or None to leave it to the ECB's."""
    if request.rates is None or request.base is None:
        return None
    try:
        return own(request.rates, request.base)
    except RatesError as error:
        message = problems.error(error.code, error.params, language)
        raise Failure(error.code, flag="--rates", message=f"{request.rates.name}: {message}") from error


def _rates_said(request: Request, checkup: Checkup) -> str:
    """Where the exchange rates come from; nothing where nothing was converted."""
    currency = checkup.by_dimension.get("currency")
    if request.base is None or currency is None or not set(currency.shares) - {request.base, ""}:
        return ""
    words = Words(request.language)
    if request.rates is None:
        return words.text("European Central Bank, reference rates of each line’s day.")
    said = words.text("{file}, and the European Central Bank for the days it lacks.")
    return said.format(file=request.rates.name)


def inspected(request: Request, language: Language, files: ExitStack) -> list[Inspection]:
    """Every file looked at; raises Failure with all that must be answered, each with its flag."""
    found, asked = [], []
    flag = None
    for path in request.files:
        try:
            inspection = files.enter_context(inspect(path, choices=request.choices))
        except ReadingError as error:
            raise refused(error, language, path) from error
        found.append(inspection)
        for question in inspection.questions:
            flag = flag or question.flag
            asked.append(_question(question, path, request, language))
    if asked:
        raise Failure("question", exit=2, flag=flag, message=" ".join(dict.fromkeys(asked)))
    return found


def _question(question: Question, path: Path, request: Request, language: Language) -> str:
    said = problems.question(question.code, question.params, language, column=question.column, flag=question.flag)
    return f"{path.name}: {said}" if len(request.files) > 1 else said


def refused(error: ReadingError, language: Language, path: object) -> Failure:
    """The whole file is refused; flags that were wrong leave with 2, as other wrong flags do."""
    message = problems.error(error.code, error.params, language)
    name = Path(str(path)).name if path else ""
    return Failure(error.code, exit=1, message=f"{name}: {message}" if name else message)


def batches_of(readings: Sequence[Reading], progress: Progress, language: Language) -> Iterator[pa.RecordBatch]:
    """The batches of all files, one after the other."""
    rows = 0
    for reading in readings:
        for batch in reading.batches():
            rows += batch.num_rows
            progress.show(language.number(rows))
            yield batch


def _counts(readings: Sequence[Reading], checkup: Checkup) -> LineCounts:
    """What became of every row of every file; the unconverted are those of the period."""
    counts = [reading.counts for reading in readings]
    return LineCounts(
        read=sum(count.read for count in counts),
        accepted=sum(count.accepted for count in counts),
        quarantined=sum(count.quarantined for count in counts),
        totals=sum(count.totals for count in counts),
        unconverted=checkup.lines.unconverted,
    )


def _quarantine(readings: Sequence[Reading]) -> tuple[Mapping[str, Any], ...]:
    """The first hundred rejected rows, file after file."""
    return tuple(islice(chain.from_iterable(reading.quarantine for reading in readings), 100))


def _demand_lines(request: Request, checkup: Checkup, readings: Sequence[Reading], language: Language) -> None:
    """A check-up of nothing is a mistake to name, not a page of zeros."""
    if checkup.accounts:
        return
    counts = checkup.lines
    first = next(iter(_quarantine(readings)), None)
    if first is not None and not counts.accepted:
        reason = problems.reason(
            first["reason"], language, row=first["row"], column=first["column"], value=first["value"]
        )
        raise Failure("nothing_read", read=language.number(counts.quarantined), reason=reason)
    if not counts.accepted:
        raise Failure("no_lines", path=request.files[0].name)
    if checkup.unconverted and request.base is not None:
        currencies = ", ".join(sorted({currency for currency, _, _ in checkup.unconverted}))
        raise Failure("all_unconverted", exit=2, flag="--rates", base=request.base, currencies=currencies)
    raise Failure("nothing_in_period", exit=2, flag="--from", start=checkup.start, end=checkup.end)
