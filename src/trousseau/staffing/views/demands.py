"""What one account asks of its manager: shown as it stands, told with its source."""

from __future__ import annotations

import re
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.figures.typed import TypedError, typed, written
from trousseau.portfolio import words
from trousseau.staffing.actions.profiles import Asked, StaffingError, tell_demand
from trousseau.staffing.models import AccountDemand
from trousseau.staffing.pages.words import problem, read_languages, spoken
from trousseau.staffing.queries.demands import demands


@access("match_managers")
@require_http_methods(["GET", "POST"])
def demand(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what an account asks, and keep what is told of it."""
    user = person(request)
    account = account_or_404(user, public_id)
    row = AccountDemand.objects.select_related("author").filter(account=account).first()
    shown = {"account": account, "row": row, "now": demands().get(account.pk)}
    if request.method == "GET":
        return render(request, "staffing/demand.html", {**shown, "typed": _known(row)})
    given, text = request.POST.dict(), request.POST.get("revision", "")
    try:
        seen = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
        tell_demand(user, account, _asked(given), seen=seen)
    except StaffingError as error:
        said = {**shown, "typed": given, "problem": problem(error)}
        return render(request, "staffing/demand.html", said, status=422)
    messages.success(request, _("What {name} asks is kept.").format(name=account))
    return redirect("staffing:matching")


def _known(row: AccountDemand | None) -> dict[str, str]:
    """The form as it stands."""
    if row is None:
        return {}
    language = words.language()
    return {
        "days": "" if row.days is None else written(row.days, language),
        "zone": row.zone,
        "languages": spoken(row.languages or (), {}, language),
        "industry": row.industry,
        "competencies": ", ".join(f"{code} {level:g}" for code, level in row.competencies.items()),
        "source": row.source,
    }


def _asked(given: dict[str, str]) -> Asked:
    """The form as it was typed."""
    text = given.get("days", "")[:40]
    try:
        days = typed(text, words.language())
    except TypedError as error:
        raise StaffingError("days", value=text) from error
    languages = list(read_languages(given.get("languages", "")[:500]))
    return Asked(
        days=None if days is None else Decimal(round(days, 1)),
        zone=given.get("zone", "").strip()[:200],
        languages=languages or None,
        industry=given.get("industry", "").strip()[:120],
        competencies=_levels(given.get("competencies", "")[:1_000]),
        source=given.get("source", ""),
    )


def _levels(text: str) -> dict[str, float]:
    """“negotiation 4, strategy 3” → level by code."""
    found = {}
    for part in re.split(r"[,;\n]", text):
        if not part.strip():
            continue
        said = re.fullmatch(r"\s*(\S{1,80})\s+([1-5])\s*", part)
        if said is None:
            raise StaffingError("level", value=part.strip()[:80])
        found[said[1]] = float(said[2])
    return found
