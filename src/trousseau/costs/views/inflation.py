"""Inflation by zone: what is told, a table taken over, an area chosen, the newest figures fetched."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, may, person
from trousseau.costs.actions.inflation import choose_area, forget_inflation, tell_inflation
from trousseau.costs.inflation_form import InflationForm
from trousseau.costs.queries.inflation import zones_told
from trousseau.costs.words import language
from trousseau.figures import growth as words
from trousseau.imports import folders
from trousseau.jobs import actions as jobs
from trousseau.ledger.facts.manifest import FactsError
from trousseau.ledger.growth import zones
from trousseau.ledger.growth.reading import InflationError, read_inflation


@access("read_imports")
@require_GET
def inflation(request: HttpRequest) -> HttpResponse:
    """Show what is told of each zone."""
    return _page(request, InflationForm())


@access("manage_inflation")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Take over a table; every wrong cell is named and nothing is taken."""
    form = InflationForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(file.name).name
            path.write_bytes(file.read())
            try:
                table = read_inflation(path)
            except InflationError as error:
                for problem in error.problems:
                    form.add_error("file", words.problem_sentence(problem, language()))
                if not error.problems:
                    form.add_error("file", words.table_error(error.code, (), error.params, language()))
                return _page(request, form, status=422)
        changed = tell_inflation(person(request), table.lines, file.name)
        said = ngettext("{n} figure is new or changed.", "{n} figures are new or changed.", changed)
        messages.success(request, said.format(n=changed))
        for remark in table.remarks:
            messages.warning(request, words.problem_sentence(remark, language()))
        return redirect("costs:inflation")
    return _page(request, form, status=422)


@access("manage_inflation")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Say which area stands for a zone."""
    area = request.POST.get("area", "").strip().upper()
    if area and not (area.isalnum() and len(area) <= 12):
        messages.error(request, _("An area is written as Eurostat codes it: FR, DE, EA20; U2 for the euro area."))
    else:
        choose_area(person(request), request.POST.get("zone", ""), area)
    return redirect("costs:inflation")


@access("manage_inflation")
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Take back what is told of a zone."""
    forget_inflation(person(request), request.POST.get("zone", ""))
    messages.success(request, _("Taken back: the real growth of that zone is unknown."))
    return redirect("costs:inflation")


@access("manage_inflation")
@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """Fetch the newest figures of the areas chosen."""
    return redirect("jobs:job", jobs.start("inflation", {}, person(request)).public_id)


def _page(request: HttpRequest, form: InflationForm, status: int = 200) -> HttpResponse:
    try:
        known = zones(folders.facts())
    except FactsError:
        known = ()
    told = zones_told(known)
    context = {
        "form": form,
        "zones": told,
        "missing": [zone.zone or _("not given") for zone in told if not zone.told],
        "may_manage": may(request.user, "manage_inflation"),
        "fetchable": any(zone.area for zone in told),
    }
    return render(request, "costs/inflation.html", context, status=status)
