"""Tables of readings: the one to fill in, one sent and looked at, taken in, taken back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.imports import wording
from trousseau.jobs.registry import JobError
from trousseau.plans import measured, readings_tables
from trousseau.plans.actions import readings as actions
from trousseau.plans.models import ReadingsFile
from trousseau.plans.pages import readings as pages
from trousseau.plans.queries import readings as queries
from trousseau.plans.readings_file import MOST_BYTES, ReadingsFileError


class TableForm(forms.Form):
    """A table, and what it does not tell by itself."""

    file = forms.FileField(
        allow_empty_file=True, max_length=255, error_messages={"required": gettext_lazy("Choose a file first.")}
    )
    decimal = forms.ChoiceField(
        required=False, choices=(("", "–"), (",", gettext_lazy("comma")), (".", gettext_lazy("dot")))
    )
    sheet = forms.CharField(required=False, max_length=120)

    def clean_file(self) -> object:
        """Not larger than what is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 20 MB: split it."))
        return file


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def readings(request: HttpRequest) -> HttpResponse:
    """Where a table is sent: kept to be looked at, or refused in a sentence."""
    user, sent = person(request), request.method == "POST"
    form = TableForm(request.POST, request.FILES) if sent else TableForm()
    if sent and form.is_valid() and (made := _received(user, form)):
        return redirect("plans:kpi_table", made.public_id)
    return render(request, "plans/readings.html", {"page": pages.door(user, form)}, status=422 if sent else 200)


def _received(user: User, form: TableForm) -> ReadingsFile | None:
    said = form.cleaned_data
    choices = {name: said[name] for name in ("decimal", "sheet") if said[name]}
    try:
        return actions.receive(user, said["file"].chunks(), said["file"].name, choices)
    except ReadingsFileError as error:
        form.add_error("file", str(error))
    except JobError as error:
        form.add_error("file", wording.problem(error.code, error.params))
    return None


@access("read_plans")
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The table to fill in."""
    if kind not in exports.TYPES:
        raise Http404
    table = readings_tables.template(person(request))
    return exports.as_file(table.heads, table.rows, kind, table.name)


@access("read_plans")
@require_GET
def table(request: HttpRequest, key: str) -> HttpResponse:
    """What a table would do."""
    user = person(request)
    file = queries.file_or_404(user, key)
    if file.taken_at is not None:
        return redirect("plans:kpi_tables")
    return render(request, "plans/readings_look.html", {"page": pages.looked(file, actions.look(user, file))})


@access("read_plans")
@require_GET
def aside(request: HttpRequest, key: str) -> HttpResponseBase:
    """The rows that would be left out, as a file."""
    user = person(request)
    file = queries.file_or_404(user, key)
    if file.taken_at is not None:
        raise Http404
    found = readings_tables.aside(actions.look(user, file).problems)
    return exports.as_file(found.heads, found.rows, "csv", found.name)


@access("read_plans")
@require_POST
def settle(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Take a table in, forget it, or take it back."""
    user = person(request)
    file = queries.file_or_404(user, key)
    if verb == "take":
        messages.success(request, pages.done(actions.take(user, file)))
    elif verb == "forget":
        actions.discard(file)
    elif verb == "undo":
        messages.success(request, _undone(*actions.undo(user, file)))
    else:
        raise Http404
    measured.forecast_later()
    return redirect("plans:kpi_tables")


def _undone(back: int, stay: int) -> str:
    """How many readings went back, and how many of closed plans did not."""
    said = ngettext("%(n)s reading is taken back.", "%(n)s readings are taken back.", back) % {"n": back}
    if not stay:
        return said
    more = ngettext("%(n)s stays: its plan is closed.", "%(n)s stay: their plans are closed.", stay) % {"n": stay}
    return f"{said} {more}"
