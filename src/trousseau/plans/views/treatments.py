"""Treatments of bad customers: all of them, one account, what became of it, files."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import refuse, revision
from trousseau.plans import treatment_tables
from trousseau.plans.access import may_edit
from trousseau.plans.actions import treatments as actions
from trousseau.plans.models.treatments import Course, Treatment
from trousseau.plans.pages import treatments as pages
from trousseau.plans.queries import treatments as queries
from trousseau.plans.treatment_forms import ClosingForm, TreatmentForm

PAGE = "plans/treatment.html"


@access("read_plans")
@require_GET
def treatments(request: HttpRequest) -> HttpResponse:
    """All bad customers, with their treatment or none yet."""
    return render(request, "plans/treatments.html", pages.overview(request))


@access("read_plans")
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same as a file."""
    if kind not in exports.TYPES:
        raise Http404
    table = treatment_tables.treatments(person(request))
    return exports.as_file(table.heads, table.rows, kind, table.name)


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def treatment(request: HttpRequest, public_id: str) -> HttpResponse:
    """One account; decide its treatment or change it, or say why not and keep what was typed."""
    user = person(request)
    found = account_or_404(user, public_id)
    form = None
    if request.method == "POST":
        if not may_edit(user, found):
            raise PermissionDenied
        form = TreatmentForm(user, found, request.POST, auto_id="t-%s")
        if form.is_valid():
            try:
                current = _running(request, public_id)
                if current is None:
                    actions.decide(user, found, form.deciding())
                else:
                    actions.change(user, current, form.deciding(), revision=revision(request))
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("The treatment is written down."))
                return redirect("plans:treatment", public_id)
    return render(request, PAGE, pages.account(request, found, form), status=422 if form else 200)


@access("read_plans")
@require_POST
def act(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """Say that the running treatment is in force since a day (`apply`), or close it (`close`)."""
    user = person(request)
    found = account_or_404(user, public_id)
    if verb not in {"apply", "close"}:
        raise Http404
    current = _running(request, public_id)
    if current is None:
        raise Http404
    closing = ClosingForm(request.POST, auto_id="c-%s", use_required_attribute=False) if verb == "close" else None
    problem: tuple[str, ...] = ()
    try:
        if closing is None:
            actions.apply(user, current, on=_day(request), revision=revision(request))
        elif closing.is_valid():
            actions.close(user, current, **closing.cleaned_data, revision=revision(request))
    except ValidationError as error:
        if closing is not None:
            refuse(closing, error)
        else:
            problem = tuple(error.messages)
    if problem or (closing is not None and not closing.is_valid()):
        context = pages.account(request, found, closing=closing, problem=problem)
        return render(request, PAGE, context, status=422)
    messages.success(request, _("Closed.") if closing else _("It is in force: recorded with its day."))
    return redirect("plans:treatment", public_id)


def _running(request: HttpRequest, public_id: str) -> Treatment | None:
    found = queries.visible(person(request)).filter(account__public_id=public_id)
    return found.exclude(course=Course.CLOSED).first()


def _day(request: HttpRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.POST.get("on", "") or timezone.localdate().isoformat())
    except ValueError:
        raise ValidationError({"on": _("Not a day: write it like 2026-11-30.")}) from None
