"""Managers and their loads, and what one of them brings."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.models import Reckoning
from trousseau.figures.typed import TypedError, typed
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.staffing import tables
from trousseau.staffing.actions.profiles import StaffingError, Told, change_profile
from trousseau.staffing.pages import managers as pages
from trousseau.staffing.pages.words import listed, problem, read_languages
from trousseau.staffing.queries import people


@access("read_team")
@require_GET
def managers(request: HttpRequest) -> HttpResponse:
    """Show the managers and what they carry."""
    return render(request, "staffing/managers.html", {"page": pages.page(person(request))})


@access("read_team")
@require_GET
def managers_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the same as a file."""
    return as_file(tables.of_managers(people.managers(person(request))), form, _Today())


class _Today:
    """The day a file is of."""

    start = end = property(lambda _self: timezone.localdate())


@access("read_team")
@require_http_methods(["GET", "POST"])
def manager(request: HttpRequest, key: int) -> HttpResponse:
    """Show what one manager brings, and keep what is told of it."""
    user, one = person(request), get_object_or_404(User, pk=key)
    zones = [str(zone) for zone in (Reckoning.objects.first() or Reckoning()).zones]
    found = pages.profile_page(user, one, zones)
    if found is None:
        raise Http404
    if request.method == "GET":
        return render(request, "staffing/manager.html", {"page": found})
    if not found.row.editable:
        raise PermissionDenied
    given = request.POST.dict()
    seen = given.get("revision", "")
    try:
        change_profile(
            user, one, _told(given), seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1
        )
    except StaffingError as error:
        kept = {} if error.code == "profile_changed" else given
        again = pages.profile_page(user, one, zones, problem=problem(error), typed=kept)
        return render(request, "staffing/manager.html", {"page": again}, status=422)
    messages.success(request, _("What {name} brings is kept.").format(name=one))
    return redirect("staffing:managers")


def _told(given: dict[str, str]) -> Told:
    """The form as it was typed."""
    most = given.get("most_accounts", "").strip()
    if most and not (most.isascii() and most.isdigit() and int(most[:9]) <= 10_000):
        raise StaffingError("most_accounts", value=most[:40])
    text = given.get("days", "")[:40]
    try:
        days = typed(text, words.language())
    except TypedError as error:
        raise StaffingError("days", value=text) from error
    return Told(
        languages=read_languages(given.get("languages", "")[:500]),
        zones=listed(given.get("zones", "")[:2_000], longest=200),
        industries=listed(given.get("industries", "")[:2_000]),
        most_accounts=int(most) if most else None,
        days=None if days is None else Decimal(round(days, 1)),
    )
