"""One's own doors: the sessions that go on, the passkeys, and administration that is closed before its time."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trousseau.access import elevation, visits
from trousseau.access.hardening import safe_place
from trousseau.access.rules import SIGNED_IN, access, person


@access(SIGNED_IN)
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """List where one is signed in."""
    going_on = list(visits.sessions(person(request)))
    context = {
        "sessions": going_on,
        "here_key": request.session.session_key,
        "here_tab": "profile",
        "idle": settings.SESSION_COOKIE_AGE // 86_400,
        "longest": visits.LONGEST.days,
    }
    return render(request, "access/sessions.html", context)


@access(SIGNED_IN)
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of one's own."""
    visits.end(person(request), get_object_or_404(visits.sessions(person(request)), pk=pk))
    messages.success(request, _("That session is over: whoever works in it must sign in again."))
    return redirect("access:sessions")


@access(SIGNED_IN)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions of one's own but this one."""
    ended = visits.leave_others(person(request), request.session.session_key)
    said = ngettext("%(n)s other session is over.", "%(n)s other sessions are over.", ended)
    messages.success(request, said % {"n": ended})
    return redirect("access:sessions")


@require_GET
def passkeys(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Lead to where one's passkeys are listed."""
    return redirect("mfa_index")


@access(SIGNED_IN)
@require_POST
def end_elevation(request: HttpRequest) -> HttpResponse:
    """Close administration before its time."""
    elevation.end(request, person(request))
    messages.success(request, _("Administration is closed: you work as anybody else."))
    return redirect(safe_place(request, request.POST.get("next", ""), reverse("home")))
