"""Rates that were told: corrected and forgotten where one reads them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from trousseau.access.rules import access, person
from trousseau.costs import actions
from trousseau.costs.forms import FinancingForm, RateForm
from trousseau.costs.models import ActivityRate, FinancingRate
from trousseau.costs.views.costs import done, refused


@access("manage_costs")
@require_POST
def correct_rate(request: HttpRequest, number: int) -> HttpResponse:
    """What a unit of a driver costs from the day this rate holds."""
    rate = get_object_or_404(ActivityRate.objects.select_related("driver"), pk=number)
    form = RateForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
    actions.set_rate(person(request), rate.driver, rate.start, form.cleaned_data["cost"])
    return done(request)


@access("manage_costs")
@require_POST
def remove_rate(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a rate: the one before it holds again, or none."""
    actions.remove_rate(person(request), get_object_or_404(ActivityRate, pk=number))
    return done(request)


@access("manage_costs")
@require_POST
def correct_financing(request: HttpRequest, number: int) -> HttpResponse:
    """The yearly rate of financing from the day this one holds."""
    told = get_object_or_404(FinancingRate, pk=number)
    form = FinancingForm({"rate": request.POST.get("rate", ""), "start": told.start})
    if not form.is_valid():
        return refused(request, form)
    actions.set_financing(person(request), told.start, form.cleaned_data["rate"])
    return done(request)


@access("manage_costs")
@require_POST
def remove_financing(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a rate of financing: the one before it holds again, or none."""
    actions.remove_financing(person(request), get_object_or_404(FinancingRate, pk=number))
    return done(request)
