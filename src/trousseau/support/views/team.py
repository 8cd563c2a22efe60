"""The tab “Team & support” of an account: who is who, who joins, who leaves."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access as ruled
from trousseau.accounts import access, actions
from trousseau.accounts.models import Account, TeamMember
from trousseau.support.actions import handovers
from trousseau.support.pages import team as pages
from trousseau.support.queries.teams import who_can_join


@ruled("read_team")
@require_GET
def team(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is who on an account, and what other rooms show below."""
    found = access.account_or_404(access.person(request), public_id)
    return render(request, "support/team.html", pages.team(request, found))


@ruled("change_teams")
@require_POST
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take someone into the team."""
    found = access.account_or_404(access.person(request), public_id)
    try:
        actions.add_member(access.person(request), found, _chosen(request.POST.get("who", "")), _place(request))
    except ValidationError as error:
        return _again(request, found, error)
    return redirect("support:team", public_id)


@ruled("change_teams")
@require_POST
def change(request: HttpRequest, public_id: str, member: int) -> HttpResponse:
    """Change what a place on the team says, or end it."""
    found = access.account_or_404(access.person(request), public_id)
    row = get_object_or_404(TeamMember.objects.select_related("account", "user"), account=found, pk=member)
    try:
        if request.POST.get("verb") == "end":
            actions.end_member(access.person(request), row)
        else:
            revision = request.POST.get("revision", "")
            shown = int(revision) if revision.isdecimal() and len(revision) < 9 else 0
            actions.change_member(access.person(request), row, _place(request), shown)
    except ValidationError as error:
        return _again(request, found, error, member)
    return redirect("support:team", public_id)


@ruled("change_teams")
@require_POST
def finish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that the account is taken over."""
    found = access.account_or_404(access.person(request), public_id)
    handovers.finish(access.person(request), found)
    return redirect("support:team", public_id)


def _chosen(key: str) -> User:
    """The person a form names."""
    if not (key.isdecimal() and len(key) < 18):
        raise ValidationError(_("Choose who joins."))
    return get_object_or_404(who_can_join(), pk=int(key))


def _place(request: HttpRequest) -> actions.Place:
    """The place on a team that a form asks for."""
    typed = request.POST
    return actions.Place(
        role=typed.get("role", ""),
        since=_day(typed.get("since", "")),
        until=_day(typed.get("until", "")),
        label=typed.get("label", ""),
        note=typed.get("note", ""),
    )


def _day(text: str) -> date | None:
    """A day as a date field sends it."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValidationError(
            _("“%(text)s” is not a date: choose it from the calendar.") % {"text": text[:20]}
        ) from None


def _again(request: HttpRequest, account: Account, error: ValidationError, member: int | None = None) -> HttpResponse:
    """The page with what was wrong, and all that was typed."""
    typed = pages.Typed(error.messages[0], request.POST, member)
    return render(request, "support/team.html", pages.team(request, account, typed), status=422)
