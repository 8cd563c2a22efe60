"""What there is to read: each kind of thing by its name, whose rows someone may see, and what is said of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from pydantic import BaseModel

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.api import representing
from trousseau.api.representing import Said

Rows = Callable[[User], QuerySet[Any]]


@dataclass(frozen=True)
class Resource:
    """One kind of thing.

    `rows` gives those someone may see: what is not among them is not there (404), for reading as for writing.
    `fields` and `filters` are names of the model's fields; a filter on a day asks from and to.
    """

    name: str
    model: type[Model]
    rule: str
    rows: Rows
    fields: Sequence[str | Said]
    about: str
    filters: Sequence[str] = ()
    search: bool = False
    listed: bool = True
    beside: Sequence[str] = ()
    """Rows that are read with these: what a thing that is named needs to say its name."""

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Its fields, with types; its revision last, where it has one."""
        named = [*self.fields, *(["revision"] if hasattr(self.model, "revision") else [])]
        return tuple(
            representing.said(self.model, field) if isinstance(field, str) else field for field in dict.fromkeys(named)
        )

    @cached_property
    def title(self) -> str:
        """What its description is called."""
        many = "".join(word.title() for word in self.name.split("-"))
        return f"{many[:-3]}y" if many.endswith("ies") else many.removesuffix("s")

    @cached_property
    def schema(self) -> type[BaseModel]:
        """The description of one."""
        return representing.schema_of(self.title, self.said, self.about)

    def read(self, user: User) -> QuerySet[Any]:
        """The rows someone may see, with all that is said of them."""
        joined = dict.fromkeys(one.joined for one in self.said if one.joined)
        fetched = dict.fromkeys(one.fetched for one in self.said if one.fetched)
        return self.rows(user).select_related(*joined, *self.beside).prefetch_related(*fetched)

    def one(self, user: User, key: str) -> Any:  # noqa: ANN401 - of its model
        """One of them by its id; Http404 where there is none that they see."""
        found = self.read(user).filter(**{representing.key_field(self.model): self.key(key)}).first()
        if found is None:
            raise Http404
        return found

    def key(self, told: str) -> str:
        """An id as the database compares it; Http404 for what no id looks like."""
        if representing.key_field(self.model) == "pk" and not (told.isascii() and told.isdecimal() and len(told) < 16):
            raise Http404
        return told

    def told_to(self, user: User) -> list[Said]:
        """Its fields as someone may read them: a thing of a kind that is not theirs to read is not named."""
        return [one if _may_name(user, one.names) else replace(one, read=_untold(one)) for one in self.said]

    def state(self, user: User, row: Model) -> dict[str, Any]:
        """All that is said of one."""
        return representing.represent(row, self.told_to(user))


_known: dict[str, Resource] = {}


def resource(made: Resource) -> Resource:
    """Make a kind of thing known; its name and its model are its own."""
    if made.name in _known or any(made.model is other.model for other in _known.values()):
        raise ValueError(f"{made.name} is known already")
    _known[made.name] = made
    return made


def every() -> list[Resource]:
    """Give all kinds, in order."""
    return list(_known.values())


def of(model: type[Model]) -> Resource | None:
    """The kind that a model's rows are."""
    return next((one for one in _known.values() if one.model is model), None)


def _may_name(user: User, model: type[Model] | None) -> bool:
    kind = None if model is None else of(model)
    return kind is None or may(user, kind.rule)


def _untold(field: Said) -> Callable[[Any], Any]:
    return lambda _row: [] if field.fetched else None


def named(user: User, model: type[Model], key: str, field: str) -> Any:  # noqa: ANN401 - of the model
    """A row that a body names by its id; ValidationError where they see none."""
    kind = of(model)
    if kind is None:
        raise KeyError(f"no kind of thing is made of {model.__name__}")
    try:
        return kind.one(user, key)
    except Http404:
        raise ValidationError({field: _("“%(id)s” is nothing that you see.") % {"id": key[:40]}}) from None
