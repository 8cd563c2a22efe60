"""Many rows straight into a table, or changed in it by their key.

`bulk_create` and `bulk_update` make an object and an expression of every value, which is ten times slower.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

from trousseau.accounts.fields import MoneyField, ten_thousandths

BATCH = 5_000
Convert = Callable[[Any], Any]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows, each field name (`account_id` for a key) to value; gives how many. Only the database checks."""
    options = model._meta  # noqa: SLF001 - Django's own, documented
    by_name = {field.name: field for field in options.concrete_fields}
    fields = [by_name[name.removesuffix("_id")] for name in names]
    converters = [_converter(field) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    sql = f"INSERT INTO {quote(options.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    pairs = list(zip(names, converters, strict=True))
    values = (tuple(row[name] if convert is None else convert(row[name]) for name, convert in pairs) for row in rows)
    done = 0
    with connection.cursor() as cursor:
        while some := list(islice(values, BATCH)):
            cursor.executemany(sql, some)
            done += len(some)
    return done


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[models.Model]) -> int:
    """Write some fields of rows that are there (`account_id` for a key); gives how many were asked."""
    options = model._meta  # noqa: SLF001 - as above
    by_name = {field.name: field for field in options.concrete_fields}
    fields = [by_name[name.removesuffix("_id")] for name in names]
    converters = [_converter(field) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    sql = f"UPDATE {quote(options.db_table)} SET {columns} WHERE {quote(str(options.pk.column))} = %s"  # noqa: S608
    pairs = [(field.attname, convert) for field, convert in zip(fields, converters, strict=True)]
    values = ((*(_made(getattr(row, name), convert) for name, convert in pairs), row.pk) for row in rows)
    done = 0
    with connection.cursor() as cursor:
        while some := list(islice(values, BATCH)):
            cursor.executemany(sql, some)
            done += len(some)
    return done


def _made(value: object, convert: Convert | None) -> object:
    return value if convert is None else convert(value)


def _converter(field: Any) -> Convert | None:  # noqa: ANN401 - any field of Django's
    """How a value of a field goes into the database; None: as it is."""
    if isinstance(field, MoneyField):
        return lambda value: None if value is None else ten_thousandths(value)
    if isinstance(field, models.JSONField):
        return lambda value: connection.ops.adapt_json_value(value, None) if value is not None else json.dumps(None)
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    return None
