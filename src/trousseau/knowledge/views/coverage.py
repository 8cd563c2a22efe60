"""How well each account is known."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trousseau.access.rules import access as ruled
from trousseau.access.rules import person
from trousseau.accounts.exports import TYPES, as_file
from trousseau.knowledge.pages import coverage as pages


@ruled("read_accounts")
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """The accounts side by side."""
    return render(request, "knowledge/coverage.html", pages.page(request))


@ruled("read_accounts")
@require_GET
def table(request: HttpRequest, form: str) -> FileResponse:
    """The same as a file."""
    if form not in TYPES:
        raise Http404
    header, rows = pages.exported(person(request))
    return as_file(header, rows, form, _("coverage"))
