"""The two doors of the room: the calls, and the page that tells how to call."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

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
