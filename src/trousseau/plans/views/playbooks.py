"""Applying a playbook to the plan of an account: choose, look, apply."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions import playbooks as actions
from trousseau.plans.pages import playbooks as pages
from trousseau.plans.queries import playbooks as queries

PAGE = "plans/apply.html"


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a playbook would create; apply it, or say why not and keep what was chosen."""
    user = person(request)
    account = account_or_404(user, public_id)
    if not may_edit(user, account):
        raise PermissionDenied
    plan = living(user, account)
    if plan is None:
        messages.error(request, _("%(account)s has no plan yet: open one first.") % {"account": account})
        return redirect("plans:plan", public_id)
    asked = (request.POST if request.method == "POST" else request.GET).dict()
    key = asked.get("playbook", "")
    playbook = queries.find(key.replace("\x00", "")) if key else None
    if key and playbook is None:
        raise Http404
    if request.method != "POST" or playbook is None:
        return render(request, PAGE, pages.page(request, plan, playbook, asked))
    day = pages.day_of(asked.get("day", ""))
    if day is None:
        return render(request, PAGE, pages.page(request, plan, playbook, asked), status=422)
    people = pages.people_of(user, plan, playbook)
    owners = {
        step.key: people[asked[f"who-{step.key}"]] for step in playbook.steps if asked.get(f"who-{step.key}") in people
    }
    try:
        made = actions.apply(
            user,
            plan,
            playbook,
            day,
            owners,
            countries=pages.countries_asked(request, account),
            again=asked.get("again") == "yes",
        )
    except ValidationError as error:
        return render(request, PAGE, pages.page(request, plan, playbook, asked, error.messages), status=422)
    done = ngettext("%(count)s action is in the plan.", "%(count)s actions are in the plan.", len(made))
    messages.success(request, done % {"count": len(made)})
    return redirect("plans:plan", public_id)
