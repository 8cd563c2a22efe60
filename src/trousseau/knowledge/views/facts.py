"""The Knowledge tab, and what is told there: new facts, changes, confirmations, removals and their undo."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access as ruled
from trousseau.access.rules import may, person
from trousseau.accounts import access
from trousseau.accounts.exports import TYPES, as_file
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.knowledge.access import may_tell
from trousseau.knowledge.actions import facts as actions
from trousseau.knowledge.facts_forms import FORMS
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.pages import facts as pages
from trousseau.knowledge.pages import history, tables
from trousseau.knowledge.queries.facts import fact_or_404, facts_of


@ruled("read_accounts")
@require_GET
def facts(request: HttpRequest, public_id: str) -> HttpResponse:
    """All that is known of an account's client."""
    account = access.account_or_404(person(request), public_id)
    return _page(request, account, pages.opened(request, account))


@ruled("tell_facts")
@require_POST
def tell(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Tell a new fact."""
    user = person(request)
    account = access.account_or_404(user, public_id)
    if kind not in FORMS:
        raise Http404
    if not may_tell(user, account):
        raise PermissionDenied
    form = FORMS[kind](request.POST, user=user, account=account)
    if form.is_valid():
        try:
            actions.tell(user, account, KINDS[kind], form.values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _back(account, kind)
    return _page(request, account, pages.Editing(form), status=422)


@ruled("read_accounts")
@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """One fact: its history, and a change of it."""
    user = person(request)
    found = fact_or_404(user, kind, public_id)
    if request.method == "GET":
        return render(request, "knowledge/fact.html", history.page(request, found))
    if not may_tell(user, found.account):
        raise PermissionDenied
    form = FORMS[kind](request.POST, user=user, account=found.account)
    conflict = ""
    if form.is_valid():
        try:
            changed = actions.change(user, found, form.values, seen=form.cleaned_data["revision"] or 0)
        except ValidationError as error:
            form.add_error(None, error)
        except actions.ChangedMeanwhileError as meanwhile:
            conflict = history.conflict(meanwhile)
            form.stand_on(meanwhile.fact.revision)
        else:
            _tell_merged(request, changed)
            return _back(found.account, kind)
    return _page(request, found.account, pages.Editing(form, found, conflict), status=409 if conflict else 422)


@ruled("tell_facts")
@require_POST
def confirm(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Say that a fact is still true."""
    found = actions.confirm(person(request), fact_or_404(person(request), kind, public_id))
    messages.success(request, _("“%(name)s” is confirmed as of today.") % {"name": found})
    return _back(found.account, kind)


@ruled("tell_facts")
@require_POST
def remove(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Take a fact away, undo offered."""
    found = fact_or_404(person(request), kind, public_id)
    try:
        actions.remove(person(request), found)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _back(found.account, kind)
    return redirect(f"{_facts(found.account)}?undo={kind}&fact={found.public_id}")


@ruled("tell_facts")
@require_POST
def restore(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Bring back a fact that was taken away."""
    found = fact_or_404(person(request), kind, public_id)
    try:
        actions.restore(person(request), found)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return _back(found.account, kind)


@ruled("read_accounts")
@require_GET
def table(request: HttpRequest, public_id: str, kind: str, form: str) -> FileResponse:
    """The facts of one kind as a file."""
    user = person(request)
    account = access.account_or_404(user, public_id)
    if kind not in KINDS or form not in TYPES:
        raise Http404
    rows = facts_of(user, account, KINDS[kind].model)
    header, cells = tables.exported(KINDS[kind], rows, names=may(user, "read_contacts"))
    return as_file(header, cells, form, str(KINDS[kind].plural))


def _page(request: HttpRequest, account: Account, editing: pages.Editing | None, status: int = 200) -> HttpResponse:
    return render(request, "knowledge/facts.html", pages.facts(request, account, editing), status=status)


def _facts(account: Account) -> str:
    return reverse("knowledge:facts", args=[account.public_id])


def _back(account: Account, kind: str) -> HttpResponse:
    """To the section of the fact."""
    return redirect(f"{_facts(account)}#{'entity' if kind == 'control' else kind}")


def _tell_merged(request: HttpRequest, changed: actions.Changed) -> None:
    """Say what someone else had changed meanwhile, and that it stayed."""
    if changed.merged:
        labels = history.labels_of(changed.fact, changed.merged)
        messages.info(
            request,
            _("%(who)s had changed %(fields)s meanwhile: both changes are kept.")
            % {"who": changed.by, "fields": language().listed(labels)},
        )
