"""The tab “Team & support” of an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trousseau.access.rules import access as ruled
from trousseau.accounts import access
from trousseau.support.pages import team as pages


@ruled("read_team")
@require_GET
def team(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is who on an account, and what other rooms show below."""
    found = access.account_or_404(access.person(request), public_id)
    return render(request, "support/team.html", pages.team(request, found))
