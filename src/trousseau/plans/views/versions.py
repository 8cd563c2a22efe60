"""Versions of a plan, and its way to approval."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import whole
from trousseau.plans.access import living
from trousseau.plans.actions import approval
from trousseau.plans.models import Plan
from trousseau.plans.pages import versions as pages

SAID = {
    "submit": gettext_lazy("Handed in: the head is told."),
    "approve": gettext_lazy("Approved; this version is kept."),
    "send-back": gettext_lazy("Sent back, with what is to be mended."),
    "revise": gettext_lazy("Open for revision; the approved version stays on record."),
}


@access("read_plans")
@require_GET
def versions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the versions, and what changed from one to another."""
    return render(request, "plans/versions.html", {"page": pages.page(request, _plan(request, public_id))})


@access("read_plans")
@require_POST
def decide(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """Hand in, approve, send back or revise; what was refused is said, with what was typed."""
    if verb not in SAID:
        raise Http404
    user, found = person(request), _plan(request, public_id)
    text = request.POST.get("revision", "")
    revision = whole(text)
    reason = request.POST.get("reason", "")
    try:
        if verb == "submit":
            approval.submit(user, found, revision)
        elif verb == "approve":
            approval.approve(user, found, revision)
        elif verb == "send-back":
            approval.send_back(user, found, reason, revision)
        else:
            approval.revise(user, found, reason, revision)
    except ValidationError as error:
        found.refresh_from_db()
        page = pages.page(request, found, errors=error.message_dict, wrong=verb, reason=reason)
        return render(request, "plans/versions.html", {"page": page}, status=422)
    messages.success(request, str(SAID[verb]))
    return redirect("home") if request.POST.get("next") == "home" else redirect("plans:versions", public_id)


def _plan(request: HttpRequest, public_id: str) -> Plan:
    """The living plan of the account of an address."""
    user = person(request)
    found = living(user, account_or_404(user, public_id))
    if found is None:
        raise Http404
    return found
