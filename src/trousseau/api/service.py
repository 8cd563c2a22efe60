"""The service: every operation of every room, its description, and the one door all calls come through."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from ninja import NinjaAPI
from ninja.schema import NinjaGenerateJsonSchema
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from trousseau.access.models import Scope
from trousseau.api import describing, questions, reading, resources, rooms, verbs
from trousseau.api.bearer import Bearer
from trousseau.api.problems import answered, problem
from trousseau.api.resources import Resource


class Service(NinjaAPI):
    """Ninja, with our own refusals and what they look like in the description."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:  # noqa: ANN401 - Ninja's own signature
        """One sentence for whatever an operation raised."""
        return answered(request, exc)

    def get_openapi_schema(self, **_named: Any) -> Any:  # noqa: ANN401 - as above
        """The description, with the refusals that every operation may answer."""
        return describing.completed(super().get_openapi_schema(path_prefix="/api/v1/"), _bodies())


@cache
def open_rooms() -> None:
    """Have every room say what there is to read and to do."""
    rooms.open_all()


@cache
def service() -> Service:
    """The service, made when somebody first calls."""
    open_rooms()
    made = Service(title="Trousseau", version="1", openapi_url=None, docs_url=None, description=describing.ABOUT)
    for kind in resources.every():
        _verbs_of(made, None, kind.name)
        _reads(made, kind)
        _questions_of(made, kind, "")
        _verbs_of(made, kind, "")
    asked = [one.tag for one in questions.every() if one.on is None]
    done = [one.tag for one in verbs.every() if one.on is None]
    for tag in dict.fromkeys((*asked, *done)):
        if all(tag != kind.name for kind in resources.every()):
            _questions_of(made, None, tag)
            _verbs_of(made, None, tag)
    return made


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description, made once: it says nothing of who asks, nor of this house."""
    return dict(service().get_openapi_schema())


@cache
def _resolver() -> URLResolver:
    return URLResolver(RegexPattern(r"^/"), service().urls[0])


def call(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer a call to an address of the service; 404 and 405 are problems like any other refusal."""
    try:
        found = _resolver().resolve(f"/{path}")
    except Resolver404:
        return problem(404)
    response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    if isinstance(response, HttpResponseNotAllowed):
        refusal = problem(405)
        refusal.headers["Allow"] = response.headers["Allow"]
        return refusal
    return response


def _reads(made: Service, kind: Resource) -> None:
    door = Bearer(Scope.READ, kind.rule)
    if kind.listed:
        lister, page = reading.lister(kind)
        made.get(
            f"/{kind.name}", response=page, auth=door, operation_id=f"{_id(kind.name)}_list", tags=[kind.name],
            summary=kind.about, url_name=f"{kind.name}-list",
        )(lister)  # fmt: skip
    made.get(
        f"/{kind.name}/{{id}}", response=kind.schema, auth=door, operation_id=f"{_id(kind.name)}_read",
        tags=[kind.name], summary=f"One of these: {kind.about[0].lower()}{kind.about[1:]}", url_name=f"{kind.name}-one",
    )(reading.reader(kind))  # fmt: skip


def _questions_of(made: Service, kind: Resource | None, tag: str) -> None:
    for one in questions.every():
        if one.on is not kind or one.tag != tag:
            continue
        about = one.give.__doc__ or ""
        made.get(
            one.path, response=one.told, auth=Bearer(Scope.READ, one.rule), operation_id=one.operation,
            tags=[kind.name if kind else tag], url_name=one.operation, summary=about.strip().split("\n")[0],
            description=describing.prose(about),
        )(questions.answering(one))  # fmt: skip


def _verbs_of(made: Service, kind: Resource | None, tag: str) -> None:
    for one in verbs.every():
        if one.on is not kind or (kind is None and one.tag != tag):
            continue
        schema = one.told.schema
        about = (one.serves[0] if one.serves else one.action).__doc__ or ""
        made.post(
            one.path, response={200: schema} if schema else {204: None}, auth=Bearer(one.scope, one.rule),
            operation_id=one.operation, tags=[kind.name if kind else tag], url_name=one.operation,
            summary=about.strip().split("\n")[0], description=describing.prose(about),
            openapi_extra=describing.of_write(one),
        )(verbs.caller(one))  # fmt: skip


def _bodies() -> dict[str, Any]:
    bodies: list[type[BaseModel]] = [one.body for one in verbs.every() if one.body is not None]
    _map, schema = models_json_schema(
        [(body, "validation") for body in bodies],
        ref_template="#/components/schemas/{model}",
        schema_generator=NinjaGenerateJsonSchema,
    )
    return dict(schema.get("$defs", {}))


def _id(name: str) -> str:
    return name.replace("-", "_")
