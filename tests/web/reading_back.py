"""What a file that people take away may do to whoever opens it: read back with the readers of its kind."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain

import openpyxl
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Concat, Left

MARK = "1+CALC"
SPOILED = ("=1+CALC|", "+1+CALC|", "@1+CALC|", "-1+CALC|", "\t=1+CALC|")
NAMES = {"name", "title", "what", "subject", "remark", "city", "answer", "word", "question", "unit_name"}
FIRST = 60
FIGURE = re.compile(r"[-+−]?[\d\s\u202f\u00a0.,']+(?:[eE][-+]?\d+)?\s?[%€$£]?|[-+−]|-inf")
PROPERTY = re.compile(r"[A-Z][A-Z0-9-]*[;:]")


def spoil() -> None:
    """Put what a spreadsheet would run in front of the names and titles of the house, each model another way."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("trousseau.")]
    for number, model in enumerate(ours):
        fields = [field for field in model._meta.get_fields() if field.name in NAMES]
        for field in fields:
            if not isinstance(field, (CharField, TextField)) or field.choices:
                continue
            start = SPOILED[number % len(SPOILED)]
            some = list(
                model._base_manager.exclude(**{field.name: ""}).order_by("pk").values_list("pk", flat=True)[:FIRST]
            )
            spoiled = Left(Concat(Value(start), F(field.name)), field.max_length or 10_000)
            with suppress(IntegrityError), transaction.atomic():  # what is frozen stays
                model._base_manager.filter(pk__in=some).update(**{field.name: spoiled})


def faults(kind: str, name: str, content: bytes) -> Iterator[str]:
    """What is wrong with a file, a sentence each; its kind is its content type."""
    if "\n" in name or "\r" in name or "/" in name.partition("filename")[2].replace("UTF-8''", ""):
        yield f"its name reaches elsewhere: {name}"
    if "csv" in kind:
        yield from _of_csv(content)
    elif "spreadsheetml" in kind:
        yield from _of_workbook(content)
    elif "calendar" in kind or "vcard" in kind:
        yield from _of_properties(content)
    elif "zip" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from (
                f"leads out of the archive: {one}"
                for one in packed.namelist()
                if one.startswith(("/", "\\")) or ".." in one.split("/")
            )


def _of_csv(content: bytes) -> Iterator[str]:
    text = content.decode("utf-8-sig")
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    for cell in chain.from_iterable(rows):
        if cell[:1] in "=+-@\t\r" and cell and not FIGURE.fullmatch(cell):
            yield f"a cell runs: {cell[:60]!r}"


def _of_workbook(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        if cell.data_type == "f" and MARK in str(cell.value):
            yield f"a cell runs: {cell.coordinate} {cell.value!r:.60}"


def _of_properties(content: bytes) -> Iterator[str]:
    lines = content.decode().replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")
    for line in lines:
        if line and not PROPERTY.match(line):
            yield f"no property: {line[:60]!r}"
