"""Who calls: the person whose token the request carries, and nobody else; a session opens nothing here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from ninja.security import HttpBearer

from trousseau.access import elevation
from trousseau.access.models import ApiToken, Scope, User
from trousseau.access.rules import may
from trousseau.access.tokens import token_of
from trousseau.api.problems import ScopeMissingError

PLACES = ("/api/v1/", "/mcp")


def bearers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: under /api/v1/ and at /mcp the person is the one of the token, before anything asks who calls."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(PLACES):
            token = _token(request)
            request.api_token = token  # type: ignore[attr-defined]
            request.user = AnonymousUser() if token is None else token.user
        return get_response(request)

    return answer


def token_held(request: HttpRequest) -> ApiToken:
    """The token a call came with; PermissionDenied where there is none."""
    found: ApiToken | None = getattr(request, "api_token", None)
    if found is None:
        raise PermissionDenied
    return found


class Bearer(HttpBearer):
    """The door of one operation: a token that stands, with its scope, of a person who holds its rule."""

    def __init__(self, scope: Scope, rule: str) -> None:
        super().__init__()
        if rule in elevation.GUARDED:
            raise ValueError(f"{rule} asks who one is again: no program can answer that")
        self.scope, self.rule = scope, rule

    def __call__(self, request: HttpRequest) -> Any:  # noqa: ANN401 - as Ninja has it
        """Let the person in; None where no token stands, which Ninja answers with 401."""
        token: ApiToken | None = getattr(request, "api_token", None)
        if token is None:
            return None
        if self.scope.value not in token.scopes:
            raise ScopeMissingError(self.scope)
        if not may(token.user, self.rule):
            raise PermissionDenied
        return token

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The middleware has done it; Ninja wants a method of this name."""
        raise NotImplementedError


def _token(request: HttpRequest) -> ApiToken | None:
    kind, _space, text = request.headers.get("Authorization", "").partition(" ")
    return token_of(text.strip()) if kind.casefold() == "bearer" else None
