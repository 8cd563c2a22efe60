"""The white space of a client: the grid, one cell of it, a cell put into the plan, files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.accounts.access import account_or_404
from trousseau.accounts.models import Account, folded
from trousseau.accounts.posted import refuse, whole
from trousseau.plans import whitespace_tables
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions import whitespace as actions
from trousseau.plans.pages import whitespace as pages
from trousseau.plans.queries import whitespace as queries
from trousseau.plans.queries.whitespace import WhiteSpace
from trousseau.plans.white_grid import Spot, Unit
from trousseau.plans.whitespace_forms import CellForm


@access("read_plans")
@require_GET
def whitespace(request: HttpRequest, public_id: str) -> HttpResponse:
    """The grid with its totals, and where to grow."""
    user, account = _account(request, public_id)
    return render(request, "plans/whitespace.html", pages.page(request, account, _found(user, account, request.GET)))


@access("read_plans")
@require_GET
def export(request: HttpRequest, public_id: str, kind: str) -> HttpResponseBase:
    """The grid as a file, a row a cell."""
    user, account = _account(request, public_id)
    if kind not in exports.TYPES:
        raise Http404
    table = whitespace_tables.white_space(_found(user, account, request.GET))
    return exports.as_file(table.heads, table.rows, kind, table.name)


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, public_id: str) -> HttpResponse:
    """One cell: show its form, keep what it says, or say why not and keep what was typed."""
    user, account = _account(request, public_id)
    if not may_edit(user, account):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    found = _found(user, account, asked)
    spot = _spot(found, asked)
    if request.method != "POST":
        context = pages.editor(account, found, spot)
        return render(request, "plans/white_cell.html", context)
    form = CellForm(request.POST)
    if form.is_valid():
        try:
            actions.say(
                user, account, found.client, spot, form.saying(),
                revision=whole(request.POST.get("revision", "")), seen=whole(request.POST.get("seen", "")),
            )  # fmt: skip
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept: %(unit)s × %(offer)s.") % {
                "unit": spot.unit.name, "offer": spot.offer.name})  # fmt: skip
            here = f"{reverse('plans:whitespace', args=[public_id])}?by={found.by}"
            return redirect(f"{here}#{pages.cell_id(found, spot) or 'white-title'}")
    context = pages.editor(account, found, spot, form)
    return render(request, "plans/white_cell.html", context, status=422)


@access("read_plans")
@require_POST
def grow(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a cell into the plan as an action."""
    user, account = _account(request, public_id)
    plan = living(user, account)
    if plan is None:
        raise Http404
    found = _found(user, account, request.POST)
    try:
        made = actions.grow(user, plan, _spot(found, request.POST))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('plans:whitespace', args=[public_id])}?by={found.by}")
    messages.success(request, _("In the plan: “%(what)s”. Say how, and whose it is.") % {"what": made.what})
    return redirect(f"{reverse('plans:plan', args=[public_id])}#row-actions-{made.public_id}")


def _account(request: HttpRequest, public_id: str) -> tuple[User, Account]:
    user = person(request)
    return user, account_or_404(user, public_id)


def _found(user: User, account: Account, asked: QueryDict) -> WhiteSpace:
    found = queries.white_space(user, account, asked.get("by", ""))
    if found is None:
        raise Http404
    return found


def _spot(found: WhiteSpace, asked: QueryDict) -> Spot:
    """The cell of an address; of a unit that nothing is told of yet, an empty one."""
    unit, offer = (asked.get(name, "").replace("\x00", "").strip()[:200] for name in ("unit", "offer"))
    spot = found.grid.spot(folded(unit), folded(offer))
    if spot is not None:
        return spot
    column = next((one for one in found.grid.offers if one.key == folded(offer)), None)
    if column is None or not folded(unit):
        raise Http404
    return Spot(Unit(folded(unit), unit), column, None, None, None)
