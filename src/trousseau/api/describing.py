"""The OpenAPI description: what Ninja reads off the operations, with bodies, headers and refusals said once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from trousseau.api.problems import MEDIA, TITLES, Problem

if TYPE_CHECKING:
    from trousseau.api.verbs import Verb

ABOUT = (
    "Everything a person may do in Trousseau, for a program that holds one of their tokens: the same actions, the same "
    "rules. docs/api.md tells how to call it."
)
READING = (400, 401, 403, 404, 405, 422, 429, 500)
WRITING = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500)
HEADERS: dict[str, dict[str, Any]] = {
    "IfMatch": {
        "name": "If-Match", "in": "header", "required": False, "schema": {"type": "string", "maxLength": 200},
        "description": "The ETag that was read: refused with 412 where it changed since.",
    },
    "IfMatchNeeded": {
        "name": "If-Match", "in": "header", "required": True, "schema": {"type": "string", "maxLength": 200},
        "description": "The ETag that was read: refused with 412 where it changed since, with 428 where untold.",
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key", "in": "header", "required": False,
        "schema": {"type": "string", "maxLength": 255, "pattern": "^[ -~]*$"},
        "description": "A name of the caller’s own for this call: sent again within 24 hours, it is done once.",
    },
}  # fmt: skip
LEFT = re.compile(r"`([^`]*)`")


def of_write(made: Verb) -> dict[str, Any]:
    """What is said of a verb beside its address: its headers and its body."""
    parameters = [{"$ref": "#/components/parameters/IdempotencyKey"}]
    if made.on is not None:
        name = "IfMatchNeeded" if made.revised else "IfMatch"
        parameters.append({"$ref": f"#/components/parameters/{name}"})
    told: dict[str, Any] = {"parameters": parameters}
    if made.streamed:
        del parameters[0]
        file = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        told["requestBody"] = {"required": True, "content": file}
    if made.body is not None:
        required = any(default is ... for _shape, default in {**made.fields, **made.spread}.values())
        told["requestBody"] = {
            "required": required,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{made.body.__name__}"}}},
        }
    if made.told.schema is not None:
        told["responses"] = {204: {"description": "Done; the thing is no longer there for this person."}}
    return told


def completed(schema: dict[str, Any], bodies: dict[str, Any]) -> dict[str, Any]:
    """The description with bodies, refusals and headers in their places."""
    components = schema["components"]
    components["schemas"].update(bodies)
    problem = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    components["schemas"].update(problem.pop("$defs", {}))
    components["schemas"]["Problem"] = problem
    components["parameters"] = HEADERS
    components["responses"] = {f"Problem{status}": _refusal(status) for status in TITLES}
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            for status in READING if method == "get" else WRITING:
                operation["responses"].setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
            if method == "get":
                operation["responses"][304] = {"description": "Not changed since."}
            operation["responses"] = {str(status): told for status, told in sorted(operation["responses"].items())}
    schema["servers"] = [{"url": "/"}]
    schema["components"] = {name: dict(sorted(part.items())) for name, part in components.items()}
    return dict(schema)


def prose(doc: str) -> str:
    """A docstring without what only its reader in the code needs."""
    paragraphs = [" ".join(part.split()) for part in doc.strip().split("\n\n")]
    return "\n\n".join(part for part in paragraphs[1:] if not part.startswith(("Raises:", "Args:", "Returns:")))


def _refusal(status: int) -> dict[str, Any]:
    from django.utils.translation import override  # noqa: PLC0415

    with override("en"):
        title = str(TITLES[status])
    return {"description": title, "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
