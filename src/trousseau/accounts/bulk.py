"""Many rows straight into a table, or changed in it by their key.

`bulk_create` and `bulk_update` make an object and an expression of every value, which is ten times slower.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from trousseau.accounts.fields import MoneyField, ten_thousandths

BATCH = 5_000
Convert = Callable[[Any], Any]
M = TypeVar("M", bound=models.Model)


@cache
def made(model: type[M]) -> Callable[..., M]:
    """What makes new objects of fields by their column (`account_id`), several times faster than the class.

    As unpickling does, it sets what an object holds: no signal is sent, no descriptor called.
    """
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented
    names = frozenset(field.attname for field in fields)
    each = [(field.attname, field.default) for field in fields if field.has_default() and callable(field.default)]
    blank = {field.attname: field.get_default() for field in fields}

    def make(**values: Any) -> M:
        if not values.keys() <= names:
            raise TypeError(f"{model.__name__} has no {sorted(values.keys() - names)}")
        row = model.__new__(model)
        row.__dict__ |= blank | {name: default() for name, default in each if name not in values} | values
        row._state = ModelState()  # noqa: SLF001 - as above
        return row

    return make


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows, each field name (`account_id` for a key) to value; gives how many. Only the database checks."""
    options = model._meta  # noqa: SLF001 - Django's own, documented
    fields = _fields(model, names)
    converters = [_converter(field) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    sql = f"INSERT INTO {quote(options.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    told = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
    some = [(place, convert) for place, convert in enumerate(converters) if convert is not None]

    def converted(row: Mapping[str, Any]) -> list[Any]:
        values = list(told(row))
        for place, convert in some:
            values[place] = convert(values[place])
        return values

    return _sent(sql, map(converted, rows))


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


def _sent(sql: str, values: Iterator[Sequence[Any]]) -> int:
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
        return _json(ops.adapt_json_value)
    if isinstance(field, models.DateTimeField):
        return lru_cache(1_000)(ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return ops.adapt_datefield_value
    return None


def _json(adapt: Callable[[Any, None], Any]) -> Convert:
    """How JSON goes into the database; what says nothing, as most of it, is made once."""
    blank = {kind: adapt(kind(), None) for kind in (dict, list)}

    def convert(value: Any) -> Any:  # noqa: ANN401 - what JSON holds, and what the database takes
        if value is None:
            return json.dumps(None)
        return adapt(value, None) if value else blank.get(type(value)) or adapt(value, None)

    return convert
