"""Doing: one operation a business verb, made from the action's own signature and docstring.

The person of the token is the actor, the thing in the address is loaded through the door of its kind, the revision
it is changed over comes from `If-Match`, and everything else the action takes is the body. What the action decides, by
permission or refusal, holds here as on the pages: there is no second rule.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from trousseau.access.audit import by_way_of
from trousseau.access.models import Scope, User
from trousseau.access.rules import person
from trousseau.api import reading, repeats, resources, shapes, telling
from trousseau.api.bearer import token_held
from trousseau.api.problems import MediaError
from trousseau.api.resources import Resource
from trousseau.api.shapes import Shape

ACTORS = frozenset({"user", "actor", "by", "person"})
REVISIONS = frozenset({"revision", "seen", "version"})
Action = Callable[..., Any]


@dataclass(frozen=True)
class Verb:
    """One action as an operation.

    `action` is called; `serves` is what it stands for where it is a wrapper; `left` are parameters that a program has
    no say in; `also` gives types where an action's own say too little.
    """

    action: Action
    name: str
    on: Resource | None = None
    rule: str = "make_tokens"
    tag: str = ""
    serves: tuple[Action, ...] = ()
    left: frozenset[str] = frozenset()
    also: Mapping[str, Any] = field(default_factory=dict)
    about: tuple[type[models.Model], ...] = ()
    scope: Scope = Scope.WRITE

    @cached_property
    def hints(self) -> dict[str, Any]:
        """The annotations of the action, as types."""
        return {**typing.get_type_hints(self.action), **self.also}

    @cached_property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """What the action takes."""
        return dict(inspect.signature(self.action).parameters)

    @cached_property
    def actor(self) -> str:
        """The parameter that is who acts."""
        return next(name for name in self.parameters if name in ACTORS and _is_person(self.hints[name]))

    @cached_property
    def target(self) -> str | None:
        """The parameter that is the thing in the address."""
        if self.on is None:
            return None
        return next(name for name in self.parameters if name != self.actor and self.hints[name] is self.on.model)

    @cached_property
    def revised(self) -> str | None:
        """The parameter that is the revision the caller has seen."""
        if self.on is None or not hasattr(self.on.model, "revision"):
            return None
        return next((name for name in self.parameters if name in REVISIONS and name not in self.also), None)

    @cached_property
    def record(self) -> str | None:
        """The parameter whose fields are the body's own, where the action takes one dataclass."""
        found = [name for name in self._told if is_dataclass(self.hints[name])]
        if len(found) != 1:
            return None
        fields = set(typing.get_type_hints(self.hints[found[0]]))
        return None if fields & (set(self._told) - {found[0]}) else found[0]

    @cached_property
    def fields(self) -> dict[str, tuple[Shape, Any]]:
        """The parameters that are sent by their own name."""
        found: dict[str, tuple[Shape, Any]] = {}
        for name in self._told:
            if name != self.record:
                default = self.parameters[name].default
                default = ... if default is inspect.Parameter.empty else default
                one = shapes.shape(self.hints[name], name, self._models, default)
                found[name] = (one, shapes.sent(default))
        return found

    @cached_property
    def spread(self) -> dict[str, tuple[Shape, Any]]:
        """The fields of the record."""
        return {} if self.record is None else shapes.fields_of(self.hints[self.record], self._models)

    @cached_property
    def body(self) -> type[BaseModel] | None:
        """The description of the body; None where there is nothing to say."""
        fields = {**self.spread, **self.fields}
        return shapes.body_of(_title(self.operation), fields) if fields else None

    @property
    def operation(self) -> str:
        """The name of the operation: `plans_submit`."""
        place = self.on.name if self.on else self.tag
        return f"{place}_{self.name}".replace("-", "_")

    @property
    def path(self) -> str:
        """Where it is called."""
        return f"/{self.on.name}/{{id}}/{self.name}" if self.on else f"/{self.tag}/{self.name}"

    @cached_property
    def told(self) -> telling.Told:
        """How what the action gives is told."""
        return telling.told(self.hints.get("return"), _title(self.operation) + "Done")

    @property
    def _told(self) -> list[str]:
        """The parameters that a body says."""
        machine = {self.actor, self.target, self.revised, *self.left}
        return [
            name
            for name, one in self.parameters.items()
            if name not in machine and one.kind not in {inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL}
        ]

    @cached_property
    def _models(self) -> Sequence[type[models.Model]]:
        """The models whose columns bound the values: what comes of it, then what it is done to."""
        given = self.hints.get("return")
        made = [given] if isinstance(given, type) and issubclass(given, models.Model) else []
        return [*self.about, *made, *([self.on.model] if self.on else [])]


_known: dict[str, Verb] = {}


def verb(action: Action, name: str = "", **said: Any) -> None:
    """Make an action callable; its name is the function's own unless another is given."""
    made = Verb(action, name or action.__name__.strip("_").replace("_", "-"), **said)
    if made.operation in _known:
        raise ValueError(f"{made.operation} is known already")
    _known[made.operation] = made


def every() -> list[Verb]:
    """Give all of them, in order."""
    return list(_known.values())


def caller(made: Verb) -> Callable[..., HttpResponse]:
    """The operation of a verb."""

    def work(request: HttpRequest, id: str | None) -> HttpResponse:  # noqa: A002
        user = person(request)
        given: dict[str, Any] = {made.actor: user}
        if made.on is not None and made.target is not None and id is not None:
            row = made.on.one(user, id)
            reading.seen(request, made.on, row, needed=made.revised is not None)
            given[made.target] = row
            if made.revised is not None:
                given[made.revised] = row.revision
        told = sent(request, made.body)
        if told is not None:
            given |= shapes.loaded(user, told, made.fields)
            if made.record is not None:
                given[made.record] = made.hints[made.record](**shapes.loaded(user, told, made.spread))
        with by_way_of("API"):
            done = made.action(**given)
        return _done(request, user, made, done)

    def on_one(request: HttpRequest, id: reading.Id) -> HttpResponse:  # noqa: A002
        return repeats.once(request, token_held(request), lambda: work(request, id))

    def alone(request: HttpRequest) -> HttpResponse:
        return repeats.once(request, token_held(request), lambda: work(request, None))

    return on_one if made.on is not None else alone


def sent(request: HttpRequest, described: type[BaseModel] | None) -> BaseModel | None:
    """The body as its description reads it; an empty one stands for an empty object."""
    content = request.body
    if content and request.content_type != "application/json":
        raise MediaError
    told = (described or shapes.Sent).model_validate_json(content or b"{}")
    return told if described else None


def _done(request: HttpRequest, user: User, made: Verb, done: Any) -> HttpResponse:  # noqa: ANN401 - whatever it gives
    """What came of it, read anew as the person sees it now; nothing where there is nothing to show."""
    if done is None:
        return HttpResponse(status=204)
    if isinstance(done, models.Model):
        kind = resources.of(type(done))
        row = None if kind is None else kind.read(user).filter(pk=done.pk).first()
        if kind is None or row is None:
            return HttpResponse(status=204)
        return reading.answer(request, kind.state(row), tag=reading.tag_of(kind, row))
    return reading.answer(request, made.told.plain(done))


def _is_person(hint: Any) -> bool:  # noqa: ANN401 - an annotation
    return hint is User or User in typing.get_args(hint)


def _title(operation: str) -> str:
    return "".join(word.title() for word in operation.split("_"))
