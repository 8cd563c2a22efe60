"""The programme itself: its lines, how it is judged, files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.accounts.posted import refuse, revision
from trousseau.plans import programme_tables
from trousseau.plans.actions import programme as actions
from trousseau.plans.models.programme import LineKind, LineState, MaturityRound
from trousseau.plans.pages import programme as pages
from trousseau.plans.programme_forms import JudgingForm, LineForm
from trousseau.plans.queries import programme as queries

VERBS = {"done": LineState.DONE, "begin": LineState.RUNNING, "reopen": LineState.OPEN}


@access("read_programme")
@require_GET
def programme(request: HttpRequest) -> HttpResponse:
    """The page of the programme."""
    return render(request, "plans/programme.html", pages.programme(request))


@access("run_programme")
@require_POST
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a stage, an obstacle or a next step, or say why not and keep what was typed."""
    if kind not in LineKind.values:
        raise Http404
    form = LineForm(kind, request.POST)
    if form.is_valid():
        try:
            made = actions.add(person(request), kind, form.said())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Added: “%(what)s”.") % {"what": made})
            return redirect("plans:programme")
    return render(request, "plans/programme.html", pages.programme(request, form), status=422)


@access("run_programme")
@require_POST
def change(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Change a line, or say why not and keep what was typed."""
    line = queries.line_or_404(kind, pk)
    form = LineForm(kind, request.POST, line=line)
    if form.is_valid():
        try:
            actions.change(person(request), line, form.said(), revision=revision(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved: “%(what)s”.") % {"what": line})
            return redirect("plans:programme")
    return render(request, "plans/programme.html", pages.programme(request, form), status=422)


@access("read_programme")
@require_POST
def settle(request: HttpRequest, kind: str, pk: int, verb: str) -> HttpResponse:
    """Say that a line is done, under way or to do again, or take it away."""
    user, line = person(request), queries.line_or_404(kind, pk)
    if verb not in VERBS and verb != "remove":
        raise Http404
    try:
        if verb == "remove":
            actions.remove(user, line, revision=revision(request))
        else:
            actions.settle(user, line, VERBS[verb], revision=revision(request))
    except ValidationError as error:
        context = pages.programme(request, problem=error.messages)
        return render(request, "plans/programme.html", context, status=422)
    if request.POST.get("next") == "home":
        return redirect("home")
    text = _("Taken away: “%(what)s”; the trail keeps it.") if verb == "remove" else _("Saved: “%(what)s”.")
    messages.success(request, text % {"what": line})
    return redirect("plans:programme")


@access("read_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def maturity(request: HttpRequest) -> HttpResponse:
    """The rounds there were; keep a new one, or say why not and keep what was typed."""
    form = None
    if request.method == "POST":
        form = JudgingForm(request.POST)
        if form.is_valid():
            try:
                actions.judge(person(request), form.cleaned_data["on"], form.judged(), form.cleaned_data["note"])
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("The round is kept."))
                return redirect("plans:programme")
    return render(request, "plans/maturity.html", pages.judging(request, form), status=422 if form else 200)


@access("run_programme")
@require_POST
def unjudge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a round kept by mistake."""
    found = MaturityRound.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    actions.unjudge(person(request), found)
    messages.success(request, _("The round is taken away; the trail keeps it."))
    return redirect("plans:maturity")


@access("read_programme")
@require_GET
def export(request: HttpRequest, of: str, kind: str) -> HttpResponseBase:
    """Lines, maturity or adoption as a file."""
    make = programme_tables.TABLES.get(of)
    if kind not in exports.TYPES or make is None:
        raise Http404
    table = make(person(request))
    return exports.as_file(table.heads, table.rows, kind, table.name)
