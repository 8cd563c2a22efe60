"""Webhooks: the list, one with its deliveries, making, changing, another secret, stopping, sending again."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.posted import refuse, revision
from trousseau.webhooks import actions, queries
from trousseau.webhooks.forms import AgainForm, RotateForm, WebhookForm
from trousseau.webhooks.kinds import KINDS
from trousseau.webhooks.models import Delivery, Endpoint

PER_PAGE = 50
HERE = {"here_tab": "webhooks"}


@access("make_webhooks")
@require_GET
def webhooks(request: HttpRequest) -> HttpResponse:
    """List one’s own webhooks, and everybody’s for who looks after them."""
    found = list(queries.webhooks(person(request)))
    mine = [one for one in found if one.owner_id == request.user.pk]
    others = [one for one in found if one.owner_id != request.user.pk]
    context = HERE | {"mine": mine, "others": others, "stopped": [one for one in found if not one.active]}
    return render(request, "webhooks/list.html", context)


@access("make_webhooks")
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a webhook; its secret is on the answer, and nowhere else ever."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.add(person(request), form.wishes())
        except ValidationError as error:
            refuse(form, error)
        else:
            return render(request, "webhooks/secret.html", HERE | {"webhook": made, "secret": secret, "fresh": True})
    return render(request, "webhooks/form.html", HERE | {"form": form}, status=422 if request.method == "POST" else 200)


@access("make_webhooks")
@require_GET
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show where a webhook stands and what came of each delivery."""
    found = _found(request, public_id)
    state = request.GET.get("state", "")
    rows = found.deliveries.filter(state=state) if state in Delivery.State.values else found.deliveries.all()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = HERE | {
        "webhook": found, "page": page, "lines": queries.lines(found, list(page)), "state": state,
        "states": Delivery.State.choices, "told": [kind.label for name, kind in KINDS.items() if name in found.kinds],
        "own": found.owner_id == request.user.pk, "form": AgainForm(),
    }  # fmt: skip
    return render(request, "webhooks/one.html", context)


@access("make_webhooks")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say otherwise where it leads or what it tells."""
    found = _own(request, public_id)
    initial = {"name": found.name, "url": found.url, "kinds": found.kinds}
    form = WebhookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(person(request), found, form.wishes(), revision=revision(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks:one", public_id)
    context = HERE | {"form": form, "webhook": found}
    return render(request, "webhooks/form.html", context, status=422 if request.method == "POST" else 200)


@access("make_webhooks")
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "POST"])
def rotate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it another secret; it is on the answer, and nowhere else ever."""
    found = _own(request, public_id)
    form = RotateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = actions.rotate(person(request), found, form.cleaned_data["hours"])
        found.refresh_from_db()
        return render(request, "webhooks/secret.html", HERE | {"webhook": found, "secret": secret})
    context = HERE | {"form": form, "webhook": found}
    return render(request, "webhooks/rotate.html", context, status=422 if request.method == "POST" else 200)


@access("make_webhooks")
@require_POST
def do(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop it, start it, try it, or end its former secret."""
    user, found = person(request), _found(request, public_id)
    try:
        match request.POST.get("do", ""):
            case "stop":
                actions.stop(user, found)
                messages.success(request, _("It is told nothing from now on."))
            case "start":
                actions.start(user, found, meanwhile="meanwhile" in request.POST)
                messages.success(request, _("It is told again what happens."))
            case "end_former":
                actions.end_former(user, found)
                messages.success(request, _("Only the new secret signs from now on."))
            case _other:
                actions.try_out(user, found)
                messages.success(request, _("A test is on its way: what comes of it stands below in a moment."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("webhooks:one", public_id)


@access("make_webhooks")
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what removing a webhook does; do it."""
    found = _found(request, public_id)
    if request.method == "POST":
        actions.remove(person(request), found)
        messages.success(request, _("“%(name)s” is removed.") % {"name": found})
        return redirect("webhooks:list")
    return render(request, "webhooks/remove.html", HERE | {"webhook": found})


@access("make_webhooks")
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send again all that was given up since a moment."""
    found, form = _found(request, public_id), AgainForm(request.POST)
    if form.is_valid():
        count = actions.replay_failed(person(request), found, form.cleaned_data["since"])
        said = ngettext("%(n)s delivery is sent again.", "%(n)s deliveries are sent again.", count)
        messages.success(request, said % {"n": count} if count else _("Nothing was given up since then."))
    else:
        messages.error(request, _("“%(told)s” is no moment.") % {"told": request.POST.get("since", "")[:40]})
    return redirect("webhooks:one", public_id)


@access("make_webhooks")
@require_POST
def replay(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """Send one again."""
    found = _found(request, public_id)
    delivery = get_object_or_404(found.deliveries, public_id=key)
    try:
        actions.replay(person(request), delivery)
        messages.success(request, _("It is sent again, under the same id."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("webhooks:one", public_id)


def _found(request: HttpRequest, public_id: str) -> Endpoint:
    return get_object_or_404(queries.webhooks(person(request)), public_id=public_id)


def _own(request: HttpRequest, public_id: str) -> Endpoint:
    """One’s own; PermissionDenied for who only looks after it."""
    found = _found(request, public_id)
    if found.owner_id != request.user.pk:
        raise PermissionDenied
    return found
