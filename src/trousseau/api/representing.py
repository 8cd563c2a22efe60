"""What the API says of a row: fields named once, their types and links read off the model."""

from __future__ import annotations

import datetime as dt
import typing
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import models
from pydantic import AfterValidator, BaseModel, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from trousseau.accounts.fields import MoneyField

CLOCK = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"}


def _local(told: dt.time) -> dt.time:
    """A time of the house; PydanticCustomError for one of another zone."""
    if told.tzinfo is not None:
        raise PydanticCustomError("time_zone", "a time of the house")
    return told


Clock = Annotated[dt.time, AfterValidator(_local), WithJsonSchema(CLOCK)]
"""A time without a zone, as the house's own clock shows it."""
SCALARS: tuple[tuple[type[models.Field[Any, Any]], Any], ...] = (
    (MoneyField, Decimal),
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.FloatField, float),
    (models.DecimalField, Decimal),
    (models.DateTimeField, dt.datetime),
    (models.DateField, dt.date),
    (models.TimeField, Clock),
    (models.UUIDField, uuid.UUID),
    (models.JSONField, Any),
    (models.GenericIPAddressField, str),
    (models.CharField, str),
    (models.TextField, str),
)


class Reference(BaseModel):
    """Another thing that is named: its id, and what people call it."""

    id: str
    name: str


@dataclass(frozen=True)
class Said:
    """One field of a representation: its name, its type, and how it is read off a row."""

    name: str
    type: Any
    read: Callable[[Any], Any]
    joined: str = ""
    """The row that is read with it, by its path."""
    fetched: str = ""
    """The rows that are fetched for all rows of a page at once."""
    names: type[models.Model] | None = None
    """The kind of thing that is named here: told to who may read that kind."""
    column: models.Field[Any, Any] | None = field(default=None, compare=False)


def key_of(row: models.Model) -> str:
    """What a row is called in addresses."""
    return str(getattr(row, "public_id", row.pk))


def key_field(model: type[models.Model]) -> str:
    """The column of that."""
    return "public_id" if hasattr(model, "public_id") else "pk"


def reference(row: models.Model | None) -> dict[str, str] | None:
    """A row as another names it."""
    return None if row is None else {"id": key_of(row), "name": str(row)}


def said(model: type[models.Model], name: str) -> Said:
    """A field by its name: `due`, `owner`, `figures.revenue`, `stakes` or a property of the model."""
    path, _dot, last = name.rpartition(".")
    if path:
        inner = said(_model(model._meta.get_field(path)), last)  # noqa: SLF001 - Django's documented door
        return Said(inner.name, inner.type | None, _through(path, inner.read), joined=path)
    if isinstance(getattr(model, name, None), property):
        told = typing.get_type_hints(getattr(model, name).fget)["return"]
        return Said(name, told, lambda row: getattr(row, name))
    column = model._meta.get_field(name)  # noqa: SLF001 - as above
    if column.many_to_many:
        return Said(name, list[Reference], _named(name), fetched=name, names=_model(column))
    if column.is_relation:
        one = Said(name, Reference | None, lambda row: reference(getattr(row, name)), joined=name)
        return replace(one, names=_model(column), column=_plain(column))
    return Said(name, type_of(_plain(column)), lambda row: getattr(row, name), column=_plain(column))


def type_of(column: models.Field[Any, Any]) -> Any:  # noqa: ANN401 - a type as pydantic reads it
    """What values a column holds."""
    kind: Any = next(plain for known, plain in SCALARS if isinstance(column, known))
    if column.choices:
        kind = Literal[tuple(choices_of(column))]
    return kind | None if column.null and kind is not Any else kind


def choices_of(column: models.Field[Any, Any]) -> list[Any]:
    """The values a column with choices may hold, the empty one where it may be blank."""
    values = [value for value, _label in column.flatchoices]
    return values if not column.blank or "" in values or not isinstance(column, models.CharField) else [*values, ""]


def schema_of(name: str, fields: Sequence[Said], about: str) -> type[BaseModel]:
    """The description of a representation; every field but the id may be left out by `fields=`."""
    described: dict[str, Any] = {one.name: (one.type, None) for one in fields}
    return create_model(name, __doc__=about, id=(str, ...), **described)


def represent(row: models.Model, fields: Sequence[Said]) -> dict[str, Any]:
    """A row as the API says it."""
    return {"id": key_of(row), **{one.name: one.read(row) for one in fields}}


def _through(path: str, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Read from a row beside, which may not be there."""

    def answer(row: Any) -> Any:  # noqa: ANN401 - of the model
        beside = row._state.fields_cache.get(path)  # noqa: SLF001 - what was joined, None where there is none
        return None if beside is None else read(beside)

    return answer


def _named(name: str) -> Callable[[Any], list[dict[str, str] | None]]:
    return lambda row: [reference(one) for one in getattr(row, name).all()]


def _model(column: Any) -> type[models.Model]:  # noqa: ANN401 - the stubs know many kinds of fields
    return typing.cast("type[models.Model]", column.related_model)


def _plain(column: Any) -> models.Field[Any, Any]:  # noqa: ANN401 - the stubs know many kinds of fields
    return typing.cast("models.Field[Any, Any]", column)
