"""The pages of quarantine: rejected rows, corrected one by one or in a file, and brought back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access
from trousseau.accounts.access import person
from trousseau.figures import problems
from trousseau.imports import actions, folders, pages, queries, wording
from trousseau.imports.forms import ReturnForm
from trousseau.imports.models import Import, Quarantined, State
from trousseau.jobs import actions as jobs
from trousseau.ledger.reading import ReadingError

A_PAGE = 50


@access("read_imports")
@require_GET
def quarantine(request: HttpRequest, public_id: str) -> HttpResponse:
    """The rejected rows, by reason."""
    item = get_object_or_404(Import, public_id=public_id)
    reason = request.GET.get("reason", "")[:64]
    page = Paginator(queries.quarantined(item, reason), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "imports/quarantine.html", pages.quarantine(request, item, page, reason))


@access("read_imports")
@require_GET
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """The rejected rows as a file to correct."""
    item = get_object_or_404(Import, public_id=public_id)
    answer = StreamingHttpResponse(actions.rejected_file(item), content_type="text/csv; charset=utf-8")
    name = f"{Path(item.name).stem} - quarantine.csv"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer


@access("import_sales")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, public_id: str, row: int) -> HttpResponse:
    """One row: its cells as fields; sent, it is tried at once."""
    line = get_object_or_404(Quarantined.objects.select_related("origin"), origin__public_id=public_id, row=row)
    still, columns = "", actions.columns_of(line.origin)
    if request.method == "POST" and line.loaded_by_id is None:
        cells = {name: request.POST.get(f"cell-{index}", "") for index, name in enumerate(columns)}
        found = actions.correct(line, cells, person(request))
        if found is None:
            messages.success(
                request,
                _("Row %(row)s is good now; load the corrected rows when you are done.") % {"row": row},
            )
            return redirect("imports:quarantine", public_id)
        still = problems.why(found, wording.language())
    cells = line.corrected or line.cells
    context = {
        "line": line,
        "item": line.origin,
        "why": still or problems.why(line.reason, wording.language()),
        "still": bool(still),
        "cells": [(index, name, cells.get(name) or "", name == line.column) for index, name in enumerate(columns)],
    }
    return render(request, "imports/correct.html", context, status=422 if still else 200)


@access("import_sales")
@require_POST
def bring_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Load the corrected rows."""
    item = get_object_or_404(Import, public_id=public_id)
    with transaction.atomic():
        child = actions.bring_back(item, person(request))
        if child is not None:
            child.job = jobs.start("import", {"import_id": child.pk}, person(request))
            child.state = State.LOADING
            child.save(update_fields=["job", "state"])
    return redirect("imports:import", child.public_id) if child else redirect("imports:quarantine", public_id)


@access("import_sales")
@require_POST
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a downloaded file back, corrected in a spreadsheet."""
    item = get_object_or_404(Import, public_id=public_id)
    form = ReturnForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose the corrected file first."))
        return redirect("imports:quarantine", public_id)
    with tempfile.NamedTemporaryFile(suffix=".csv", dir=_scratch()) as copy:
        for piece in form.cleaned_data["file"].chunks():
            copy.write(piece)
        copy.flush()
        try:
            good, bad = actions.returned(item, Path(copy.name), person(request))
        except ReadingError:
            messages.error(request, _("This is not a file of rejected rows: its column trousseau_row is missing."))
            return redirect("imports:quarantine", public_id)
    said = wording.language()
    text = ngettext("%(good)s row is good now", "%(good)s rows are good now", good) % {"good": said.number(good)}
    rest = ngettext("%(bad)s still is not", "%(bad)s still are not", bad) % {"bad": said.number(bad)}
    messages.info(request, f"{text}; {rest}." if bad else f"{text}.")
    return redirect("imports:quarantine", public_id)


def _scratch() -> Path:
    folder = folders.home() / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
