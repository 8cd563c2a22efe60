"""The plan of an account, one page first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.plans.pages import plan as pages


@access("read_plans")
@require_GET
def plan(request: HttpRequest, public_id: str) -> HttpResponse:
    """The plan in force."""
    account = account_or_404(person(request), public_id)
    return render(request, "plans/plan.html", pages.plan(request, account))
