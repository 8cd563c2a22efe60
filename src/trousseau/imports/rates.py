"""The pages of rates: currencies in use, the company's own tables, the ECB's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import Organisation
from trousseau.access.rules import access, may
from trousseau.accounts.access import person
from trousseau.imports import actions, folders, queries, wording
from trousseau.imports.forms import RatesForm
from trousseau.imports.models import RateTable
from trousseau.jobs import actions as jobs
from trousseau.jobs.registry import JobError
from trousseau.ledger.rates import RatesError


@access("read_imports")
@require_GET
def rates(request: HttpRequest) -> HttpResponse:
    """The currencies of the ledger and where their rates come from."""
    return render(request, "imports/rates.html", _context(request, RatesForm()))


@access("manage_rates")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Read a table and show its direction, to be confirmed."""
    form = RatesForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = actions.add_rates(file.chunks(), file.name, person(request))
        except (RatesError, JobError) as error:
            form.add_error("file", wording.problem(error.code, error.params))
        else:
            return redirect("imports:rates_confirm", table.public_id)
    return render(request, "imports/rates.html", _context(request, form), status=422)


@access("manage_rates")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that the direction is the right one."""
    table = get_object_or_404(RateTable, public_id=public_id)
    if request.method == "POST":
        actions.confirm_rates(table, person(request))
        messages.success(request, _("The table counts from now on; the figures are being made again."))
        return redirect("imports:rates")
    return render(request, "imports/rates_confirm.html", {"table": table, "examples": queries.examples(table)})


@access("manage_rates")
@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Remove a table."""
    table = get_object_or_404(RateTable, public_id=public_id)
    counted = table.confirmed
    actions.remove_rates(table, person(request))
    if counted:
        messages.success(request, _("Table removed; the figures are being made again."))
    return redirect("imports:rates")


@access("manage_rates")
@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """Fetch the ECB's newest rates."""
    return redirect("jobs:job", jobs.start("ecb", {}, person(request)).public_id)


def _context(request: HttpRequest, form: RatesForm) -> dict[str, object]:
    fetched = folders.ecb_file()
    used = queries.currencies()
    missing = sum(row.missing for row in used)
    return {
        "form": form,
        "currencies": used,
        "missing": missing,
        "tables": queries.rate_tables(),
        "base": Organisation.current().base_currency,
        "fetched": fetched.stat().st_mtime if fetched.exists() else None,
        "may_manage": may(request.user, "manage_rates"),
    }
