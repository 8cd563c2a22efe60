"""Taking a plan over for an account that has none: choose, look, take."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions.cloning import clone as take
from trousseau.plans.pages import cloning as pages
from trousseau.plans.pages.playbooks import day_of
from trousseau.plans.queries.cloning import sources

PAGE = "plans/clone.html"


@access("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def clone(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what another account's plan would be here; take it, or say why not and keep what was typed."""
    user = person(request)
    account = account_or_404(user, public_id)
    if not may_edit(user, account):
        raise PermissionDenied
    if living(user, account) is not None:
        messages.error(request, _("This account has a plan already: close it first."))
        return redirect("plans:plan", public_id)
    asked = (request.POST if request.method == "POST" else request.GET).dict()
    key = asked.get("source", "")
    choices = list(sources(user, account))
    source = next((one for one in choices if one.public_id == key), None)
    if key and source is None:
        raise Http404
    day = day_of(asked.get("day", ""))
    if request.method != "POST":
        return render(request, PAGE, pages.page(request, account, choices, source, asked))
    if source is None or day is None:
        return render(request, PAGE, pages.page(request, account, choices, source, asked), status=422)
    try:
        take(user, source, account, day, asked.get("ambition", ""))
    except ValidationError as error:
        return render(request, PAGE, pages.page(request, account, choices, source, asked, error.messages), status=422)
    messages.success(request, _("The plan is open, taken over from another one: say what is still to define."))
    return redirect("plans:plan", public_id)
