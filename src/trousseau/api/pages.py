"""The page that tells how to call: examples, and every operation as the description has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from trousseau.access.models import Scope
from trousseau.access.rules import person
from trousseau.api import examples
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


def docs(request: HttpRequest) -> dict[str, Any]:
    """What the page shows."""
    described = description()
    kinds: dict[str, list[Operation]] = {}
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            kinds.setdefault(told["tags"][0], []).append(_operation(described, method, path, told))
    return {
        "here_tab": "api",
        "examples": examples.EXAMPLES,
        "kinds": sorted(kinds.items()),
        "count": sum(len(methods) for methods in described["paths"].values()),
        "address": request.build_absolute_uri("/").rstrip("/"),
        "most": MOST,
        "a_minute": A_MINUTE,
        "scopes": list(Scope),
        "assistant_tools": server.tools_of(person(request)),
    }


def _operation(described: dict[str, Any], method: str, path: str, told: dict[str, Any]) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in body:
        body = described["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    asked = [one["name"] for one in told["parameters"] if one.get("in") == "query"]
    return Operation(method.upper(), path, (*asked, *body.get("properties", ())), tuple(body.get("required", ())))
