"""The budget of a plan: days and money meant and spent."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.accounts.models import Account
from trousseau.accounts.posted import refuse
from trousseau.figures.typed import written
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions import spending as actions
from trousseau.plans.models import Plan
from trousseau.plans.pages import work as pages
from trousseau.portfolio import words


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was spent; write down more, or say why not and keep what was typed."""
    account, plan = _plan(request, public_id)
    form = None
    if request.method == "POST":
        if not may_edit(person(request), account):
            raise PermissionDenied
        form = pages.SpendingForm(plan, request.POST)
        if form.is_valid():
            try:
                actions.spend(person(request), plan, form.spent())
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Written down."))
                return redirect("plans:budget", public_id)
    context = pages.budget(request, account, plan, form)
    return render(request, "plans/budget.html", context, status=422 if form else 200)


@access("read_plans")
@require_POST
def take_back(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """Take an entry back; what it said stands in the form again, one press from being undone."""
    _account, plan = _plan(request, public_id)
    row = plan.spendings.filter(pk=key).first()
    if row is None:
        messages.error(request, _("Somebody has taken it out of the plan meanwhile."))
        return redirect("plans:budget", public_id)
    try:
        said = actions.take_back(person(request), row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("plans:budget", public_id)
    messages.success(request, _("Taken back; what it said stands in the form: Write it down undoes this."))
    language = words.language()
    kept = {
        "on": said.on.isoformat(),
        "days": written(said.days, language) if said.days is not None else "",
        "money": written(said.money, language) if said.money is not None else "",
        "note": said.note,
        "action": str(said.action.pk) if said.action else "",
    }
    query = urlencode({name: value for name, value in kept.items() if value})
    return redirect(f"{reverse('plans:budget', args=[public_id])}?{query}")


def _plan(request: HttpRequest, public_id: str) -> tuple[Account, Plan]:
    user = person(request)
    account = account_or_404(user, public_id)
    plan = living(user, account)
    if plan is None:
        raise Http404
    return account, plan
