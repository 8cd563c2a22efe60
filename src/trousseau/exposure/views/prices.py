"""Prices across zones: the page, its lines, its tables, and the list prices told."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, may, person
from trousseau.exposure.actions.pricelists import add_price_table, drop_price_table
from trousseau.exposure.forms import PriceTableForm
from trousseau.exposure.models import PriceTable
from trousseau.exposure.pages import prices as page
from trousseau.exposure.queries import prices as queries
from trousseau.exposure.tables import prices as tables
from trousseau.figures.pricelists import refusal
from trousseau.figures.typed import TypedError, typed
from trousseau.ledger.pricelists_reading import PriceListError
from trousseau.method.across_zones import ReferenceName
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.queries.behind import lines_behind
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show

REFERENCES: dict[str, ReferenceName] = {"list": "list", "target": "target"}


@access("read_portfolio")
@require_GET
def prices(request: HttpRequest) -> HttpResponse:
    """Show who pays most apart for the same products."""
    return _page(request, PriceTableForm())


@access("read_portfolio")
@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    """Give the accounts that match what is typed in the chooser."""
    question = asked_or_404(request)
    found = page.matching(queries.everybody(question), request.GET.get("q", ""), _address(request))
    return render(request, "exposure/price_candidates.html", {"candidates": found, "currency": question.facts.base})


@access("read_portfolio")
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """Show the lines behind the price of one zone."""
    question = asked_or_404(request)
    product, zone = request.GET.get("product", ""), request.GET.get("zone", "")
    text = request.GET.get("page", "1")
    number = int(text) if re.fullmatch(r"[1-9]\d{0,5}", text) else 1
    behind = lines_behind(question, request.GET.get("account", ""), number, product=product, zone=zone)
    currency = question.facts.base
    return show(
        request, "exposure/price_lines.html", question, behind=behind, currency=currency, product=product, zone=zone
    )


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give a table of prices as a file."""
    question = asked_or_404(request)
    found = tables.of_prices(page.page(person(request), question, _wishes(request), _address(request)), name)
    return as_file(found, form, measured(question).checkup)


@access("tell_prices")
@require_POST
def add_table(request: HttpRequest) -> HttpResponse:
    """Keep a table of list and target prices."""
    form = PriceTableForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_price_table(person(request), file.chunks(), file.name)
        except PriceListError as error:
            form.add_error("file", list(refusal(error.code, error.detail, error.problems, words.language())))
        else:
            messages.success(request, _("The prices are kept; compare with them below."))
            return redirect("exposure:prices")
    return _page(request, form, status=422)


@access("tell_prices")
@require_POST
def drop_table(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a table of prices away."""
    drop_price_table(person(request), get_object_or_404(PriceTable, public_id=public_id))
    messages.success(request, _("The table and its prices are gone."))
    return redirect("exposure:prices")


def _page(request: HttpRequest, form: PriceTableForm, status: int = 200) -> HttpResponse:
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "exposure")
    built = page.page(person(request), question, _wishes(request), _address(request), request.GET.get("q", ""))
    answer = show(
        request,
        "exposure/prices.html",
        question,
        page=built,
        tables=f"{reverse('exposure:prices')}tables/",
        price_tables=PriceTable.objects.select_related("added_by"),
        may_tell_prices=may(request.user, "tell_prices"),
        price_form=form,
    )
    answer.status_code = status
    return answer


def _wishes(request: HttpRequest) -> page.Wishes:
    """The wishes of an address; what makes no sense is the usual."""
    given = request.GET
    width = given.get("width", "")
    return page.Wishes(
        account=given.get("account", ""),
        product=given.get("product", ""),
        reference=REFERENCES.get(given.get("reference", ""), "weighted_mean"),
        width=int(width) if re.fullmatch(r"\d{1,2}|100", width) else page.Wishes.width,
        floor=_price(given.get("floor", "")),
    )


def _price(text: str) -> float | None:
    """A price as someone types it."""
    try:
        value = typed(text, words.language())
    except TypedError:
        return None
    return float(value) if value is not None and value >= 0 else None


def _address(request: HttpRequest) -> page.Address:
    """The page with some wishes changed, everything else of the address kept."""

    def address(**changes: str | None) -> str:
        query = request.GET.copy()
        query.pop("q", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"{reverse('exposure:prices')}?{query.urlencode()}"

    return address
