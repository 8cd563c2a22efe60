"""Value delivered: all clients, one client, one thing brought and what the client says of it, files."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import refuse, revision
from trousseau.plans import value_tables
from trousseau.plans.access import may_edit
from trousseau.plans.actions import value as actions
from trousseau.plans.models.value import Delivered
from trousseau.plans.pages import value as pages
from trousseau.plans.queries import value as queries
from trousseau.plans.queries.value import Ask
from trousseau.plans.value_forms import DeliveredForm, OpinionForm


@access("read_plans")
@require_GET
def value(request: HttpRequest) -> HttpResponse:
    """All clients."""
    return render(request, "plans/value.html", pages.overview(request))


@access("read_plans")
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What was brought as a file, under the same filters."""
    if kind not in exports.TYPES:
        raise Http404
    table = value_tables.delivered(person(request), Ask.of(request.GET.dict()))
    return exports.as_file(table.heads, table.rows, kind, table.name)


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, public_id: str) -> HttpResponse:
    """One client; write down something more that was brought, or say why not and keep what was typed."""
    user = person(request)
    found = account_or_404(user, public_id)
    form = None
    if request.method == "POST":
        if not may_edit(user, found):
            raise PermissionDenied
        form = DeliveredForm(user, found, request.POST, auto_id="v-%s")
        if form.is_valid():
            try:
                made = actions.add(user, found, form.bringing())
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Written down: “%(what)s”. Now the client has a say.") % {"what": made})
                return redirect("plans:value_here", public_id)
    return render(request, "plans/value_account.html", pages.account(request, found, form), status=422 if form else 200)


@access("read_plans")
@require_GET
def one(request: HttpRequest, public_id: str, delivered: str) -> HttpResponse:
    """One thing brought."""
    user = person(request)
    found = queries.one_or_404(user, account_or_404(user, public_id), delivered)
    return render(request, "plans/value_one.html", pages.one(request, found))


@access("read_plans")
@require_POST
def change(request: HttpRequest, public_id: str, delivered: str) -> HttpResponse:
    """Correct what is said of it."""
    user = person(request)
    found = queries.one_or_404(user, account_or_404(user, public_id), delivered)
    form = DeliveredForm(user, found.account, request.POST, auto_id="v-%s")
    if form.is_valid():
        try:
            actions.change(user, found, form.bringing(), revision=revision(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Corrected."))
            return redirect("plans:value_one", public_id, delivered)
    fresh = queries.one_or_404(user, found.account, delivered)
    return render(request, "plans/value_one.html", pages.one(request, fresh, form=form, wrong="change"), status=422)


@access("read_plans")
@require_POST
def opinion(request: HttpRequest, public_id: str, delivered: str) -> HttpResponse:
    """Write down what the client says of it: `says` is confirmed or contested."""
    user = person(request)
    found = queries.one_or_404(user, account_or_404(user, public_id), delivered)
    form = OpinionForm(request.POST, auto_id="o-%s")
    says = request.POST.get("says", "")
    if says not in {"confirmed", "contested"}:
        raise Http404
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("by", "on", "said")}
        try:
            if says == "confirmed":
                agreed = form.cleaned_data["agreed"]
                actions.confirm(user, found, **given, agreed=agreed, revision=revision(request))
            else:
                actions.contest(user, found, **given, revision=revision(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("What the client says is written down."))
            return redirect("plans:value_one", public_id, delivered)
    fresh = queries.one_or_404(user, found.account, delivered)
    return render(request, "plans/value_one.html", pages.one(request, fresh, opinion=form, wrong="say"), status=422)


@access("read_plans")
@require_POST
def act(request: HttpRequest, public_id: str, delivered: str, verb: str) -> HttpResponse:
    """Take the opinion back, or take it away."""
    user = person(request)
    found = queries.one_or_404(user, account_or_404(user, public_id), delivered)
    do, done = VERBS.get(verb, (None, ""))
    if do is None:
        raise Http404
    try:
        do(user, found, revision(request))
    except ValidationError as error:
        again = queries.of_account(user, found.account).filter(pk=found.pk).first()
        if again is None:
            messages.error(request, " ".join(error.messages))
            return redirect("plans:value_here", public_id)
        context = pages.one(request, again, problem=error.messages)
        return render(request, "plans/value_one.html", context, status=422)
    messages.success(request, str(done))
    if verb == "remove":
        return redirect("plans:value_here", public_id)
    return redirect("plans:value_one", public_id, delivered)


def _unsay(user: User, found: Delivered, revision: int) -> object:
    return actions.unsay(user, found, revision=revision)


def _remove(user: User, found: Delivered, revision: int) -> object:
    actions.remove(user, found, revision=revision)
    return None


VERBS: dict[str, tuple[Callable[[User, Delivered, int], object], object]] = {
    "unsay": (_unsay, gettext_lazy("It is to be confirmed again.")),
    "remove": (_remove, gettext_lazy("Taken away; the trail keeps what it said.")),
}
