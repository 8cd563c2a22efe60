"""The pages of indicators."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import refuse, revision
from trousseau.plans import access as plans_access
from trousseau.plans import kpi_tables, measured
from trousseau.plans.actions import kpis as actions
from trousseau.plans.kpi_forms import KpiForm, ReadingForm, initial
from trousseau.plans.models import Kpi, Plan
from trousseau.plans.pages import kpis as pages
from trousseau.plans.queries import kpis as queries
from trousseau.plans.queries.kpis import Ask


@access("read_plans")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The indicators of all plans."""
    return render(request, "plans/kpis.html", {"page": pages.board(person(request), Ask.of(request.GET.dict()))})


@access("read_plans")
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The board as a file, under the same filters."""
    if kind not in exports.TYPES:
        raise Http404
    table = kpi_tables.board(person(request), Ask.of(request.GET.dict()))
    return exports.as_file(table.heads, table.rows, kind, table.name)


@access("read_plans")
@require_GET
def kpi(request: HttpRequest, public_id: str, kpi_id: str) -> HttpResponse:
    """One indicator."""
    user = person(request)
    return _page(request, user, _found(user, public_id, kpi_id))


@access("read_plans")
@require_GET
def readings(request: HttpRequest, public_id: str, kpi_id: str, kind: str) -> HttpResponseBase:
    """The readings of one indicator as a file."""
    user = person(request)
    found = _found(user, public_id, kpi_id)
    if kind not in exports.TYPES:
        raise Http404
    table = kpi_tables.readings(found)
    return exports.as_file(table.heads, table.rows, kind, table.name)


@access("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def define(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the form of a new indicator; define it, or say why not and keep what was typed."""
    user = person(request)
    account = account_or_404(user, public_id)
    plan = plans_access.living(user, account)
    if plan is None:
        raise Http404
    if not plans_access.may_edit(user, account):
        raise PermissionDenied
    form = KpiForm(plan, request.POST if request.method == "POST" else None, initial=_fresh(plan))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.define(user, plan, form.said(), measured.known_names())
        except ValidationError as error:
            refuse(form, error)
        else:
            measured.at_once(made)
            messages.success(request, _("The indicator is defined."))
            return redirect("plans:kpi", account.public_id, made.public_id)
    context = {"form": form, "account": account, "plan": plan}
    return render(request, "plans/kpi_new.html", context, status=422 if request.method == "POST" else 200)


@access("read_plans")
@require_POST
def change(request: HttpRequest, public_id: str, kpi_id: str) -> HttpResponse:
    """Change what an indicator says."""
    user = person(request)
    found = _found(user, public_id, kpi_id)
    form = KpiForm(found.plan, request.POST, kpi=found)
    if form.is_valid():
        try:
            made = actions.change(
                user,
                found,
                form.said(),
                revision=revision(request),
                reason=form.cleaned_data["reason"],
                known=measured.known_names(),
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            measured.at_once(made)
            messages.success(request, _("The indicator is changed."))
            return redirect("plans:kpi", public_id, kpi_id)
    return _page(request, user, _found(user, public_id, kpi_id), form=form, wrong="change")


@access("read_plans")
@require_POST
def record(request: HttpRequest, public_id: str, kpi_id: str) -> HttpResponse:
    """Enter a reading."""
    user = person(request)
    found = _found(user, public_id, kpi_id)
    form = ReadingForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.record(user, found, said["on"], said["value"], said["note"], replace=said["replace"])
        except ValidationError as error:
            refuse(form, error)
        else:
            measured.forecast_later()
            messages.success(request, _("The reading is recorded."))
            return redirect("plans:kpi", public_id, kpi_id)
    return _page(request, user, found, reading=form, wrong="record")


@access("read_plans")
@require_POST
def settle(request: HttpRequest, public_id: str, kpi_id: str, verb: str) -> HttpResponse:
    """Take a reading back, or take the indicator out of the plan."""
    user = person(request)
    found = _found(user, public_id, kpi_id)
    form = ReadingForm(request.POST)
    try:
        if verb == "forget":
            form.is_valid()
            if (on := form.cleaned_data.get("on")) is None:
                raise Http404
            actions.forget(user, found, on)
        elif verb == "remove":
            actions.remove(user, found, revision=revision(request), reason=request.POST.get("reason", ""))
            messages.success(request, _("The indicator is taken out of the plan."))
            return redirect("plans:plan", public_id)
        else:
            raise Http404
    except ValidationError as error:
        refused = ReadingForm(request.POST)
        refused.is_valid()
        for texts in error.message_dict.values():
            for text in texts:
                refused.add_error(None, text)
        return _page(request, user, _found(user, public_id, kpi_id), reading=refused, wrong=verb)
    return redirect("plans:kpi", public_id, kpi_id)


def _found(user: User, public_id: str, kpi_id: str) -> Kpi:
    return queries.kpi_or_404(user, account_or_404(user, public_id), kpi_id)


def _page(
    request: HttpRequest,
    user: User,
    found: Kpi,
    *,
    form: KpiForm | None = None,
    reading: ReadingForm | None = None,
    wrong: str = "",
) -> HttpResponse:
    editable = plans_access.may_edit(user, found.plan.account)
    if editable and form is None:
        form = KpiForm(found.plan, kpi=found, initial=initial(found))
    reading = reading or ReadingForm()
    page = pages.one_page(user, found, form=form if editable else None, reading=reading, wrong=wrong)
    return render(
        request, "plans/kpi.html", {"page": page, "account": found.plan.account}, status=422 if wrong else 200
    )


def _fresh(plan: Plan) -> dict[str, object]:
    """What a new indicator is offered as."""
    return {
        "source": "ledger", "measure": "revenue", "by": "account", "months": 12, "rhythm": "monthly",
        "baseline_on": plan.starts.isoformat(), "target_on": plan.ends.isoformat(), "unit": "percent",
    }  # fmt: skip
