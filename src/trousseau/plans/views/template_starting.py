"""Beginning the plan of an account from a template, or adding one to it: choose, look, take."""

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
from trousseau.accounts.posted import whole
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions.template_starting import Taking, merge, start
from trousseau.plans.pages import template_starting as pages
from trousseau.plans.pages.playbooks import countries_asked, day_of
from trousseau.plans.queries import templates as queries

PAGE = "plans/template_start.html"


@access("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a template would become here; take it, or say why not and keep what was chosen."""
    user = person(request)
    account = account_or_404(user, public_id)
    if not may_edit(user, account):
        raise PermissionDenied
    plan = living(user, account)
    asked = (request.POST if request.method == "POST" else request.GET).dict()
    key = asked.get("template", "")[:16].replace("\x00", "")
    version = queries.in_use(user, key) if key else None
    if key and version is None:
        queries.all_of(user, key)
        messages.error(request, _("This template is retired: choose another, or begin without one."))
        return redirect("plans:from_template", public_id)
    if request.method != "POST" or version is None:
        return render(request, PAGE, pages.page(request, account, plan, version, asked))
    day = day_of(asked.get("day", ""))
    if day is None:
        return render(request, PAGE, pages.page(request, account, plan, version, asked), status=422)
    seen = next((one for one in queries.all_of(user, key) if one.number == whole(asked.get("version", ""))), None)
    if seen is None:
        raise Http404
    said = Taking(seen, day, pages.chosen(user, account, asked), countries_asked(request, account))
    try:
        if plan is None:
            start(user, account, said, asked.get("ambition", ""))
            done = _("The plan is open, as the template says: say baselines and targets next.")
        else:
            count = merge(user, plan, said, again=asked.get("again") == "yes").new
            done = ngettext("%(count)s line is new in the plan.", "%(count)s lines are new in the plan.", count)
            done %= {"count": count}
    except ValidationError as error:
        shown = pages.page(request, account, plan, version, asked, error.messages)
        return render(request, PAGE, shown, status=422)
    messages.success(request, done)
    return redirect("plans:plan", public_id)
