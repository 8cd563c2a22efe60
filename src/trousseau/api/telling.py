"""What actions and queries give, as JSON: rows as their kind or by name, dataclasses as objects, the rest as it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import types
import typing
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

from django.db import models
from django.utils.functional import Promise
from pydantic import BaseModel, create_model

from trousseau.api import representing, resources
from trousseau.api.representing import Reference

PLAIN = (str, int, float, bool, Decimal, dt.date, dt.datetime, dt.time, uuid.UUID)
LISTS = {list, tuple, set, frozenset, Sequence, Collection, Iterable, Iterator}


@dataclasses.dataclass(frozen=True)
class Told:
    """How a value is told: the description of the answer, and the value as JSON holds it."""

    schema: type[BaseModel] | None
    plain: Callable[[Any], dict[str, Any]]


def told(annotation: Any, title: str) -> Told:  # noqa: ANN401 - an annotation
    """How what an annotation promises is told; a value that is no object stands under `result`."""
    if annotation is None or annotation is types.NoneType:
        return Told(None, lambda _value: {})
    kind = resources.of(annotation) if isinstance(annotation, type) and issubclass(annotation, models.Model) else None
    if kind is not None:
        return Told(kind.schema, lambda row: {"id": representing.key_of(row)})
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Told(annotation, plain)
    if dataclasses.is_dataclass(annotation):
        return Told(described(annotation), plain)
    schema = create_model(title, result=(_type(annotation), ...))
    return Told(schema, lambda value: {"result": plain(value)})


_described: dict[Any, type[BaseModel]] = {}


def described(record: Any) -> type[BaseModel]:  # noqa: ANN401 - a dataclass
    """The description of a dataclass; a part of itself is any object."""
    if record not in _described:
        name = f"{record.__module__.split('.')[1].title()}{record.__name__}Told"
        _described[record] = create_model(name)
        hints = typing.get_type_hints(record)
        fields: dict[str, Any] = {one.name: (_type(hints[one.name]), ...) for one in dataclasses.fields(record)}
        _described[record] = create_model(name, __doc__=record.__doc__ or "", **fields)
    return _described[record]


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever is told
    """A value as JSON holds it."""
    if value is None:
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return next((tell(value) for kind, tell in RULES if isinstance(value, kind)), str(value))


RULES: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (models.Model, representing.reference),
    (BaseModel, lambda value: plain(value.model_dump())),
    (Enum, lambda value: value.value),
    (float, lambda value: value if math.isfinite(value) else None),
    (PLAIN, lambda value: value),
    (Promise, str),
    (Mapping, lambda value: {_key(name): plain(one) for name, one in value.items()}),
    (Iterable, lambda value: [plain(one) for one in value]),
)


def _type(annotation: Any) -> Any:  # noqa: ANN401 - a type as pydantic reads it
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _type(arguments[0])
    if origin in {typing.Union, types.UnionType}:
        return typing.Union[tuple(_type(one) for one in arguments)]  # noqa: UP007 - of a list
    if origin is Literal or annotation in {None, types.NoneType}:
        return annotation
    if origin in LISTS:
        return list[Any] if origin is tuple and Ellipsis not in arguments else list[_type(arguments[0])]  # type: ignore[misc]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return dict[str, _type(arguments[1])]  # type: ignore[misc]
    return _named(annotation) if isinstance(annotation, type) else Any


def _named(annotation: type[Any]) -> Any:  # noqa: ANN401 - as above
    if issubclass(annotation, models.Model):
        return Reference
    if dataclasses.is_dataclass(annotation):
        return described(annotation)
    if issubclass(annotation, Enum):
        return Literal[tuple(one.value for one in annotation)]
    if annotation is float:
        return float | None
    return annotation if annotation in PLAIN else Any


def _key(name: Any) -> str:  # noqa: ANN401 - whatever a mapping is kept by
    if isinstance(name, models.Model):
        return representing.key_of(name)
    return "|".join(map(str, name)) if isinstance(name, tuple) else str(name)
