"""The record of processing, and how long things are kept."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access.rules import access, may, person
from trousseau.accounts.exports import TYPES, as_file
from trousseau.accounts.rows import language
from trousseau.trust import keeping, record
from trousseau.trust.actions.keeping import change_keeping
from trousseau.trust.forms import KeepingForm
from trousseau.trust.models import Keeping

SHOWN = 50


@access("read_privacy")
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept of people, why, how long, and who sees it."""
    found = record.lines(language().listed)
    context = {"lines": found, "house": [*record.house()], "here_tab": "privacy", "here_part": "record"}
    return render(request, "trust/privacy.html", context)


@access("read_privacy")
@require_GET
def record_file(request: HttpRequest, kind: str) -> FileResponse:  # noqa: ARG001 - as every view
    """Give the record out."""
    if kind not in TYPES:
        raise Http404
    return as_file(record.header(), record.table(record.lines(language().listed)), kind, _("record-of-processing"))


@access("read_privacy")
@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """Show and set how long things are kept, and what would go tonight."""
    form = KeepingForm(request.POST or None, instance=Keeping.objects.filter(pk=1).first() or Keeping(pk=1))
    if request.method == "POST":
        if not may(request.user, "manage_privacy"):
            raise PermissionDenied
        if form.is_valid():
            change_keeping(person(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("trust:keeping")
    context = {
        "form": form, "due": keeping.due(), "proposed": keeping.proposed()[:SHOWN], "here_tab": "privacy",
        "here_part": "keeping", "editable": may(request.user, "manage_privacy"),
        "reads_contacts": may(request.user, "erase_contacts"),
    }  # fmt: skip
    return render(request, "trust/keeping.html", context, status=422 if request.method == "POST" else 200)
