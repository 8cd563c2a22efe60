"""Tables of costs: sent, looked at, loaded or forgotten, taken back."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.rows import language
from trousseau.costs import actions
from trousseau.costs.forms import ChoicesForm, TableForm
from trousseau.costs.models import Table
from trousseau.costs.pages.costs import page
from trousseau.costs.pages.table import looked_at
from trousseau.figures import contribution as words
from trousseau.imports import wording
from trousseau.jobs.registry import JobError
from trousseau.ledger.reading import ReadingError
from trousseau.ledger.reading.quarantine import neutral


@access("manage_costs")
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take a file in, to be looked at."""
    form = TableForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = actions.receive(file.chunks(), file.name, form.cleaned_data["what"], person(request))
        except JobError as error:
            form.add_error("file", wording.problem(error.code, error.params))
        else:
            return redirect("costs:table", table.public_id)
    return render(request, "costs/costs.html", {"page": page(person(request)), "form": form}, status=422)


@access("manage_costs")
@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a file tells, its problems and questions; an answer reads it anew."""
    found = get_object_or_404(Table, public_id=public_id, loaded_at=None)
    if request.method == "POST":
        form = ChoicesForm(request.POST)
        if form.is_valid():
            found.choices = {name: value or None for name, value in form.cleaned_data.items()}
            found.save(update_fields=["choices"])
            return redirect("costs:table", found.public_id)
    context = {"page": looked_at(found), "choices": ChoicesForm(initial=found.choices)}
    return render(request, "costs/table.html", context)


@access("manage_costs")
@require_POST
def load(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make it count, without the rows set aside."""
    found = get_object_or_404(Table, public_id=public_id, loaded_at=None)
    try:
        done = actions.load(found, person(request))
    except (ValueError, ReadingError):
        return redirect("costs:table", found.public_id)
    if done.changed:
        messages.success(request, _("Loaded; every figure that depends on it follows."))
    else:
        messages.info(request, _("Nothing changed: everything in this table is known already."))
    return redirect("costs:costs")


@access("manage_costs")
@require_POST
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget a file that was only looked at."""
    actions.discard(get_object_or_404(Table, public_id=public_id, loaded_at=None), person(request))
    return redirect("costs:costs")


@access("manage_costs")
@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a loaded table of drivers back."""
    found = get_object_or_404(Table, public_id=public_id, loaded_at__isnull=False, what=Table.What.DRIVERS)
    actions.remove(found, person(request))
    messages.success(request, _("Table removed; what older tables tell counts again."))
    return redirect("costs:costs")


@access("manage_costs")
@require_GET
def problems(request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The rows set aside, to correct in a spreadsheet."""
    found = actions.look(get_object_or_404(Table, public_id=public_id))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows-set-aside.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([*(neutral(name) for name in found.columns), _("Row"), _("Column"), _("Why")])
    for one in found.problems:
        cells = [neutral(cell) for cell in one.cells]
        writer.writerow([*cells, one.row, neutral(one.column), words.why(one.code, language())])
    return answer
