"""The register of promises: the list and its files, recording one, one promise and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
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
from trousseau.support import commitment_tables
from trousseau.support.actions import commitments as actions
from trousseau.support.forms import PromiseForm
from trousseau.support.models.commitments import Commitment
from trousseau.support.pages import commitments as pages
from trousseau.support.queries import commitments as queries
from trousseau.support.queries.commitments import Ask

Act = Callable[[User, Commitment, dict[str, str], int], object]


@access("read_commitments")
@require_GET
def commitments(request: HttpRequest) -> HttpResponse:
    """The register."""
    page = pages.register(person(request), Ask.of(request.GET.dict()))
    return render(request, "support/commitments.html", {"page": page})


@access("read_commitments")
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The register as a file, under the same filters."""
    if kind not in exports.TYPES:
        raise Http404
    table = commitment_tables.register(person(request), Ask.of(request.GET.dict()))
    return exports.as_file(table.heads, table.rows, kind, table.name)


@access("promise")
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Show the line in which a promise is recorded; record it, or say why not and keep what was typed."""
    user = person(request)
    wanted = public_id or request.POST.get("on", "") or request.GET.get("account", "")
    account = account_or_404(user, wanted) if wanted else None
    form = PromiseForm(user, account, request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and form.found is not None:
        try:
            made = actions.promise(user, form.found, form.promised())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Recorded: “%(what)s”.") % {"what": made.what})
            return redirect("support:commitment", made.public_id)
    context = {"entry": pages.entry(user, account, form), "account": account}
    return render(request, "support/promise.html", context, status=422 if form is not None else 200)


@access("read_commitments")
@require_GET
def commitment(request: HttpRequest, public_id: str) -> HttpResponse:
    """One promise."""
    user = person(request)
    return _page(request, user, queries.commitment_or_404(user, public_id))


@access("read_commitments")
@require_POST
def settle(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """Keep, break, renegotiate, withdraw or reopen a promise; what was refused keeps what was typed."""
    user = person(request)
    found = queries.commitment_or_404(user, public_id)
    act, done = VERBS.get(verb, (None, ""))
    if act is None:
        raise Http404
    typed = {name: request.POST.get(name, "") for name in ("on", "due", "reason", "evidence", "agreed_by")}
    try:
        act(user, found, typed, revision(request))
    except ValidationError as error:
        fresh = queries.commitment_or_404(user, public_id)
        return _page(request, user, fresh, wrong=verb, typed=typed, errors=error.message_dict)
    messages.success(request, str(done))
    return redirect("home") if request.POST.get("next") == "home" else redirect("support:commitment", public_id)


@access("read_commitments")
@require_POST
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct what a promise says."""
    user = person(request)
    found = queries.commitment_or_404(user, public_id)
    form = pages.edit_form(user, found, request.POST)
    if form.is_valid():
        try:
            actions.change(user, found, form.promised(), revision=revision(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The commitment is corrected."))
            return redirect("support:commitment", public_id)
    fresh = queries.commitment_or_404(user, public_id)
    page = pages.one_page(user, fresh, wrong="change", form=form)
    return render(request, "support/commitment.html", {"page": page}, status=422)


def _page(request: HttpRequest, user: User, found: Commitment, **refused: object) -> HttpResponse:
    page = pages.one_page(user, found, **refused)  # type: ignore[arg-type] # its own keywords, given on
    return render(request, "support/commitment.html", {"page": page}, status=422 if refused else 200)


def _day(field: str, typed: dict[str, str]) -> dt.date:
    try:
        return dt.date.fromisoformat(typed[field])
    except ValueError:
        raise ValidationError({field: _("Not a day: write it like 2026-11-30.")}) from None


def _keep(user: User, found: Commitment, typed: dict[str, str], revision: int) -> object:
    return actions.keep(user, found, on=_day("on", typed), evidence=typed["evidence"], revision=revision)


def _break(user: User, found: Commitment, typed: dict[str, str], revision: int) -> object:
    return actions.break_(user, found, on=_day("on", typed), reason=typed["reason"], revision=revision)


def _renegotiate(user: User, found: Commitment, typed: dict[str, str], revision: int) -> object:
    due = _day("due", typed)
    return actions.renegotiate(
        user, found, due=due, reason=typed["reason"], agreed_by=typed["agreed_by"], revision=revision
    )


def _withdraw(user: User, found: Commitment, typed: dict[str, str], revision: int) -> object:
    return actions.withdraw(user, found, reason=typed["reason"], revision=revision)


def _reopen(user: User, found: Commitment, _typed: dict[str, str], revision: int) -> object:
    return actions.reopen(user, found, revision=revision)


VERBS: dict[str, tuple[Act, object]] = {
    "keep": (_keep, gettext_lazy("Kept: recorded with what shows it.")),
    "break": (_break, gettext_lazy("Recorded as broken, with the reason.")),
    "renegotiate": (_renegotiate, gettext_lazy("The new day holds; the first stays on record.")),
    "withdraw": (_withdraw, gettext_lazy("Withdrawn: it counts in no figure.")),
    "reopen": (_reopen, gettext_lazy("Open again.")),
}
