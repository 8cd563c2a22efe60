"""The shell's own pages: Home, search, language and theme, health, errors."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.hardening import safe_place
from trousseau.access.models import Theme, User
from trousseau.access.rules import PUBLIC, SIGNED_IN, access, person
from trousseau.portal.access import is_client
from trousseau.portfolio.pages.home import home as home_of
from trousseau.web import search as palette


@access(SIGNED_IN)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what is due; a client goes to their own space."""
    if is_client(person(request)):
        return redirect("portal:spaces")
    return render(request, "portfolio/home.html", {"home": home_of(cast("User", request.user))})


@access(SIGNED_IN)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Answer Ctrl-K with a list of places to go."""
    text = request.GET.get("q", "")[:100]
    hits = palette.find(person(request), text, request.path)
    template = "web/hits.html" if request.headers.get("HX-Request") else "web/search_results.html"
    return render(request, template, {"hits": hits, "text": text})


@access(PUBLIC)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language, for this browser and for the person, and come back to the same page."""
    chosen = request.POST.get("language", "")
    answer = redirect(_back(request))
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        if request.user.is_authenticated:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
        translation.activate(chosen)
    return answer


@access(PUBLIC)
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Change between light, dark and as the system, for this browser and for the person."""
    chosen = request.POST.get("theme", "")
    answer: HttpResponse = redirect(_back(request))
    if chosen in Theme.values:
        answer.set_cookie(
            settings.THEME_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
        )
        if request.user.is_authenticated:
            request.user.theme = chosen
            request.user.save(update_fields=["theme"])
    return answer


@access(PUBLIC)
@never_cache
@require_GET
def healthz(_request: HttpRequest) -> JsonResponse:
    """Say that the server and its database answer, for whoever watches over them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _back(request: HttpRequest) -> str:
    """Where the person came from, if that is one of our pages."""
    return safe_place(request, request.POST.get("next", ""), "/")


def _refusal(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """Say what was refused: to htmx one line that fits where it asked, else a page with or without the shell."""
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    template = "web/error_line.html" if request.headers.get("HX-Request") else "web/error.html"
    frame = "web/base.html" if known else "web/entrance.html"
    return render(request, template, {"status": status, "frame": frame, **context}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show that the request could not be understood, or that what was typed is too long."""
    return _refusal(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Show that the page exists and is not theirs to open."""
    return _refusal(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Show that nothing is there."""
    return _refusal(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Show that the form is too old to be trusted."""
    return _refusal(request, 403, stale=True)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show that something broke on our side, without asking the database for anything."""
    if request.headers.get("HX-Request"):
        return HttpResponse(render_to_string("web/error_line.html", {"status": 500}), status=500)
    return HttpResponse(render_to_string("web/broken.html"), status=500)
