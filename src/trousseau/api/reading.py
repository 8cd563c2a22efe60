"""Reading: a list page by page with filters and chosen fields, one thing by its id, both with an ETag."""

from __future__ import annotations

import datetime as dt
import hashlib
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query
from pydantic import BaseModel, Field, create_model
from pydantic_core import to_json

from trousseau.access.models import User
from trousseau.access.rules import person
from trousseau.accounts.models import folded
from trousseau.api import cursors, representing
from trousseau.api.problems import PreconditionError
from trousseau.api.resources import Resource

PAGE, MOST = 50, 100
Id = Annotated[str, Path(max_length=64, pattern="^[0-9A-Za-z_-]+$", description="The id that a list gives.")]
DAYS = (models.DateField,)
Narrow = Callable[[QuerySet[Any], Any], QuerySet[Any]]


class Whole(BaseModel):
    """What one thing is asked with."""

    model_config = {"extra": "forbid"}
    fields: str | None = Field(None, max_length=1000, description="Only these fields, separated by commas.")


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list: its parameter, its type, and what it does to the rows."""

    name: str
    type: Any
    narrow: Narrow
    about: str


def filters_of(kind: Resource) -> list[Filter]:
    """The filters of a list, by the columns they are about."""
    found: list[Filter] = []
    for name in kind.filters:
        column = representing.said(kind.model, name).column
        if column is None:
            raise TypeError(f"{kind.name}: no filter can be made of {name}")
        if column.is_relation:
            target = typing.cast("type[models.Model]", column.related_model)
            found.append(_equal(name, f"{name}__{representing.key_field(target)}", _id_type(target), "the id of one"))
        elif isinstance(column, DAYS):
            found += [
                Filter(f"{name}_from", dt.date, _compare(f"{name}__gte"), f"{name}: this day or later"),
                Filter(f"{name}_to", dt.date, _compare(f"{name}__lte"), f"{name}: this day or earlier"),
            ]
        elif column.choices:
            found.append(_equal(name, name, Literal[tuple(representing.choices_of(column))], "one of these"))
        else:
            found.append(_equal(name, name, representing.type_of(column), "exactly this"))
    if kind.search:
        found.append(Filter("q", Annotated[str, Field(max_length=100)], _search, "holds this text"))
    return found


def asked_of(kind: Resource, filters: list[Filter]) -> type[BaseModel]:
    """The description of what a list is asked with."""
    described: dict[str, Any] = {
        one.name: (one.type | None, Field(None, description=f"Only where {one.about}.")) for one in filters
    }
    return create_model(
        f"{kind.title}Asked",
        __base__=Whole,
        limit=(int, Field(PAGE, ge=1, le=MOST, description="How many at most.")),
        cursor=(str | None, Field(None, max_length=500, description="“next” of the page before.")),
        **described,
    )


def lister(kind: Resource) -> tuple[Callable[..., HttpResponse], type[BaseModel]]:
    """The operation that gives a page of a list, and the description of its answer."""
    filters = filters_of(kind)
    asked_type = asked_of(kind, filters)

    def operation(request: HttpRequest, asked: BaseModel) -> HttpResponse:
        told = asked.model_dump(exclude_none=True)
        known_only(request, asked_type)
        wanted = chosen(kind, person(request), told.pop("fields", None))
        limit, cursor = told.pop("limit"), told.pop("cursor", None)
        rows = kind.read(person(request)).order_by("pk")
        for one in filters:
            if one.name in told:
                rows = one.narrow(rows, told[one.name])
        of = hashlib.sha256(to_json(told)).hexdigest()[:16]
        if cursor is not None:
            rows = rows.filter(pk__gt=cursors.read(cursor, f"{kind.name} {of}"))
        found = list(rows[: limit + 1])
        more = cursors.made(found[limit - 1].pk, f"{kind.name} {of}") if len(found) > limit else None
        items = [representing.represent(row, wanted) for row in found[:limit]]
        response = answer(request, {"items": items, "next": more})
        if more is not None:
            again = urlencode({**request.GET.dict(), "cursor": more})
            response.headers["Link"] = f'<{request.path}?{again}>; rel="next"'
        return response

    operation.__annotations__["asked"] = Annotated[asked_type, Query()]  # type: ignore[type-arg]
    one: Any = kind.schema
    page = create_model(
        f"{kind.title}List",
        __doc__="A page of a list.",
        items=(list[one], ...),
        next=(str | None, ...),
    )
    return operation, page


def reader(kind: Resource) -> Callable[..., HttpResponse]:
    """The operation that gives one thing."""

    def operation(request: HttpRequest, id: Id, asked: Annotated[Whole, Query()]) -> HttpResponse:  # noqa: A002
        known_only(request, Whole)
        user = person(request)
        row = kind.one(user, id)
        wanted = chosen(kind, user, asked.fields)
        return answer(request, representing.represent(row, wanted), tag=tag_of(kind, user, row))

    return operation


def tag_of(kind: Resource, user: User, row: models.Model) -> str:
    """The ETag of a thing as it stands for someone: the same whichever of its fields are asked for."""
    return etag(to_json(kind.state(user, row)))


def etag(content: bytes) -> str:
    """The ETag of an answer."""
    return f'"{hashlib.sha256(content).hexdigest()[:24]}"'


def answer(request: HttpRequest, told: Mapping[str, Any], *, tag: str = "", status: int = 200) -> HttpResponse:
    """An answer as JSON with its ETag; 304 where the caller has it already."""
    content = to_json(told)
    tag = tag or etag(content)
    held = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if request.method == "GET" and tag in held:
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(content, status=status, content_type="application/json", headers={"ETag": tag})


def seen(request: HttpRequest, kind: Resource, row: models.Model, *, needed: bool) -> None:
    """Whether the caller has seen a thing as it stands; PreconditionError where not, or where they must say so."""
    told = request.headers.get("If-Match")
    if told is None:
        if needed:
            raise PreconditionError(428)
        return
    held = {one.strip() for one in told.split(",")}
    if "*" not in held and tag_of(kind, person(request), row) not in held:
        raise PreconditionError(412)


def chosen(kind: Resource, user: User, fields: str | None) -> list[representing.Said]:
    """The fields asked for, all where none is named; ValidationError for one that is not there."""
    if fields is None:
        return kind.told_to(user)
    names = {name.strip() for name in fields.split(",")} - {"", "id"}
    known = {one.name for one in kind.said}
    for name in sorted(names - known):
        raise ValidationError(
            {"fields": _("There is no field “%(name)s”: there are %(known)s.") % {
                "name": name[:40], "known": ", ".join(sorted(known))}}
        )  # fmt: skip
    return [one for one in kind.told_to(user) if one.name in names]


def known_only(request: HttpRequest, described: type[BaseModel]) -> None:
    """Refuse a parameter that is not there: a filter with a slip of the keyboard would tell everything."""
    for name in sorted(set(request.GET) - set(described.model_fields)):
        raise ValidationError(
            {name[:40]: _("There is no such parameter: there are %(known)s.") % {
                "known": ", ".join(sorted(described.model_fields))}}
        )  # fmt: skip


def _equal(name: str, path: str, kind: Any, about: str) -> Filter:  # noqa: ANN401 - a type as pydantic reads it
    return Filter(name, kind, lambda rows, value: rows.filter(**{path: value}), about)


def _compare(path: str) -> Narrow:
    return lambda rows, value: rows.filter(**{path: value})


def _search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in folded(text).split():
        rows = rows.filter(search_text__contains=word)
    return rows


def _id_type(model: type[models.Model]) -> Any:  # noqa: ANN401 - as above
    return (
        Annotated[str, Field(max_length=64)] if hasattr(model, "public_id") else Annotated[int, Field(ge=0, le=2**53)]
    )
