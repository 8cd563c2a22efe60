"""Business reviews: the next dates, booking four of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.plans.actions import reviews as actions
from trousseau.plans.pages import reviews as pages


@access("read_plans")
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Account by account."""
    return render(request, "plans/reviews.html", pages.reviews(person(request)))


@access("promise")
@require_POST
def book(request: HttpRequest, public_id: str) -> HttpResponse:
    """Book what is missing of the next four."""
    user = person(request)
    try:
        made = actions.book(user, account_or_404(user, public_id))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = ngettext("%(n)s review is booked: move it where it does not suit.",
            "%(n)s reviews are booked: move those that do not suit.", len(made))  # fmt: skip
        messages.success(request, said % {"n": len(made)})
    return redirect("plans:reviews")
