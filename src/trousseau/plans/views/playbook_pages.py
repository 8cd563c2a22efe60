"""The company's playbooks: the list, one with its versions, writing and retiring them, declining what is proposed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import revision
from trousseau.plans.actions import playbook_starts as starts
from trousseau.plans.actions import playbook_versions as actions
from trousseau.plans.models import PlaybookStart
from trousseau.plans.pages import playbook_pages as pages
from trousseau.plans.playbook import Playbook
from trousseau.plans.playbook_forms import PlaybookForm, blank, lines, tell, typed
from trousseau.plans.queries import playbooks as queries

EDITOR = "plans/playbook_editor.html"


@access("read_plans")
@require_GET
def playbooks(request: HttpRequest) -> HttpResponse:
    """All playbooks."""
    return render(request, "plans/playbooks.html", pages.listing(request))


@access("read_plans")
@require_GET
def playbook(request: HttpRequest, key: str) -> HttpResponse:
    """One playbook, in the version that is asked for."""
    context = pages.one(request, _playbook_or_404(key), number=request.GET.get("version", ""))
    return render(request, "plans/playbook.html", context)


@access("run_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new playbook, from another one where the address names it."""
    key = request.GET.get("from", "")
    return _edit(request, _playbook_or_404(key) if key else None, new=True)


@access("run_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Save a playbook anew."""
    return _edit(request, _playbook_or_404(key), new=False)


def _edit(request: HttpRequest, found: Playbook | None, *, new: bool) -> HttpResponse:
    """Show the editor, with more lines where they are asked for; save, or say why not and keep what was typed."""
    if request.method != "POST":
        return render(request, EDITOR, pages.editor(found, copy=new))
    form, rows = PlaybookForm(request.POST, kept=found), typed(request.POST.dict())
    if "more" in request.POST:
        initial = {name: request.POST.get(name, "") for name in form.fields}
        kept = PlaybookForm(initial=initial | {"tiers": request.POST.getlist("tiers")}, kept=found)
        return render(request, EDITOR, pages.editor(found, form=kept, rows=blank(rows), copy=new))
    try:
        said = lines(rows)
        if form.is_valid():
            written, user = form.written(said), person(request)
            if found is None or new:
                made = actions.add(user, written, found)
            else:
                made = actions.change(user, found.key, written, seen=revision(request))
            messages.success(request, _("“%(playbook)s” is saved.") % {"playbook": made.name.said})
            return redirect("plans:playbook", made.key)
    except ValidationError as error:
        form.is_valid()
        tell(rows, form, error)
    return render(request, EDITOR, pages.editor(found, form=form, rows=rows, copy=new), status=422)


@access("run_programme")
@require_POST
def settle(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Retire a playbook with a reason, or offer it again."""
    found, user, why = _playbook_or_404(key), person(request), request.POST.get("why", "")
    try:
        if verb == "retire":
            actions.retire(user, key, why, seen=revision(request))
        elif verb == "revive":
            actions.revive(user, key, seen=revision(request))
        else:
            raise Http404
    except ValidationError as error:
        context = pages.one(request, found, problem=error.messages, why=why)
        return render(request, "plans/playbook.html", context, status=422)
    done = _("It is offered no longer; what came of it stays.") if verb == "retire" else _("It is offered again.")
    messages.success(request, done)
    return redirect("plans:playbook", key)


@access("read_plans")
@require_POST
def decline(request: HttpRequest, public_id: str, start: int) -> HttpResponse:
    """Say that a playbook an event proposed is not for now."""
    user = person(request)
    account = account_or_404(user, public_id)
    found = PlaybookStart.objects.filter(pk=start, account=account).first()
    if found is None:
        raise Http404
    starts.decline(user, found)
    messages.success(request, _("Not now: this event proposes it no more, and you can apply it whenever you want."))
    return redirect("plans:plan", public_id)


def _playbook_or_404(key: str) -> Playbook:
    found = queries.find(key.replace("\x00", ""))
    if found is None:
        raise Http404
    return found
