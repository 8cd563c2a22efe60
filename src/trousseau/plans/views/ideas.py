"""The bank of ideas: the list, one idea, what it becomes at a client, files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import refuse, revision
from trousseau.plans import ideas_tables
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions import ideas as actions
from trousseau.plans.idea_forms import IdeaForm
from trousseau.plans.models import Action, Initiative
from trousseau.plans.pages import ideas as pages
from trousseau.plans.queries import ideas as queries
from trousseau.plans.queries.ideas import Ask


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def ideas(request: HttpRequest) -> HttpResponse:
    """The bank; add an idea, or say why not and keep what was typed."""
    form = None
    if request.method == "POST":
        form = IdeaForm(request.POST, auto_id="i-%s")
        if not actions.may_add(person(request)):
            raise PermissionDenied
        if form.is_valid():
            try:
                made = actions.add(person(request), form.thought())
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("“%(idea)s” is in the bank.") % {"idea": made})
                return redirect("plans:idea", made.public_id)
    return render(request, "plans/ideas.html", pages.listing(request, form), status=422 if form else 200)


@access("read_plans")
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The bank as a file, under the same filters."""
    if kind not in exports.TYPES:
        raise Http404
    table = ideas_tables.ideas(person(request), Ask.of(request.GET.dict()))
    return exports.as_file(table.heads, table.rows, kind, table.name)


@access("read_plans")
@require_GET
def alike(request: HttpRequest) -> HttpResponse:
    """Ideas that share words with what is being typed."""
    user = person(request)
    beside = queries.bank(user).filter(public_id=request.GET.get("beside", "")[:16].replace("\x00", "")).first()
    found = queries.alike(user, request.GET.get("title", "")[:200], beside)
    records = queries.records(found)
    rows = [pages.row(one, records[one.pk]) for one in found]
    return render(request, "plans/ideas_alike.html", {"rows": rows})


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def idea(request: HttpRequest, idea: str) -> HttpResponse:
    """One idea; change it, or say why not and keep what was typed."""
    user = person(request)
    found = queries.idea_or_404(user, idea)
    form = None
    if request.method == "POST":
        if not actions.may_change(user, found):
            raise PermissionDenied
        form = IdeaForm(request.POST, auto_id="i-%s")
        if form.is_valid():
            try:
                actions.change(user, found, form.thought(), revision=revision(request))
            except ValidationError as error:
                refuse(form, error)
                found = queries.idea_or_404(user, idea)
            else:
                messages.success(request, _("The idea is saved."))
                return redirect("plans:idea", idea)
    return render(request, "plans/idea.html", pages.one(request, found, form=form), status=422 if form else 200)


@access("read_plans")
@require_POST
def settle(request: HttpRequest, idea: str, verb: str) -> HttpResponse:
    """Retire it with a reason, or propose it again."""
    user = person(request)
    found = queries.idea_or_404(user, idea)
    why = request.POST.get("why", "")
    try:
        if verb == "retire":
            actions.retire(user, found, why, revision=revision(request))
        elif verb == "revive":
            actions.revive(user, found, revision=revision(request))
        else:
            raise Http404
    except ValidationError as error:
        context = pages.one(request, queries.idea_or_404(user, idea), problem=error.messages, why=why)
        return render(request, "plans/idea.html", context, status=422)
    done = _("It is proposed no longer; where it was tried stays.") if verb == "retire" else _("It is proposed again.")
    messages.success(request, done)
    return redirect("plans:idea", idea)


@access("read_plans")
@require_POST
def use(request: HttpRequest, idea: str) -> HttpResponse:
    """Try it at a client: an action or an initiative of its plan, to be completed, or the draft of a value."""
    user = person(request)
    found = queries.idea_or_404(user, idea)
    account = account_or_404(user, request.POST.get("account", "")[:16].replace("\x00", ""))
    if not may_edit(user, account):
        raise PermissionDenied
    if request.POST.get("becomes") == "value":
        return redirect(f"{reverse('plans:value_here', args=[account.public_id])}?idea={found.public_id}#add")
    plan = living(user, account)
    if plan is None:
        messages.error(request, _("%(account)s has no plan yet: open one first.") % {"account": account})
        return redirect("plans:plan", account.public_id)
    together = request.POST.get("becomes") == "initiative"
    made: Action | Initiative
    try:
        made = actions.group_under(user, found, plan) if together else actions.act_on(user, found, plan)
    except ValidationError as error:
        context = pages.one(request, found, problem=error.messages)
        return render(request, "plans/idea.html", context, status=422)
    if isinstance(made, Initiative):
        messages.success(
            request, _("“%(what)s” is an initiative of the plan: say what it is to bring.") % {"what": made}
        )
        return redirect("plans:edit_part", account.public_id, "initiatives", made.pk)
    messages.success(request, _("“%(what)s” is an action of the plan: say whose it is and by when.") % {"what": made})
    return redirect("plans:edit_part", account.public_id, "actions", made.public_id)
