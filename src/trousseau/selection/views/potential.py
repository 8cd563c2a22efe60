"""Tomorrow's accounts: the list, the page of one client, what is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.models import Organisation
from trousseau.access.rules import access, may, person
from trousseau.figures.spend import refusal
from trousseau.ledger.selection.spend_table import SpendTableError
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show
from trousseau.selection import actions, tables
from trousseau.selection.actions import SpendTakenError, Told
from trousseau.selection.actions.spend_table import take_spend
from trousseau.selection.forms import DaysForm, SpendForm, SpendTableForm, TakeBackForm
from trousseau.selection.models import SpendTold
from trousseau.selection.pages import client as pages
from trousseau.selection.pages import potential as lists
from trousseau.selection.queries.clients import Client, client_of


@access("read_portfolio")
@require_GET
def potential(request: HttpRequest) -> HttpResponse:
    """Show who may become a key account."""
    return _list(request)


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the list as a file."""
    question = asked_or_404(request)
    return as_file(tables.of_potential(question), form, measured(question).checkup)


@access("read_portfolio")
@require_GET
def forecast_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the forecast of everyone as a file."""
    question = asked_or_404(request)
    return as_file(tables.of_forecast(question), form, measured(question).checkup)


@access("read_portfolio")
@require_GET
def told_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give everything told of total spend as a file."""
    question = asked_or_404(request)
    return as_file(tables.of_spend(), form, measured(question).checkup)


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
def spend_table(request: HttpRequest) -> HttpResponse:
    """Keep a table of total spend, or say everything that is wrong with it."""
    form = SpendTableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _table_refused(request, [str(one) for one in form.errors["file"]])
    file = form.cleaned_data["file"]
    try:
        fresh, known = take_spend(person(request), file.chunks(), file.name)
    except SpendTableError as error:
        return _table_refused(request, refusal(error.code, error.detail, error.problems, words.language()))
    said = ngettext("{n} row was new", "{n} rows were new", fresh).format(n=fresh)
    messages.success(request, _("The table is kept: {fresh}, {known} known already.").format(fresh=said, known=known))
    return redirect("selection:potential" if may(request.user, "read_portfolio") else "selection:spend_given")


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


def _list(request: HttpRequest, errors: Sequence[str] = (), status: int = 200) -> HttpResponse:
    question = asked(person(request), {} if errors else request.GET)
    if question is None:
        return nothing(request, "selection")
    answer = show(
        request,
        "selection/potential.html",
        question,
        page=lists.page(person(request), question, request.GET.dict()),
        table_url=reverse("selection:potential_table", args=["csv"]).removesuffix("csv"),
        forecast_url=reverse("selection:forecast_table", args=["csv"]).removesuffix("csv"),
        told_url=reverse("selection:told_spend_table", args=["csv"]).removesuffix("csv"),
        table_errors=errors,
    )
    answer.status_code = status
    return answer


def _table_refused(request: HttpRequest, errors: Sequence[str]) -> HttpResponse:
    """The page the table was given on, with all that is wrong."""
    if may(request.user, "read_portfolio"):
        return _list(request, errors, status=422)
    return render(request, "selection/spend_given.html", {"table_errors": errors}, status=422)


@access("tell_spend")
@require_GET
def spend_given(request: HttpRequest) -> HttpResponse:
    """Where a manager who does not read the portfolio gives a table of total spend."""
    return render(request, "selection/spend_given.html", {})


def _kept(request: HttpRequest, found: Client, cell: Told, seen: int | None) -> HttpResponse:
    """The page again, once the cell is kept; else who was faster, with what was typed."""
    try:
        actions.tell_spend(person(request), found, cell, seen=seen or 0)
    except SpendTakenError as error:
        problem = pages.Problem("spend", typed=request.POST.dict(), text=taken_meanwhile(error.row))
        return _page(request, found, problem, status=422)
    messages.success(request, _("Kept; what was told before stays in the history."))
    return redirect(lists.client_url(found.key))


def taken_meanwhile(row: SpendTold) -> str:
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
    found = client_of(person(request), key) if key and "\x00" not in key else None
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Client, problem: pages.Problem | None = None, status: int = 200) -> HttpResponse:
    page = pages.page(person(request), found, problem)
    today = timezone.localdate()
    return render(request, "selection/potential_client.html", {"page": page, "today": today}, status=status)
