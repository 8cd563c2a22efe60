"""Opening a plan, and changing its own words."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.accounts.models import Account
from trousseau.accounts.posted import refuse, whole
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions import changing
from trousseau.plans.actions.plan import open_plan, serve
from trousseau.plans.forms import FrameForm
from trousseau.plans.models import Plan


@access("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, public_id: str) -> HttpResponse:
    """The ambition, the days, the budget, the stakes it serves; of a new plan where there is none."""
    user = person(request)
    account = account_or_404(user, public_id)
    if not may_edit(user, account):
        raise PermissionDenied
    plan = living(user, account)
    stakes = {str(one.pk): one for one in account.stakes.all()}
    form = FrameForm(stakes, request.POST or None, initial=_initial(plan))
    context = {"account": account, "plan": plan, "form": form, "revision": request.POST.get("revision")}
    if plan is not None and request.method != "POST":
        context["revision"] = str(plan.revision)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(user, account, plan, form, str(context["revision"] or ""))
        except ValidationError as error:
            refuse(form, error)
            plan = living(user, account)
            if plan is not None and str(plan.revision) != context["revision"]:
                context |= {"now": plan, "revision": str(plan.revision), "plan": plan}
        else:
            messages.success(request, _("The plan is saved."))
            return redirect("plans:plan", account.public_id)
    return render(request, "plans/words.html", context, status=422 if request.method == "POST" else 200)


def _keep(user: User, account: Account, plan: Plan | None, form: FrameForm, revision: str) -> None:
    said = form.said()
    if plan is not None:
        known = whole(revision)
        changing.change_frame(user, plan, said, known)
        return
    made = open_plan(
        user,
        account,
        said.ambition,
        said.starts,
        said.ends,
        budget_days=said.budget_days,
        budget_money=said.budget_money,
    )
    if said.stakes:
        serve(user, made, said.stakes)


def _initial(plan: Plan | None) -> dict[str, object]:
    """What the form shows: the plan as it is, or the two years that begin this month."""
    if plan is None:
        first = timezone.localdate().replace(day=1)
        return {"starts": first, "ends": first.replace(year=first.year + 2, day=1) - dt.timedelta(days=1)}
    return {
        "ambition": plan.ambition,
        "starts": plan.starts,
        "ends": plan.ends,
        "budget_days": plan.budget_days,
        "budget_money": plan.budget_money,
        "stakes": [str(pk) for pk in plan.stakes.values_list("pk", flat=True)],
    }
