"""Watch notes: the list, writing one, one note, sending it, what readers did."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.access import visible_to
from trousseau.accounts.posted import refuse, whole
from trousseau.support.actions import watch as actions
from trousseau.support.forms import WatchForm, account_named
from trousseau.support.models import WatchNote
from trousseau.support.pages import watch as pages
from trousseau.support.queries import watch as queries
from trousseau.support.queries.watch import Ask


@access("read_team")
@require_GET
def watch(request: HttpRequest) -> HttpResponse:
    """The notes."""
    return render(request, "support/watch.html", {"page": pages.page(person(request), Ask.of(request.GET.dict()))})


@access("read_team")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Show the form of a new note; write it, or say why not and keep what was typed."""
    return _written(request, None)


@access("read_team")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for a note that stands: its author or a director."""
    user = person(request)
    note = queries.note_or_404(user, public_id)
    if not queries.may_change(user, note):
        raise PermissionDenied
    return _written(request, note)


@access("read_team")
@require_GET
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    """One note."""
    user = person(request)
    page = pages.one_page(user, queries.note_or_404(user, public_id))
    return render(request, "support/watch_note.html", {"page": page})


@access("read_team")
@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a note to the accounts that were confirmed, and to one that was typed."""
    user = person(request)
    found = queries.note_or_404(user, public_id)
    chosen = list(visible_to(user).filter(public_id__in=request.POST.getlist("account")[:500]))
    typed = request.POST.get("other", "").strip()
    try:
        if typed:
            chosen.append(account_named(user, typed))
        sent = actions.send(user, found, chosen)
    except ValidationError as error:
        page = pages.one_page(user, found, problem=" ".join(error.messages), typed={"other": typed})
        return render(request, "support/watch_note.html", {"page": page}, status=422)
    messages.success(
        request,
        ngettext("Sent to {n} account; its people are told.", "Sent to {n} accounts; their people are told.", sent)
        .format(n=sent),
    )  # fmt: skip
    return redirect("support:watch_note", public_id)


@access("read_team")
@require_POST
def mark(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """Say what one did with a note, take it back from an account, or delete it."""
    user = person(request)
    found = queries.note_or_404(user, public_id)
    act, done = VERBS.get(verb, (None, ""))
    if act is None:
        raise Http404
    try:
        act(user, found, request)
    except ValidationError as error:
        page = pages.one_page(user, found, problem=" ".join(error.messages), typed=request.POST.dict())
        return render(request, "support/watch_note.html", {"page": page}, status=422)
    messages.success(request, str(done))
    return redirect("support:watch") if verb == "drop" else redirect("support:watch_note", public_id)


def _written(request: HttpRequest, found: WatchNote | None) -> HttpResponse:
    form = WatchForm(request.POST if request.method == "POST" else None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        said = actions.Written(**{**values, "topics": tuple(values["topics"])})
        revision = request.POST.get("revision", "")
        try:
            if found is None:
                kept = actions.write(person(request), said)
            else:
                seen = whole(revision)
                kept = actions.change(person(request), found, said, revision=seen)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The note is kept: confirm the accounts it concerns."))
            return redirect("support:watch_note", kept.public_id)
    fresh = queries.note_or_404(person(request), found.public_id) if found else None
    context = {"form": form, "note": fresh, "zones": queries.zones_known(), "topics": queries.topics(person(request))}
    return render(request, "support/watch_form.html", context, status=422 if request.method == "POST" else 200)


def _initial(found: WatchNote | None) -> dict[str, object]:
    if found is None:
        return {}
    names = ("title", "text", "industry", "zone", "source", "link", "said_on")
    return {"topics": ", ".join(found.topics)} | {name: getattr(found, name) for name in names}


def _take_back(user: User, found: WatchNote, request: HttpRequest) -> None:
    account = visible_to(user).filter(public_id=request.POST.get("account", "")).first()
    if account is None:
        raise Http404
    actions.take_back(user, found, account)


def _used(user: User, found: WatchNote, request: HttpRequest) -> None:
    actions.mark_used(user, found, request.POST.get("used_for", ""))


VERBS: dict[str, tuple[Callable[[User, WatchNote, HttpRequest], object], object]] = {
    "read": (lambda user, found, _request: actions.mark_read(user, found), gettext_lazy("Marked as read.")),
    "useful": (
        lambda user, found, _request: actions.mark_useful(user, found, useful=True),
        gettext_lazy("Marked as useful."),
    ),
    "not-useful": (
        lambda user, found, _request: actions.mark_useful(user, found, useful=False),
        gettext_lazy("No longer marked as useful."),
    ),
    "used": (_used, gettext_lazy("Kept what it was used for.")),
    "take-back": (_take_back, gettext_lazy("Taken back from the account.")),
    "drop": (lambda user, found, _request: actions.drop(user, found), gettext_lazy("The note is deleted.")),
}
