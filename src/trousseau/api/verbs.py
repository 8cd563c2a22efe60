"""Doing: one operation a business verb, made from the action's own signature and docstring.

The person of the token is the actor, the thing in the address is loaded through the door of its kind, the revision
it is changed over comes from `If-Match`, and everything else the action takes is the body. What the action decides, by
permission or refusal, holds here as on the pages: there is no second rule.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass
from functools import cached_property
from typing import Annotated, Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import BaseModel, ConfigDict, create_model

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
PIECES = (Iterable[bytes], Iterator[bytes])
PIECE = 1 << 16
Action = Callable[..., Any]


class Asked(BaseModel):
    """What stands in the address of a call whose body is a file."""

    model_config = ConfigDict(extra="forbid")


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
    columns: tuple[str, type[models.Model], tuple[str, ...], bool] | None = None
    """A parameter that maps columns: its name, of which model, which, and whether a part may change alone."""

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
    def streamed(self) -> str | None:
        """The parameter that is the pieces of a file: they are the body, and the rest stands in the address."""
        return next((name for name, hint in self.hints.items() if hint in PIECES), None)

    @cached_property
    def record(self) -> str | None:
        """The parameter whose fields are the body's own, where the action takes one dataclass."""
        found = [name for name in self._told if _is_record(self.hints[name])]
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
        """The fields of the record, or the columns."""
        if self.columns is not None:
            _parameter, model, names, partial = self.columns
            return shapes.columns_of(model, names, partial=partial)
        return {} if self.record is None else shapes.fields_of(self.hints[self.record], self._models)

    @cached_property
    def body(self) -> type[BaseModel] | None:
        """The description of the body; None where there is nothing to say."""
        fields = {**self.spread, **self.fields}
        return shapes.body_of(_title(self.operation), fields) if fields and not self.streamed else None

    @cached_property
    def asked(self) -> type[BaseModel] | None:
        """What stands in the address, where the body is a file."""
        return (
            create_model(_title(self.operation), __base__=Asked, **_described(self.fields)) if self.streamed else None
        )

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
        mapped = self.columns[0] if self.columns else None
        machine = {self.actor, self.target, self.revised, self.streamed, mapped, *self.left}
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


def verb_each(*actions: Action, **said: Any) -> None:
    """Make several actions callable, each under its own name."""
    for action in actions:
        verb(action, **said)


def every() -> list[Verb]:
    """Give all of them, in order."""
    return list(_known.values())


def caller(made: Verb) -> Callable[..., HttpResponse]:
    """The operation of a verb."""

    def once(request: HttpRequest, key: str | None) -> HttpResponse:
        return repeats.once(request, token_held(request), lambda: done(request, made, key, None))

    def on_one(request: HttpRequest, id: reading.Id) -> HttpResponse:  # noqa: A002 - so it is called in addresses
        return once(request, id)

    def alone(request: HttpRequest) -> HttpResponse:
        return once(request, None)

    def file_on_one(request: HttpRequest, id: reading.Id, asked: BaseModel) -> HttpResponse:  # noqa: A002 - as above
        return done(request, made, id, asked)

    def file(request: HttpRequest, asked: BaseModel) -> HttpResponse:
        return done(request, made, None, asked)

    if made.asked is None:
        return on_one if made.on is not None else alone
    operation = file_on_one if made.on is not None else file
    operation.__annotations__["asked"] = Annotated[made.asked, Query()]  # type: ignore[type-arg]
    return operation


def done(request: HttpRequest, made: Verb, key: str | None, asked: BaseModel | None) -> HttpResponse:
    """Do it, and answer with what came of it."""
    user = person(request)
    given: dict[str, Any] = {made.actor: user}
    if made.on is not None and made.target is not None and key is not None:
        row = made.on.one(user, key)
        reading.seen(request, made.on, row, needed=made.revised is not None)
        given[made.target] = row
        if made.revised is not None:
            given[made.revised] = row.revision
    if made.streamed is not None:
        given[made.streamed] = iter(lambda: request.read(PIECE), b"")
    if asked is not None:
        reading.known_only(request, type(asked))
    told = asked or sent(request, made.body, streamed=made.streamed is not None)
    if told is not None:
        given |= _loaded(user, made, told)
    with by_way_of("API"):
        return _answered(request, user, made, made.action(**given))


def _loaded(user: User, made: Verb, told: BaseModel) -> dict[str, Any]:
    """What was sent, as the action takes it."""
    given = shapes.loaded(user, told, made.fields)
    if made.columns is not None:
        return given | _mapped(made, shapes.loaded(user, told, made.spread))
    if made.record is not None:
        given[made.record] = made.hints[made.record](**shapes.loaded(user, told, made.spread))
    return given


def sent(request: HttpRequest, described: type[BaseModel] | None, *, streamed: bool = False) -> BaseModel | None:
    """The body as its description reads it; an empty one stands for an empty object, a file is read later."""
    if streamed:
        return None
    content = request.body
    if content and request.content_type != "application/json":
        raise MediaError
    told = (described or shapes.Sent).model_validate_json(content or b"{}")
    return told if described else None


def _answered(request: HttpRequest, user: User, made: Verb, done: Any) -> HttpResponse:  # noqa: ANN401 - whatever it gives
    """What came of it, read anew as the person sees it now; nothing where there is nothing to show."""
    if done is None:
        return HttpResponse(status=204)
    if isinstance(done, models.Model):
        kind = resources.of(type(done))
        row = None if kind is None else kind.read(user).filter(pk=done.pk).first()
        if kind is None or row is None:
            return HttpResponse(status=204)
        return reading.answer(request, kind.state(user, row), tag=reading.tag_of(kind, user, row))
    return reading.answer(request, made.told.plain(done))


def _mapped(made: Verb, values: dict[str, Any]) -> dict[str, Any]:
    """The columns that were sent, as the action takes them: by name, or as one mapping."""
    parameter = made.columns[0] if made.columns else ""
    spread = made.parameters[parameter].kind is inspect.Parameter.VAR_KEYWORD
    return values if spread else {parameter: values}


def _described(fields: Mapping[str, tuple[Shape, Any]]) -> dict[str, Any]:
    return {name: (one.type, default) for name, (one, default) in fields.items()}


def _is_record(hint: Any) -> bool:  # noqa: ANN401 - an annotation
    return is_dataclass(hint) and hint not in shapes.LEARNT


def _is_person(hint: Any) -> bool:  # noqa: ANN401 - an annotation
    return hint is User or User in typing.get_args(hint)


def _title(operation: str) -> str:
    return "".join(word.title() for word in operation.split("_"))
