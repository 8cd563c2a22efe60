"""Files of people: out as a table or cards, in by way of a preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access.rules import access as ruled
from trousseau.access.rules import person
from trousseau.accounts import access as accounts
from trousseau.accounts.pages import head
from trousseau.knowledge import people_tables
from trousseau.knowledge.actions import people_import as actions
from trousseau.knowledge.models import PeopleDraft
from trousseau.knowledge.pages.people import label
from trousseau.knowledge.people_files import MOST_BYTES, PeopleFileError, read_people
from trousseau.knowledge.queries import people


@ruled("read_contacts")
@require_GET
def export(request: HttpRequest, public_id: str, kind: str) -> HttpResponseBase:
    """The list as it is filtered, as a file."""
    if kind not in people_tables.KINDS:
        raise Http404
    user = person(request)
    account = accounts.account_or_404(user, public_id)
    found = people.matching(people.everyone(user, account), people.Ask.of(request.GET.dict()))
    return people_tables.file_of(found, kind, _("people"))


@ruled("edit_contacts")
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose a file, see what it would do, do it."""
    user = person(request)
    account = accounts.account_or_404(user, public_id)
    if not people.telling(user, account):
        raise PermissionDenied
    context: dict[str, Any] = head(request, account, "people")
    if request.method != "POST":
        return render(request, "knowledge/people_import.html", context)
    if draft_id := request.POST.get("draft"):
        draft = get_object_or_404(PeopleDraft, public_id=draft_id, by=user, account=account)
        report = actions.confirm(user, draft)
        messages.success(request, _done(report))
        return redirect("knowledge:people", public_id)
    try:
        content, name = _sent(request)
        read = read_people(content, name)
    except PeopleFileError as error:
        return render(request, "knowledge/people_import.html", context | {"problem": str(error)}, status=422)
    draft = actions.keep_draft(user, account, read, name)
    report = actions.preview(user, draft)
    changed = [(row, name, ", ".join(label(field) for field in fields)) for row, name, fields in report.changed]
    context |= {"draft": draft, "report": report, "changed": changed}
    return render(request, "knowledge/people_import.html", context, status=200 if report.takes else 422)


def _sent(request: HttpRequest) -> tuple[bytes, str]:
    """The file of a form and its name."""
    upload = request.FILES.get("file")
    if upload is None:
        raise PeopleFileError(_("Choose a file first."))
    if (upload.size or 0) > MOST_BYTES:
        raise PeopleFileError(_("This file is larger than 5 MB: split it."))
    return upload.read(), upload.name or ""


def _done(report: actions.Report) -> str:
    """What became of a file."""
    text = ngettext(
        "%(new)s person added, %(changed)s changed, %(same)s known already.",
        "%(new)s people added, %(changed)s changed, %(same)s known already.",
        len(report.new),
    ) % {"new": len(report.new), "changed": len(report.changed), "same": report.same}
    if report.problems:
        rows = len({one.row for one in report.problems})
        text += " " + ngettext("%(n)s row was left out.", "%(n)s rows were left out.", rows) % {"n": rows}
    return text
