"""Sources that feed the ledger by themselves: adding one, what it would bring, starting, stopping, removing it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.posted import refuse, revision
from trousseau.connectors.actions import feeds as actions
from trousseau.connectors.feed_forms import form_of, initial
from trousseau.connectors.feeds.rehearsal import rehearse
from trousseau.connectors.models import Feed
from trousseau.connectors.pages import feeds as pages
from trousseau.connectors.queries import feeds as queries


@access("manage_connections")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Say where a new source is; the next page shows what it would bring."""
    if kind not in Feed.Kind.values:
        raise Http404
    form = form_of(kind)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add(person(request), kind, form.wishes())
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect("connectors:feed_settings" if form.goes_on else "connectors:feed_check", made.public_id)
    context = {"form": form, "kind": Feed.Kind(kind)}
    return render(request, "connectors/feeds/edit.html", context, status=422 if request.method == "POST" else 200)


@access("read_connections")
@require_GET
def feed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one source: where it is, its files, its last runs."""
    user = person(request)
    found = get_object_or_404(queries.feeds(user), public_id=public_id)
    return render(request, "connectors/feeds/feed.html", pages.page(user, found))


@access("read_connections")
@require_GET
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a source would bring, without bringing it."""
    user = person(request)
    found = get_object_or_404(queries.feeds(user), public_id=public_id)
    return render(request, "connectors/feeds/check.html", pages.rehearsed(user, found, rehearse(found)))


@access("manage_connections")
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show and decide how a source works."""
    found = get_object_or_404(Feed, public_id=public_id)
    form = form_of(found.kind)(request.POST or None, initial=initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.change(person(request), found, form.wishes(), revision=revision(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(pages.after(saved, goes_on=form.goes_on), public_id)
    context = {"form": form, "feed": found, "kind": Feed.Kind(found.kind)}
    return render(request, "connectors/feeds/edit.html", context, status=422 if request.method == "POST" else 200)


@access("manage_connections")
@require_POST
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have the clock read a source."""
    return _done(request, public_id, actions.start, _("It is read by the clock from now on."))


@access("manage_connections")
@require_POST
def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have the clock read a source no more."""
    return _done(request, public_id, actions.stop, _("The clock reads it no more; what it brought stays."))


@access("manage_connections")
@require_POST
def run_now(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have a source read now."""

    def asked(user: User, found: Feed, *, revision: int) -> object:  # noqa: ARG001 - reading asks for none
        return actions.run_now(user, found)

    said = _("It is read as soon as a worker is free; the run then stands under “Last runs”.")
    return _done(request, public_id, asked, said)


@access("manage_connections")
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what removing a source would do; do it once its name is written."""
    found = get_object_or_404(Feed, public_id=public_id)
    wrong = ""
    if request.method == "POST":
        if request.POST.get("name", "").strip() == found.name:
            try:
                actions.remove(person(request), found, revision=revision(request))
            except ValidationError as error:
                wrong = " ".join(error.messages)
            else:
                messages.success(request, pgettext("a source", "“%(name)s” is removed.") % {"name": found.name})
                return redirect("connectors:list")
        else:
            wrong = _("Write the name of the source as it stands: %(name)s") % {"name": found.name}
    return render(
        request, "connectors/feeds/remove.html", {"feed": found, "wrong": wrong}, status=422 if wrong else 200
    )


@access("read_connections")
@require_GET
def run(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """Show what a run saw, brought and met."""
    user = person(request)
    found = get_object_or_404(queries.feeds(user), public_id=public_id)
    one = get_object_or_404(queries.runs(user, found), public_id=key)
    one.feed = found
    return render(request, "connectors/feeds/run.html", pages.run_page(one))


def _done(request: HttpRequest, public_id: str, action: Callable[..., object], said: str) -> HttpResponse:
    found = get_object_or_404(Feed, public_id=public_id)
    try:
        action(person(request), found, revision=revision(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("connectors:feed", public_id)
