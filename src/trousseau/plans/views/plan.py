"""The plan of an account, one page first."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.plans import parts
from trousseau.plans.access import living
from trousseau.plans.pages import plan as pages


@access("read_plans")
@require_GET
def plan(request: HttpRequest, public_id: str) -> HttpResponse:
    """The plan in force."""
    account = account_or_404(person(request), public_id)
    return render(request, "plans/plan.html", pages.plan(request, account))


@access("read_plans")
@require_GET
def part(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """One part of its page, which came without it."""
    user = person(request)
    found = living(user, account_or_404(user, public_id))
    if found is None:
        raise Http404
    try:
        shown = parts.one(request, found, name)
    except KeyError:
        raise Http404 from None
    return render(request, "plans/part.html", {"shown": shown, "plan": found})
