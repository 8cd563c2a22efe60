"""What is known of costs, edited where one reads it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.costs import actions
from trousseau.costs.forms import BudgetForm, DriverForm, FinancingForm, FixedForm
from trousseau.costs.models import Budget, Driver, FixedCost
from trousseau.costs.pages.costs import page


@access("read_imports")
@require_GET
def costs(request: HttpRequest) -> HttpResponse:
    """What is known and what is not."""
    return render(request, "costs/costs.html", {"page": page(person(request))})


@access("manage_costs")
@require_POST
def set_driver(request: HttpRequest) -> HttpResponse:
    """A driver, its kind and unit, and its rate from a day on."""
    form = DriverForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
    said = form.cleaned_data
    there = Driver.objects.filter(name=request.POST.get("name", "")).first()
    driver = actions.define_driver(
        person(request), said["label"], kind=said["kind"], unit=said["unit"], name=there.name if there else None
    )
    if said["cost"] is not None:
        actions.set_rate(person(request), driver, said["start"], said["cost"])
    return done(request)


@access("manage_costs")
@require_POST
def set_financing(request: HttpRequest) -> HttpResponse:
    """The yearly rate of financing from a day on."""
    form = FinancingForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
    actions.set_financing(person(request), form.cleaned_data["start"], form.cleaned_data["rate"])
    return done(request)


@access("manage_costs")
@require_POST
def set_fixed(request: HttpRequest) -> HttpResponse:
    """Fixed costs of a place over some periods; an emptied amount is forgotten."""
    said = [request.POST.getlist(name) for name in ("start", "end", "amount")]
    place = {name: request.POST.get(name, "") for name in ("division", "zone")}
    forms = [
        FixedForm({**place, "start": start, "end": end, "amount": amount})
        for start, end, amount in zip(*said, strict=False)
    ]
    for form in forms:
        if not form.is_valid():
            return refused(request, form)
    with transaction.atomic():
        for form in forms:
            _write_fixed(request, form.cleaned_data)
    return done(request)


def _write_fixed(request: HttpRequest, said: dict[str, Any]) -> None:
    """Set one amount, or forget it."""
    keys = {name: said[name] for name in ("division", "zone", "start", "end")}
    if said["amount"] is not None:
        amount = said["amount"]
        actions.set_fixed(
            person(request), said["start"], said["end"], amount, division=said["division"], zone=said["zone"]
        )
    elif there := FixedCost.objects.filter(**keys).first():
        actions.remove_fixed(person(request), there)


@access("manage_costs")
@require_POST
def set_budget(request: HttpRequest) -> HttpResponse:
    """The budget of an account or a division over a period."""
    form = BudgetForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
    said = form.cleaned_data
    actions.set_budget(
        person(request),
        said["start"],
        said["end"],
        said["amount"],
        account=said["account"],
        division=said["division"],
        measure=said["measure"],
    )
    return done(request)


@access("manage_costs")
@require_POST
def remove_budget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget one budget."""
    actions.remove_budget(person(request), get_object_or_404(Budget, pk=number))
    return done(request)


def done(request: HttpRequest) -> HttpResponse:
    """Back to the page, which says that it is saved."""
    messages.success(request, _("Saved; every figure that depends on it follows."))
    return redirect("costs:costs")


def refused(request: HttpRequest, form: Form) -> HttpResponse:
    """The page again, with what is wrong in words; nothing is written."""
    context = {"page": page(person(request)), "refused": form}
    return render(request, "costs/costs.html", context, status=422)
