"""The pages on which a client follows what is shared; what they open is written down, what we preview is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access
from trousseau.accounts import posted
from trousseau.knowledge import filestore
from trousseau.knowledge.views.documents import HEADERS
from trousseau.portal.access import Window, member_or_403, window_or_404
from trousseau.portal.actions import value as value_actions
from trousseau.portal.items import shown
from trousseau.portal.pages import actions as action_pages
from trousseau.portal.pages import documents as document_pages
from trousseau.portal.pages import indicators as indicator_pages
from trousseau.portal.pages import meetings as meeting_pages
from trousseau.portal.pages import value as value_pages
from trousseau.trust.looks import looked

Page = Callable[[Window], Mapping[str, Any]]
View = Callable[..., HttpResponse]


def _listing(template: str, page: Page, looked_at: str = "") -> View:
    """The view of a page that lists what is shared; `looked_at`: the kind of thing that opening it reads."""

    @access("client_space")
    @never_cache
    @require_GET
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        window = window_or_404(request, public_id)
        if looked_at:
            _looked(window, looked_at)
        return render(request, template, page(window))

    return view


actions = _listing("portal/actions.html", action_pages.page)
meetings = _listing("portal/meetings.html", meeting_pages.page)
documents = _listing("portal/documents.html", document_pages.page)
indicators = _listing("portal/indicators.html", indicator_pages.page, "kpi")
value = _listing("portal/value.html", value_pages.page, "value")


@access("client_space")
@never_cache
@require_GET
def indicator(request: HttpRequest, public_id: str, one: str) -> HttpResponse:
    """One indicator, with all its readings."""
    window = window_or_404(request, public_id)
    page = indicator_pages.one(window, one)
    _looked(window, "kpi", one)
    return render(request, "portal/indicator.html", page)


@access("client_space")
@never_cache
@require_GET
def meeting(request: HttpRequest, public_id: str, one: str) -> HttpResponse:
    """One meeting, with its agenda, minutes and decisions."""
    window = window_or_404(request, public_id)
    page = meeting_pages.one(window, one)
    _looked(window, "meeting", one)
    return render(request, "portal/meeting.html", page)


@access("client_space")
@never_cache
@require_GET
def document(request: HttpRequest, public_id: str, one: str) -> FileResponse:
    """One file, always as a download."""
    window = window_or_404(request, public_id)
    found = document_pages.file_or_404(window, one)
    try:
        content = filestore.path_of(found).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    _looked(window, "document", one)
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=found.kind, headers=HEADERS)


@access("client_space")
@require_POST
def answer_value(request: HttpRequest, public_id: str, one: str) -> HttpResponse:
    """Confirm or contest something brought."""
    window = member_or_403(request, public_id)
    if not shown(window, "value").filter(public_id=one).exists():
        raise Http404
    said = request.POST.get("said", "")
    try:
        value_actions.answer(window, one, request.POST.get("opinion", ""), said=said, revision=posted.revision(request))
    except ValidationError as error:
        refused = value_pages.Refused(one, said, tuple(error.messages))
        return render(request, "portal/value.html", value_pages.page(window, refused), status=422)
    messages.success(request, _("Thank you: your answer is kept, with its date."))
    return redirect("portal:value", public_id)


def _looked(window: Window, kind: str, one: str = "") -> None:
    """Write down that a person of the client opened something; one of us who previews leaves no trace."""
    if window.member is not None:
        looked(window.member.user, window.account, kind, one)
