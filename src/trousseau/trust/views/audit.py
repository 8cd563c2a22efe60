"""The trail on a page and as a file, and who looked at what in the client space."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access import queries
from trousseau.access.audit import SENTENCES, record
from trousseau.access.models import AuditEvent, Organisation
from trousseau.access.rules import access, person
from trousseau.trust import trail_files
from trousseau.trust.forms import AuditForm
from trousseau.trust.looks import KINDS
from trousseau.trust.looks import looks as looks_of

PER_PAGE = 50


@access("read_audit")
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """List what was decided, by whom, when, and what it changed."""
    form = AuditForm(request.GET, reader=person(request))
    wanted = form.wanted()
    page = queries.TrailPage((), None)
    if wanted is not None:
        page = queries.page_of(queries.trail(person(request), wanted), _place(request.GET.get("after", "")), PER_PAGE)
    context = {
        "form": form, "events": [_said(event) for event in page.events], "here_tab": "audit", "here_part": "trail",
        "after": page.after and f"{page.after[0].isoformat()}~{page.after[1]}", "kinds": trail_files.KINDS,
    }  # fmt: skip
    return render(request, "trust/audit.html", context, status=200 if wanted is not None else 422)


@access("read_audit")
@require_POST
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give what is filtered as a file, and write in the trail that it was given."""
    if kind not in trail_files.KINDS:
        raise Http404
    reader, form = person(request), AuditForm(request.POST, reader=person(request))
    wanted = form.wanted()
    back = redirect(f"{reverse('trust:audit')}?{_asked(request)}")
    if wanted is None:
        return back
    with transaction.atomic():
        asked = {name: value for name, value in form.data.items() if value and name in form.fields}
        record(reader, "audit.exported", Organisation.current(), after={"kind": kind, "filters": asked})
    try:
        return trail_files.as_trail_file(queries.trail(reader, wanted), kind)
    except trail_files.TooLongError as error:
        said = _("A sheet holds %(most)s events and these are more: take CSV or JSON lines, or a shorter period.")
        messages.error(request, said % {"most": error.args[0]})
        return back


@access("read_audit")
@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    """List who looked at what in the client space."""
    page = Paginator(looks_of(person(request)), PER_PAGE).get_page(request.GET.get("page"))
    shown = [{"look": look, "what": KINDS.get(look.kind, look.kind)} for look in page]
    context = {"page": page, "looks": shown, "here_tab": "audit", "here_part": "looks"}
    return render(request, "trust/looks.html", context)


def _asked(request: HttpRequest) -> str:
    asked = request.POST.copy()
    asked.pop("csrfmiddlewaretoken", None)
    return asked.urlencode()


def _place(said: str) -> tuple[dt.datetime, int] | None:
    """A place in the trail as an address says it; anything else is the beginning."""
    when, _tilde, number = said.partition("~")
    try:
        at = parse_datetime(when)
    except ValueError:
        return None
    sound = at is not None and at.tzinfo is not None and number.isascii() and number.isdecimal() and len(number) < 19
    return (at, int(number)) if at is not None and sound else None


def _said(event: AuditEvent) -> dict[str, Any]:
    """One event as the page shows it: what changed, key by key."""
    before, after = event.before or {}, event.after or {}
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key) and key[:1] != "_"]
    return {
        "event": event,
        "object": f"{event.target_type}:{event.target_id}",
        "what": SENTENCES.get(event.verb, event.verb),
        "changes": [{"key": key, "before": before.get(key), "after": after.get(key)} for key in keys],
    }
