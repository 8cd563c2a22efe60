"""The reference ranges: read by everyone who reads the portfolio, set by the director."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, may, person
from trousseau.portfolio import actions
from trousseau.portfolio.following import follows
from trousseau.portfolio.forms import RangeForm
from trousseau.portfolio.indicators import ORDER
from trousseau.portfolio.pages import ranges as ranges_pages


@access("read_portfolio")
@require_GET
@follows("checkup", "portfolio:ranges")
def ranges(request: HttpRequest) -> HttpResponse:
    """List the ranges."""
    return render(request, "portfolio/ranges.html", {"page": ranges_pages.ranges_page(person(request))})


@access("read_portfolio")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show one range; preview another, or set it."""
    if key not in ORDER:
        raise Http404
    scale = ranges_pages.scale(key)
    if request.method != "POST":
        return _one(request, key, RangeForm(scale=scale, initial=ranges_pages.initial(key)))
    if not may(request.user, "set_ranges"):
        raise PermissionDenied
    form = RangeForm(request.POST, scale=scale)
    if not form.is_valid() or "save" not in request.POST:
        return _one(request, key, form)
    actions.set_range(person(request), key, form.range, form.cleaned_data["reason"])
    messages.success(request, _("The range is set. Frozen check-ups keep the ones they were judged by."))
    return redirect("portfolio:ranges")


def _one(request: HttpRequest, key: str, form: RangeForm) -> HttpResponse:
    """The page of one range, with what the form's would change."""
    wanted = form.range if form.is_bound and form.is_valid() else None
    page = ranges_pages.range_page(person(request), key, wanted)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "portfolio/range.html", {"page": page, "form": form}, status=status)


@access("set_ranges")
@require_POST
def reset(request: HttpRequest, key: str) -> HttpResponse:
    """Go back to the range shipped."""
    if key not in ORDER:
        raise Http404
    actions.reset_range(person(request), key, _("Back to the range that Trousseau ships."))
    messages.success(request, _("The range that Trousseau ships is in force again."))
    return redirect("portfolio:ranges")
