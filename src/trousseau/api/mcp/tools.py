"""What a tool is: what it asks and gives, in JSON Schema; whose it is to use; and a table of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from mcp import types
from pydantic import BaseModel, ConfigDict, field_validator

from trousseau.access.models import Scope
from trousseau.api.mcp.caller import Caller


class Asked(BaseModel):
    """What a tool is asked: nothing beside what it names, as a slip of the pen would change the question."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:  # noqa: ANN401 - whatever is sent
        """No text with a NUL, which not every database takes."""
        if isinstance(value, list):
            return [cls._storable(one) for one in value]
        return value.replace("\x00", "") if isinstance(value, str) else value


@dataclass(frozen=True)
class Told:
    """An answer: as data, and as somebody reads it."""

    data: BaseModel
    text: str


@dataclass(frozen=True)
class Intent:
    """What a tool would write: in words for the person who is asked, and done once they said yes."""

    summary: str
    do: Callable[[], Model]
    place: Callable[[Any], str]
    """Where what was written is looked at."""


@dataclass(frozen=True)
class Tool:
    """What every tool has."""

    name: str
    title: str | Promise
    about: str | Promise
    asks: type[Asked]
    gives: type[BaseModel]
    rule: str

    scope = Scope.READ

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """What it asks, in JSON Schema."""
        return self.asks.model_json_schema()

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """What it gives."""
        return self.gives.model_json_schema(mode="serialization")

    def described(self) -> types.Tool:
        """What an assistant is told of it, in the language in force."""
        return types.Tool(
            name=self.name,
            title=str(self.title),
            description=str(self.about),
            input_schema=self.input_schema,
            output_schema=self.output_schema,
            annotations=types.ToolAnnotations(
                title=str(self.title),
                read_only_hint=self.scope == Scope.READ,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=False,
            ),
        )


@dataclass(frozen=True)
class Reads(Tool):
    """A tool that answers."""

    answer: Callable[[Caller, Any], Told]


@dataclass(frozen=True)
class Writes(Tool):
    """A tool that writes, once its person said yes (`confirming.py`)."""

    intend: Callable[[Caller, Any], Intent]

    scope = Scope.WRITE


_known: dict[str, Reads | Writes] = {}


def tool(made: Reads | Writes) -> None:
    """Make a tool known."""
    if made.name in _known:
        raise ValueError(f"{made.name} is known already")
    _known[made.name] = made


def every() -> list[Reads | Writes]:
    """All of them."""
    return list(_known.values())


def of(caller: Caller) -> list[Reads | Writes]:
    """The tools a person may use with a token."""
    return [one for one in _known.values() if caller.holds(one.scope, one.rule)]


def named(name: str) -> Reads | Writes | None:
    """A tool by its name."""
    return _known.get(name)
