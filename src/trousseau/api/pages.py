"""The page that tells how to call: examples, and every operation as the description has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.http import HttpRequest

from trousseau.access.models import Scope
from trousseau.access.rules import person
from trousseau.api import examples, resources
from trousseau.api.allowance import A_MINUTE
from trousseau.api.mcp import server
from trousseau.api.reading import MOST
from trousseau.api.service import description


@dataclass(frozen=True)
class Operation:
    """One line of the page."""

    method: str
    path: str
    takes: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True)
class Room:
    """The operations of one room of the house, by kind of thing."""

    name: str
    kinds: dict[str, list[Operation]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many operations."""
        return sum(map(len, self.kinds.values()))


def docs(request: HttpRequest) -> dict[str, Any]:
    """What the page shows."""
    described = description()
    rooms: dict[str, Room] = {}
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            kind = told["tags"][0]
            room = rooms.setdefault(_room_of(kind), Room(str(apps.get_app_config(_room_of(kind)).verbose_name)))
            room.kinds.setdefault(kind, []).append(_operation(described, method, path, told))
    return {
        "here_tab": "api",
        "examples": examples.EXAMPLES,
        "rooms": sorted(rooms.values(), key=lambda room: room.name),
        "count": sum(len(methods) for methods in described["paths"].values()),
        "address": request.build_absolute_uri("/").rstrip("/"),
        "most": MOST,
        "a_minute": A_MINUTE,
        "scopes": list(Scope),
        "assistant_tools": server.tools_of(person(request)),
    }


def _room_of(kind: str) -> str:
    """The label of the room that a kind of thing is of; what is asked of no thing bears the name of its room."""
    return next((one.model._meta.app_label for one in resources.every() if one.name == kind), kind)  # noqa: SLF001 - Django's documented door


def _operation(described: dict[str, Any], method: str, path: str, told: dict[str, Any]) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in body:
        body = described["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    asked = [one["name"] for one in told["parameters"] if one.get("in") == "query"]
    return Operation(method.upper(), path, (*asked, *body.get("properties", ())), tuple(body.get("required", ())))
