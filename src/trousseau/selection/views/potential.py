"""Tomorrow's accounts: the list, the page of one client, what is told of it."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.models import Organisation
from trousseau.access.rules import access, person
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show
from trousseau.selection import actions, tables
from trousseau.selection.actions import SpendTakenError, Told
from trousseau.selection.forms import DaysForm, SpendForm, TakeBackForm
from trousseau.selection.models import SpendTold
from trousseau.selection.pages import client as pages
from trousseau.selection.pages import potential as lists
from trousseau.selection.queries.clients import Client, client_of


@access("read_portfolio")
@require_GET
def potential(request: HttpRequest) -> HttpResponse:
    """Show who may become a key account."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "selection")
    return show(
        request,
        "selection/potential.html",
        question,
        page=lists.page(person(request), question, request.GET.dict()),
        table_url=reverse("selection:potential_table", args=["csv"]).removesuffix("csv"),
    )


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the list as a file."""
    question = asked_or_404(request)
    return as_file(tables.of_potential(question), form, measured(question).checkup)


@access("read_accounts")
@require_GET
def client(request: HttpRequest) -> HttpResponse:
    """Show what one client spends in all, and where it may stand."""
    return _page(request, _client(request, request.GET.get("account", "")))


@access("tell_spend")
@require_POST
def tell_spend(request: HttpRequest) -> HttpResponse:
    """Keep what one unit of a client spends on one offer."""
    found = _client(request, request.POST.get("account", ""))
    form = SpendForm(request.POST)
    if not form.is_valid():
        return _page(request, found, _refused("spend", form, request), status=422)
    told = form.cleaned_data
    currency = told["currency"] or Organisation.current().base_currency or ""
    cell = Told(
        told["unit"].strip(), told["offer"].strip(), told["amount"], currency, told["source"].strip(), told["date"],
        told["confidence"],
    )  # fmt: skip
    return _kept(request, found, cell, told["seen"])


@access("tell_spend")
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take back what was told of one unit and offer."""
    found = _client(request, request.POST.get("account", ""))
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        raise Http404
    told = form.cleaned_data
    cell = Told(told["unit"], told["offer"], None, "", _("taken back"), timezone.localdate(), "high")
    return _kept(request, found, cell, told["seen"])


@access("tell_spend")
@require_POST
def tell_days(request: HttpRequest) -> HttpResponse:
    """Keep the days spent on a client in a month."""
    found = _client(request, request.POST.get("account", ""))
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _page(request, found, _refused("days", form, request), status=422)
    told = form.cleaned_data
    actions.tell_days(person(request), found, told["month"], told["days"], told["source"])
    messages.success(request, _("The days are kept."))
    return redirect(lists.client_url(found.key))


def _kept(request: HttpRequest, found: Client, cell: Told, seen: int | None) -> HttpResponse:
    """The page again, once the cell is kept; else who was faster, with what was typed."""
    try:
        actions.tell_spend(person(request), found, cell, seen=seen or 0)
    except SpendTakenError as error:
        problem = pages.Problem("spend", typed=request.POST.dict(), text=_taken(error.row))
        return _page(request, found, problem, status=422)
    messages.success(request, _("Kept; what was told before stays in the history."))
    return redirect(lists.client_url(found.key))


def _taken(row: SpendTold) -> str:
    """What someone else told meanwhile."""
    language = words.language()
    return _("{who} told of this unit and offer while you were writing: {amount}. Send again to replace it.").format(
        who=row.author or "Trousseau",
        amount=language.amount(row.amount, row.currency) if row.amount is not None else _("taken back"),
    )


def _refused(name: str, form: Form, request: HttpRequest) -> pages.Problem:
    errors = {field: [str(one) for one in told] for field, told in form.errors.items()}
    return pages.Problem(name, errors, request.POST.dict())


def _client(request: HttpRequest, key: str) -> Client:
    found = client_of(person(request), key) if key else None
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Client, problem: pages.Problem | None = None, status: int = 200) -> HttpResponse:
    page = pages.page(person(request), found, problem)
    today = timezone.localdate()
    return render(request, "selection/potential_client.html", {"page": page, "today": today}, status=status)
