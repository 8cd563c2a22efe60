"""The pages of accounts: the list, its exports and saved views; one account, its lines, its group."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access as ruled
from trousseau.accounts import access, actions, exports, listing, pages, panels, queries
from trousseau.accounts.listing import Ask
from trousseau.accounts.models import SavedView


@ruled("read_accounts")
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The list."""
    return render(request, "accounts/list.html", pages.accounts(request))


@ruled("read_accounts")
@require_GET
def export(request: HttpRequest, kind: str) -> FileResponse:
    """The list as a file."""
    _known(kind)
    ask = Ask.of(request.GET.dict())
    found = listing.ordered(listing.matching(access.person(request), ask), ask.sort)
    found = found.select_related("figures", "group", "manager")
    return exports.accounts_file(found, ask, kind, queries.reckoning().base_currency)


@ruled("read_accounts")
@require_GET
def columns(request: HttpRequest) -> HttpResponse:
    """The same list with the columns just chosen."""
    ask = Ask.of(QueryDict(request.GET.get("query", "")).dict() | {"cols": ".".join(request.GET.getlist("col"))})
    return redirect(f"{reverse('accounts:list')}?{ask.query()}")


@ruled("read_accounts")
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is, under a name."""
    query = Ask.of(QueryDict(request.POST.get("query", "")).dict()).query()
    try:
        actions.save_view(access.person(request), request.POST.get("name", ""), query, shared="shared" in request.POST)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("View saved: find it under “Views”, and send its address to whom you like."))
    return redirect(f"{reverse('accounts:list')}?{query}")


@ruled("read_accounts")
@require_POST
def drop_view(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget one of one's own views."""
    view = get_object_or_404(SavedView, public_id=public_id, owner=access.person(request))
    actions.drop_view(access.person(request), view)
    return redirect("accounts:list")


@ruled("read_accounts")
@require_GET
def account(request: HttpRequest, public_id: str, tab: str = "overview") -> HttpResponse:
    """One account."""
    found = access.account_or_404(access.person(request), public_id)
    return render(request, f"accounts/{tab}.html", pages.account(request, found, tab))


@ruled("read_accounts")
@require_GET
def panel(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """A panel of an account that the page does not wait for."""
    found = access.account_or_404(access.person(request), public_id)
    try:
        shown = panels.one(request, found, name)
    except KeyError:
        raise Http404 from None
    return render(request, "accounts/panel.html", {"account": found, "shown": shown})


@ruled("read_accounts")
@require_GET
def breakdowns(request: HttpRequest, public_id: str) -> HttpResponse:
    """An account's revenue by zone, division, family and product."""
    found = access.account_or_404(access.person(request), public_id)
    return render(request, "accounts/breakdowns.html", pages.breakdowns(request, found))


@ruled("read_accounts")
@require_GET
def lines(request: HttpRequest, public_id: str) -> HttpResponse:
    """The invoice lines behind a figure of an account, page by page."""
    found = access.account_or_404(access.person(request), public_id)
    return render(request, "accounts/lines.html", pages.lines(request, found))


@ruled("read_accounts")
@require_GET
def lines_export(request: HttpRequest, public_id: str, kind: str) -> FileResponse:
    """The same lines as a file."""
    _known(kind)
    return pages.lines_file(request, access.account_or_404(access.person(request), public_id), kind)


@ruled("edit_groups")
@require_GET
def group_names(request: HttpRequest, public_id: str) -> HttpResponse:
    """Groups whose name holds what is being typed."""
    found = access.writable_or_403(access.person(request), public_id, allowed=access.may_group)
    groups = queries.groups_named(access.person(request), request.GET.get("name", "")[:100])
    return render(request, "accounts/group_names.html", {"groups": groups, "account": found})


@ruled("edit_groups")
@require_POST
def regroup(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put the account in a group, take it out, or leave it to the column again."""
    found = access.writable_or_403(access.person(request), public_id, allowed=access.may_group)
    verb = request.POST.get("verb")
    try:
        if verb == "leave":
            actions.take_out_of_group(access.person(request), found)
        elif verb == "column":
            actions.follow_column(access.person(request), found)
        else:
            actions.put_in_group(access.person(request), found, request.POST.get("name", ""))
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("accounts:account", public_id)


@ruled("exclude_accounts")
@require_POST
def exclude(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave the account out of the portfolio, or count it again."""
    found = access.writable_or_403(access.person(request), public_id, allowed=access.may_exclude)
    if request.POST.get("excluded") == "yes":
        actions.leave_out(access.person(request), found)
        messages.success(request, _("Left out as intercompany; the figures are being made again."))
    else:
        actions.take_back(access.person(request), found)
        messages.success(request, _("Counted again; the figures are being made again."))
    return redirect("accounts:account", public_id)


@ruled("read_accounts")
@require_POST
def manager(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name who leads the account; the action asks for a director."""
    found = access.account_or_404(access.person(request), public_id)
    key = request.POST.get("manager", "")
    if key and not (key.isdecimal() and len(key) < 18):
        raise Http404
    chosen: User | None = get_object_or_404(queries.leading(), pk=int(key)) if key else None
    actions.name_manager(access.person(request), found, chosen)
    return redirect("accounts:account", public_id)


def _known(kind: str) -> None:
    if kind not in exports.TYPES:
        raise Http404
