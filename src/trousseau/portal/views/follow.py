"""The pages on which a client follows what is shared; what they open is written down, what we preview is not."""

from __future__ import annotations

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


@access("client_space")
@never_cache
@require_GET
def actions(request: HttpRequest, public_id: str) -> HttpResponse:
    """The joint actions."""
    return render(request, "portal/actions.html", action_pages.page(window_or_404(request, public_id)))


@access("client_space")
@never_cache
@require_GET
def meetings(request: HttpRequest, public_id: str) -> HttpResponse:
    """The meetings."""
    return render(request, "portal/meetings.html", meeting_pages.page(window_or_404(request, public_id)))


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
def documents(request: HttpRequest, public_id: str) -> HttpResponse:
    """The files."""
    return render(request, "portal/documents.html", document_pages.page(window_or_404(request, public_id)))


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
@never_cache
@require_GET
def indicators(request: HttpRequest, public_id: str) -> HttpResponse:
    """The indicators."""
    window = window_or_404(request, public_id)
    _looked(window, "kpi")
    return render(request, "portal/indicators.html", indicator_pages.page(window))


@access("client_space")
@never_cache
@require_GET
def value(request: HttpRequest, public_id: str) -> HttpResponse:
    """What we brought to them."""
    window = window_or_404(request, public_id)
    _looked(window, "value")
    return render(request, "portal/value.html", value_pages.page(window))


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
