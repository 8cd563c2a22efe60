"""The doors of the room: the calls, the assistants, and the page that tells how to call."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from trousseau.access.hardening import takes_up_to
from trousseau.access.models import ApiToken
from trousseau.access.rules import access
from trousseau.api import allowance
from trousseau.api.problems import problem


@csrf_exempt  # no cookie opens anything here: `bearer` reads the token alone
@access("public")
def call(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer a program; each operation asks for its own rule."""
    from trousseau.api.service import call as answer  # noqa: PLC0415 - a thousand descriptions, made when one is asked

    token: ApiToken | None = getattr(request, "api_token", None)
    if token is None:
        return answer(request, path)
    left = allowance.spend(token)
    response = problem(429) if left.over else answer(request, path)
    left.tell(response)
    return response


@csrf_exempt  # as above
@access("public")
@takes_up_to(lambda: 0)
def mcp(request: HttpRequest) -> HttpResponseBase:
    """Answer an assistant; each tool asks for its own rule."""
    token: ApiToken | None = getattr(request, "api_token", None)
    if not _own_origin(request):
        return problem(403, _("This call comes from a page of another site: assistants call from a program."))
    if token is None:
        return problem(401)
    left = allowance.spend(token)
    response = problem(429) if left.over else _assisted(request, token)
    left.tell(response)
    return response


def _assisted(request: HttpRequest, token: ApiToken) -> HttpResponseBase:
    """One call of an assistant; no stream is held open, and no session is kept that it could go on with."""
    from trousseau.api.mcp import http  # noqa: PLC0415 - two seconds, for who has an assistant
    from trousseau.api.mcp.caller import Caller  # noqa: PLC0415

    if request.method != "POST":
        response = problem(405)
        response.headers["Allow"] = "POST"
        return response
    if "Mcp-Session-Id" in request.headers:
        return problem(404, _("No session is kept here: begin anew, without “Mcp-Session-Id”."))
    return http.answered(request, Caller(token, request.build_absolute_uri("/").rstrip("/")))


def _own_origin(request: HttpRequest) -> bool:
    """Whether no page of another site calls, to which a browser was led under our name (DNS rebinding)."""
    origin = request.headers.get("Origin")
    return origin is None or origin in {f"{request.scheme}://{request.get_host()}", settings.ADDRESS or None}


@access("make_tokens")
@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Tell how to call, with examples and every operation."""
    from trousseau.api import pages  # noqa: PLC0415 - as above

    return render(request, "api/docs.html", pages.docs(request))


@access("public")
@require_GET
def description(request: HttpRequest) -> HttpResponse:
    """Give the description of the service to a program with a token."""
    if getattr(request, "api_token", None) is None:
        raise Http404
    return _described()


@access("make_tokens")
@require_GET
def description_to_people(_request: HttpRequest) -> HttpResponse:
    """Give it to who may make a token."""
    return _described()


def _described() -> HttpResponse:
    from trousseau.api import service  # noqa: PLC0415 - as above

    return JsonResponse(service.description())
