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

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, Base64Bytes, BaseModel, ConfigDict, Field, JsonValue, create_model

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
    dt.time: representing.Clock,
    Any: JsonValue,
    bytes: Annotated[Base64Bytes, Field(max_length=2**22)],
}
HOLDING: dict[Any, Any] = {
    str: (models.CharField, models.TextField), int: models.IntegerField, Decimal: models.DecimalField,
}  # fmt: skip
LISTS = {list, tuple, set, frozenset, Sequence, Collection, Iterable}


class Sent(BaseModel):
    """What a body is made of: nothing that is not described, and nothing guessed."""

    model_config = ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=False)


@dataclasses.dataclass(frozen=True)
class Shape:
    """How a value is sent, and how what was sent becomes what the action takes."""

    type: Any
    load: Load


LEARNT: dict[Any, Shape] = {}
"""Kinds of values that a room says how to send: a client by its key, a question to the sales lines."""


def learn(annotation: Any, how: Shape) -> None:  # noqa: ANN401 - a type
    """Say how values of a kind are sent."""
    LEARNT[annotation] = how


def shape(annotation: Any, name: str, about: About, default: Any = None) -> Shape:  # noqa: ANN401 - a type
    """The shape of one parameter; TypeError where nothing is known of its kind."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {Annotated, Literal}:
        return Shape(annotation, _as_is)
    if origin in {typing.Union, types.UnionType}:
        return _union(arguments, name, about, default)
    if origin is tuple and Ellipsis not in arguments:
        return _tuple([shape(one, name, about) for one in arguments])
    if origin in LISTS:
        return _list(origin, shape(arguments[0], name, about))
    if origin in {dict, Mapping}:
        return _mapping(arguments, name, about)
    return _named(annotation, name, about, default)


def _named(annotation: Any, name: str, about: About, default: Any) -> Shape:  # noqa: ANN401 - as above
    if annotation in LEARNT:
        return LEARNT[annotation]
    if annotation in SCALARS:
        return _scalar(annotation, name, about, default)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return Shape(Literal[tuple(one.value for one in annotation)], lambda _user, value: annotation(value))
    if isinstance(annotation, type) and issubclass(annotation, models.Model):
        return Shape(Id, lambda user, value: resources.named(user, annotation, value, name))
    if dataclasses.is_dataclass(annotation):
        return _record(typing.cast("type[Any]", annotation), about)
    raise TypeError(f"{name}: nothing is known of {annotation!r}")


def _tuple(parts: Sequence[Shape]) -> Shape:
    return Shape(
        tuple[tuple(one.type for one in parts)],  # type: ignore[misc]
        lambda user, value: tuple(one.load(user, given) for one, given in zip(parts, value, strict=True)),
    )


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
        body_of(f"{record.__module__.split('.')[1].title()}{record.__name__}", fields, record.__doc__ or ""),
        lambda user, told: record(**loaded(user, told, fields)),
    )


def _union(arguments: Sequence[Any], name: str, about: About, default: Any) -> Shape:  # noqa: ANN401
    inner = [one for one in arguments if one is not types.NoneType]
    only = shape(inner[0], name, about, default) if len(inner) == 1 else _one_of(inner, name)
    if len(inner) == len(arguments):
        return only
    return Shape(only.type | None, lambda user, value: None if value is None else only.load(user, value))


def _one_of(kinds: Sequence[type[models.Model]], name: str) -> Shape:
    """A row of one of several kinds: `{"user": "3"}` or `{"contact": "x7…"}`."""
    known = {str(kind._meta.model_name): kind for kind in kinds}  # noqa: SLF001 - Django's documented door
    fields: dict[str, Any] = dict.fromkeys(known, (Id | None, None))

    def load(user: User, told: BaseModel) -> models.Model:
        given = told.model_dump(exclude_none=True)
        if len(given) != 1:
            raise ValidationError({name: _("Name exactly one: %(known)s.") % {"known": ", ".join(known)}})
        ((one, key),) = given.items()
        return typing.cast("models.Model", resources.named(user, known[one], key, name))

    return Shape(create_model("Or".join(kind.__name__ for kind in kinds), __base__=Sent, **fields), load)


def columns_of(model: type[models.Model], names: Iterable[str], *, partial: bool) -> dict[str, tuple[Shape, Any]]:
    """Columns as they are sent; none is needed where a part of them may change alone."""
    found: dict[str, tuple[Shape, Any]] = {}
    for name in names:
        column: Any = model._meta.get_field(name)  # noqa: SLF001 - as above
        kind = column.related_model if column.is_relation else _plain_of(column)
        one = shape(kind | None if column.null else kind, name, (model,))
        needed = not (partial or column.null or column.blank or column.has_default())
        found[name] = (one, ... if needed else None)
    return found


def _plain_of(column: models.Field[Any, Any]) -> Any:  # noqa: ANN401 - a type
    return next(plain for known, plain in representing.SCALARS if isinstance(column, known))


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
    return Shape(_bounded(annotation, _column(name, about, annotation), default), _as_is)


def _bounded(annotation: Any, column: models.Field[Any, Any] | None, default: Any) -> Any:  # noqa: ANN401 - types
    """The kind of values, held to what the column of that name takes, beside the action's own default."""
    if column is not None and column.choices:
        values = representing.choices_of(column)
        return Literal[tuple(values if default in {None, ..., *values} else [*values, default])]
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
        kinds: dict[Any, Any] = {
            str: (models.CharField, models.TextField),
            int: models.IntegerField,
            Decimal: models.DecimalField,
        }
        if annotation in kinds and isinstance(found, kinds[annotation]):
            return typing.cast("models.Field[Any, Any]", found)
    return None


def _as_is(_user: User, value: Any) -> Any:  # noqa: ANN401 - whatever was sent
    return value
