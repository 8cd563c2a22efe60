"""The pages of notices: the list, one of them, how one wants to be told, and the links that stop mail."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.hardening import safe_place
from trousseau.access.rules import PUBLIC, SIGNED_IN, access, person
from trousseau.notices import actions, kinds, pages, queries, unsubscribing
from trousseau.notices.forms import WishesForm


@access(SIGNED_IN)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What one was told."""
    context = pages.notices(person(request), request.GET.get("page"), unread_only=request.GET.get("unread") == "1")
    return render(request, "notices/list.html", context)


@access(SIGNED_IN)
@require_GET
def follow(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go where a notice leads; it is read then."""
    found = get_object_or_404(queries.of(person(request)), public_id=public_id)
    actions.read(person(request), found)
    return redirect(safe_place(request, found.url, reverse("notices:list")))


@access(SIGNED_IN)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    actions.read_all(person(request))
    return redirect("notices:list")


@access(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Say how one wants to be told."""
    user = person(request)
    form = WishesForm(request.POST or None, queries.wishes_of(user), queries.paces_of(user))
    if request.method == "POST" and form.is_valid():
        actions.wish(user, form.hours(), form.paces())
        messages.success(request, _("Saved."))
        return redirect("notices:settings")
    context = {"form": form, "here_tab": "notices"}
    return render(request, "notices/settings.html", context, status=422 if request.method == "POST" else 200)


@csrf_exempt  # the reader's mail program presses it (RFC 8058); the signed link is the proof
@access(PUBLIC)
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, secret: str) -> HttpResponse:
    """Stop the mail of a link: asked first, for programs that check links only look."""
    found = unsubscribing.read(secret)
    if found is None:
        raise Http404
    user, kind = found
    if request.method == "POST":
        actions.unsubscribe(user, kind)
    known = kinds.find(kind)
    context = {"stopped": request.method == "POST", "kind": known.label if known else "", "person": user}
    return render(request, "notices/unsubscribe.html", context)
