"""What an action takes, as JSON: its own annotations say it, and the columns of its model bound the values.

A row is named by its id and loaded through the door of its kind; a dataclass is an object; a value that is named as a
column of the model is held to that column's choices, lengths and digits.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, create_model

from trousseau.access.models import User
from trousseau.api import representing, resources

LONGEST = 20_000
MANY = 1_000
Load = Callable[[User, Any], Any]
About = Sequence[type[models.Model]]
NO_ZERO = r"^[^\x00]*$"
Text = Annotated[str, Field(max_length=LONGEST, pattern=NO_ZERO)]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern="^[0-9A-Za-z_-]+$")]
SCALARS: dict[Any, Any] = {
    str: Text,
    int: Annotated[int, Field(ge=-(2**31) + 1, le=2**31 - 1)],
    float: Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)],
    bool: bool,
    Decimal: Annotated[Decimal, Field(max_digits=16, decimal_places=4)],
    dt.date: dt.date,
    dt.datetime: AwareDatetime,
    dt.time: dt.time,
}
LISTS = {list, tuple, set, frozenset, Sequence, Collection, Iterable}


class Sent(BaseModel):
    """What a body is made of: nothing that is not described, and nothing guessed."""

    model_config = ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=False)


@dataclasses.dataclass(frozen=True)
class Shape:
    """How a value is sent, and how what was sent becomes what the action takes."""

    type: Any
    load: Load


def shape(annotation: Any, name: str, about: About, default: Any = None) -> Shape:  # noqa: ANN401 - a type
    """The shape of one parameter; TypeError where nothing is known of its kind."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {Annotated, Literal}:
        return Shape(annotation, _as_is)
    if origin in {typing.Union, types.UnionType}:
        return _union(arguments, name, about, default)
    if origin in LISTS:
        return _list(origin, shape(arguments[0], name, about))
    if origin in {dict, Mapping}:
        return _mapping(arguments, name, about)
    return _named(annotation, name, about, default)


def _named(annotation: Any, name: str, about: About, default: Any) -> Shape:  # noqa: ANN401 - as above
    if annotation in SCALARS:
        return _scalar(annotation, name, about, default)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return Shape(Literal[tuple(one.value for one in annotation)], lambda _user, value: annotation(value))
    if isinstance(annotation, type) and issubclass(annotation, models.Model):
        return Shape(Id, lambda user, value: resources.named(user, annotation, value, name))
    if dataclasses.is_dataclass(annotation):
        return _record(typing.cast("type[Any]", annotation), about)
    raise TypeError(f"{name}: nothing is known of {annotation!r}")


def _list(origin: Any, inner: Shape) -> Shape:  # noqa: ANN401 - as above
    kind = origin if origin in {tuple, set, frozenset} else list
    return Shape(
        Annotated[list[inner.type], Field(max_length=MANY)],  # type: ignore[name-defined]
        lambda user, value: kind(inner.load(user, one) for one in value),
    )


def body_of(title: str, fields: Mapping[str, tuple[Shape, Any]], doc: str = "") -> type[BaseModel]:
    """The description of a body from its fields and their defaults (`...`: needed)."""
    described: dict[str, Any] = {name: (one.type, default) for name, (one, default) in fields.items()}
    return create_model(title, __base__=Sent, __doc__=doc, **described)


def fields_of(record: type[Any], about: About) -> dict[str, tuple[Shape, Any]]:
    """The fields of a dataclass with their shapes and defaults."""
    hints = typing.get_type_hints(record)
    found: dict[str, tuple[Shape, Any]] = {}
    for one in dataclasses.fields(record):
        if not one.init:
            continue
        default = one.default if one.default is not dataclasses.MISSING else ...
        if one.default_factory is not dataclasses.MISSING:
            default = one.default_factory()
        found[one.name] = (shape(hints[one.name], one.name, about, default), sent(default))
    return found


def sent(default: Any) -> Any:  # noqa: ANN401 - whatever a parameter has
    """A default as it would be sent."""
    if isinstance(default, Enum):
        return default.value
    if isinstance(default, tuple | set | frozenset):
        return list(default)
    return (
        default
        if default is ... or isinstance(default, str | int | float | bool | list | dict | None)
        else str(default)
    )


def loaded(user: User, told: BaseModel, fields: Mapping[str, tuple[Shape, Any]]) -> dict[str, Any]:
    """What was sent, as the action takes it; what was left out keeps the action's own default."""
    given = told.model_fields_set
    return {name: one.load(user, getattr(told, name)) for name, (one, _default) in fields.items() if name in given}


def _record(record: type[Any], about: About) -> Shape:
    fields = fields_of(record, about)
    return Shape(
        body_of(record.__name__, fields, record.__doc__ or ""), lambda user, told: record(**loaded(user, told, fields))
    )


def _union(arguments: Sequence[Any], name: str, about: About, default: Any) -> Shape:  # noqa: ANN401
    inner = [one for one in arguments if one is not types.NoneType]
    if len(inner) != 1:
        raise TypeError(f"{name}: one of several kinds {arguments!r}")
    only = shape(inner[0], name, about, default)
    return Shape(only.type | None, lambda user, value: None if value is None else only.load(user, value))


def _mapping(arguments: Sequence[Any], name: str, about: About) -> Shape:
    key, value = shape(arguments[0], name, about), shape(arguments[1], name, about)
    text = (
        Id
        if arguments[0] is int or (isinstance(arguments[0], type) and issubclass(arguments[0], models.Model))
        else key.type
    )
    load: Load = (lambda _user, told: int(told) if told.isdecimal() else -1) if arguments[0] is int else key.load
    return Shape(
        Annotated[dict[text, value.type], Field(max_length=MANY)],  # type: ignore[valid-type,name-defined]
        lambda user, told: {load(user, one): value.load(user, other) for one, other in told.items()},
    )


def _scalar(annotation: Any, name: str, about: About, default: Any) -> Shape:  # noqa: ANN401
    if annotation is str and isinstance(default, models.TextChoices):
        return Shape(Literal[tuple(type(default).values)], _as_is)
    return Shape(_bounded(annotation, _column(name, about, annotation)), _as_is)


def _bounded(annotation: Any, column: models.Field[Any, Any] | None) -> Any:  # noqa: ANN401 - types
    """The kind of values, held to what the column of that name takes."""
    if column is not None and column.choices:
        return Literal[tuple(representing.choices_of(column))]
    if annotation is str and column is not None and column.max_length:
        return Annotated[str, Field(max_length=column.max_length, pattern=NO_ZERO)]
    if isinstance(column, models.DecimalField):
        return Annotated[Decimal, Field(max_digits=column.max_digits, decimal_places=column.decimal_places)]
    if isinstance(column, models.PositiveSmallIntegerField):
        return Annotated[int, Field(ge=0, le=32_767)]
    return SCALARS[annotation]


def _column(name: str, about: About, annotation: Any) -> models.Field[Any, Any] | None:  # noqa: ANN401
    """The column of that name in one of the models, where it holds values of that kind."""
    for model in about:
        try:
            found = model._meta.get_field(name)  # noqa: SLF001 - Django's documented door
        except FieldDoesNotExist:
            continue
        kinds = {str: (models.CharField, models.TextField), int: models.IntegerField, Decimal: models.DecimalField}
        if annotation in kinds and isinstance(found, kinds[annotation]):
            return typing.cast("models.Field[Any, Any]", found)
    return None


def _as_is(_user: User, value: Any) -> Any:  # noqa: ANN401 - whatever was sent
    return value
