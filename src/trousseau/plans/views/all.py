"""All plans at a glance, and their files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.plans import all_tables
from trousseau.plans.pages import all as pages
from trousseau.plans.queries.all import Ask


@access("read_plans")
@require_GET
def all_plans(request: HttpRequest) -> HttpResponse:
    """Every plan someone may see: its health, and who does what when."""
    ask = Ask.of(request.GET.dict())
    return render(request, "plans/all.html", {"page": pages.all_plans(person(request), ask), "sort": ask.sort})


@access("read_plans")
@require_GET
def export(request: HttpRequest, of: str, kind: str) -> HttpResponseBase:
    """The plans, or their actions, as a file under the same filters."""
    make = all_tables.TABLES.get(of)
    if kind not in exports.TYPES or make is None:
        raise Http404
    table = make(person(request), Ask.of(request.GET.dict()))
    return exports.as_file(table.heads, table.rows, kind, table.name)
