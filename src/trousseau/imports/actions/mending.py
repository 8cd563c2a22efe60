"""Rejected rows: corrected in place or in a file, tried again, brought back under their source."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.imports import choices as chosen
from trousseau.imports import folders
from trousseau.imports.actions.loading import choose, receive
from trousseau.imports.actions.permission import demand
from trousseau.imports.models import Import, Quarantined
from trousseau.ledger.reading import Choices, ReadingError, Unresolved, inspect, read
from trousseau.ledger.reading.quarantine import OUR_COLUMNS, ROW, neutral


def columns_of(item: Import) -> list[str]:
    """The file's own columns, in order; a rejected row only carries those that it fills."""
    columns: list[str] = item.findings.get("columns", [])
    return columns


def correct(line: Quarantined, cells: Mapping[str, str], user: User | None) -> str | None:
    """Keep the corrected cells of a row and try it: None when it is now good, else the reason it is not."""
    demand(user, "import_sales")
    before = line.corrected or line.cells
    kept = {column: cells.get(column, before.get(column, "")) for column in columns_of(line.origin)}
    found = _tried(line.origin, [kept])
    with transaction.atomic():
        line.corrected, line.corrected_by = kept, user
        if found is None:
            line.save(update_fields=["corrected", "corrected_by"])
        else:
            line.reason, line.column, line.value = found
            line.cells, line.corrected = kept, None
            line.save()
        record(user, "quarantine.corrected", line.origin, after={"row": line.row, "good": found is None})
    return None if found is None else found[0]


def bring_back(item: Import, user: User | None) -> Import | None:
    """Begin the import of all corrected rows that are not in the ledger yet; None when there is none."""
    demand(user, "import_sales")
    with transaction.atomic():  # the rows are read inside: sent twice at once, they are brought back once
        lines = list(item.rejected.select_for_update().filter(corrected__isnull=False, loaded_by=None))
        if not lines:
            return None
        text = _as_csv(columns_of(item), (line.corrected or {} for line in lines))
        child = receive(iter([text]), f"{Path(item.name).stem} - corrected.csv", user)
        child.corrects = item
        child.save(update_fields=["corrects"])
        choose(child, _choices(item), source=item.source.name if item.source else item.name, replace="add")
        Quarantined.objects.filter(pk__in=[line.pk for line in lines]).update(loaded_by=child)
    return child


def rejected_file(item: Import) -> Iterator[bytes]:
    """The rejected rows as a file to correct, in the form of `ledger.reading.write_quarantine`.

    The file's own columns first, then the row, the column and the reason; UTF-8 with its mark, semicolons.
    Formulas are put behind an apostrophe, which `returned` and any later reading take off.
    """
    columns = columns_of(item)
    yield "\ufeff".encode()
    yield _line([*columns, *OUR_COLUMNS])
    for line in item.rejected.filter(loaded_by=None).order_by("row").iterator(chunk_size=2_000):
        cells = line.corrected or line.cells
        texts = [neutral(cells.get(column) or "") for column in columns]
        yield _line([*texts, str(line.row), neutral(line.column), line.reason])


def returned(item: Import, path: Path, user: User | None) -> tuple[int, int]:
    """Take a downloaded file of rejected rows back: how many rows are now good, how many still are not.

    Raises ReadingError (`unknown_column`) when it is not such a file.
    """
    demand(user, "import_sales")
    by_row = {line.row: line for line in item.rejected.filter(loaded_by=None)}
    columns = columns_of(item)
    good = bad = 0
    for row in _rows_of(path):
        number = row.get(ROW, "")
        line = by_row.get(int(number)) if number.isdecimal() else None
        if line is None:
            continue
        cells = {name: _without_apostrophe(row[name]) for name in columns if name in row}
        before = line.corrected or line.cells
        if all(value == before.get(name, "") for name, value in cells.items()):
            continue
        if correct(line, cells, user) is None:
            good += 1
        else:
            bad += 1
    return good, bad


def _rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a returned file, whatever separates its cells."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_bytes().decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if ROW not in (reader.fieldnames or ()):
        raise ReadingError("unknown_column", column=ROW, field="row", nearest=())
    for row in reader:
        yield {str(name): str(value or "") for name, value in row.items() if name is not None}


def _tried(item: Import, rows: list[dict[str, str]]) -> tuple[str, str, str] | None:
    """Read corrected rows alone: (reason, column, value) of the first that is still rejected."""
    folder = folders.home() / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(suffix=".csv", dir=folder) as file:
        file.write(_as_csv(list(rows[0]), rows))
        file.flush()
        try:
            with inspect(Path(file.name), choices=_choices(item)) as inspection:
                reading = read(inspection)
                for _ in reading.batches():
                    pass
        except Unresolved as unresolved:
            question = unresolved.questions[0]
            return question.code, question.column or "", ""
        except ReadingError as error:
            return error.code, "", ""
        for row in reading.quarantine:
            return str(row["reason"]), str(row["column"]), str(row["value"] or "")
        return None if reading.counts.accepted else ("amount_missing", "", "")


def _choices(item: Import) -> Choices:
    """How the original was read, for rows written again as UTF-8 CSV with semicolons."""
    kept = chosen.from_json(item.choices)
    return replace(kept, encoding="utf-8", delimiter=";", header_row=1, sheet=None)


def _as_csv(columns: list[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(columns)
    writer.writerows([row.get(column) or "" for column in columns] for row in rows)
    return out.getvalue().encode()


def _line(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerow(cells)
    return out.getvalue().encode()


def _without_apostrophe(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and neutral(cell[1:]) != cell[1:] else cell
