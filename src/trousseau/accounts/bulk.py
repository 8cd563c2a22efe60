"""Many rows straight into a table, or changed in it by their key.

`bulk_create` and `bulk_update` make an object and an expression of every value, which is ten times slower.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

from trousseau.accounts.fields import MoneyField, ten_thousandths

BATCH = 5_000
Convert = Callable[[Any], Any]
M = TypeVar("M", bound=models.Model)


@cache
def made(model: type[M]) -> Callable[..., M]:
    """What makes new objects of fields by their column (`account_id`), several times faster than the class by names."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented
    blank = [field.get_default() for field in fields]
    places = {field.attname: place for place, field in enumerate(fields)}
    each = [
        (place, field.default) for place, field in enumerate(fields) if field.has_default() and callable(field.default)
    ]

    def make(**values: Any) -> M:
        row = blank.copy()
        for place, default in each:
            row[place] = default()
        for name, value in values.items():
            row[places[name]] = value
        return model(*row)

    return make


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows, each field name (`account_id` for a key) to value; gives how many. Only the database checks."""
    options = model._meta  # noqa: SLF001 - Django's own, documented
    fields = _fields(model, names)
    converters = [_converter(field) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    sql = f"INSERT INTO {quote(options.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    pairs = list(zip(names, converters, strict=True))
    values = (tuple(row[name] if convert is None else convert(row[name]) for name, convert in pairs) for row in rows)
    return _sent(sql, values)


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[models.Model]) -> int:
    """Write some fields of rows that are there (`account_id` for a key); gives how many were asked."""
    options = model._meta  # noqa: SLF001 - as above
    fields = _fields(model, names)
    converters = [_converter(field) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    sql = f"UPDATE {quote(options.db_table)} SET {columns} WHERE {quote(str(options.pk.column))} = %s"  # noqa: S608
    pairs = [(field.attname, convert) for field, convert in zip(fields, converters, strict=True)]
    values = ((*(_made(getattr(row, name), convert) for name, convert in pairs), row.pk) for row in rows)
    return _sent(sql, values)


def _sent(sql: str, values: Iterator[tuple[Any, ...]]) -> int:
    done = 0
    with connection.cursor() as cursor:
        while some := list(islice(values, BATCH)):
            cursor.executemany(sql, some)
            done += len(some)
    return done


def _fields(model: type[models.Model], names: Sequence[str]) -> list[models.Field[Any, Any]]:
    """Fields by their name, or that of their key."""
    by_name = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}  # noqa: SLF001 - as above
    return [by_name[name] for name in names]


def _made(value: object, convert: Convert | None) -> object:
    return value if convert is None else convert(value)


def _converter(field: Any) -> Convert | None:  # noqa: ANN401 - any field of Django's
    """How a value of a field goes into the database; None: as it is."""
    ops = connection.ops
    if isinstance(field, MoneyField):
        return lambda value: None if value is None else ten_thousandths(value)
    if isinstance(field, models.JSONField):
        adapt = ops.adapt_json_value
        return lambda value: json.dumps(None) if value is None else adapt(value, None)
    if isinstance(field, models.DateTimeField):
        return lru_cache(1_000)(ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return ops.adapt_datefield_value
    return None
