"""The papers of an account: the executive brief as a page and as a PDF, the hand-over pack."""

from __future__ import annotations

import unicodedata
from datetime import date
from itertools import zip_longest

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trousseau.access.rules import access as ruled
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.jobs.models import Job
from trousseau.support.actions import handovers
from trousseau.support.models import Paper
from trousseau.support.papers import compose, typesetting
from trousseau.support.papers.compose import Meeting
from trousseau.support.papers.handover import path_of
from trousseau.support.papers.sheet import Block

ON_A_PAGE = 6
"""Rows of each section that the page shows; the PDF shows as many as fit."""


@ruled("read_team")
@require_GET
def brief(request: HttpRequest, public_id: str) -> HttpResponse:
    """The executive brief as a page."""
    account = access.account_or_404(access.person(request), public_id)
    sheet = compose.brief(access.person(request), account, _meeting(request))
    context = {
        "account": account, "sheet": sheet, "asked": request.GET, "query": request.GET.urlencode(),
        "blocks": [(one, *_shown(one)) for one in sheet.blocks],
    }  # fmt: skip
    return render(request, "support/brief.html", context)


@ruled("read_team")
@require_GET
def brief_pdf(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The executive brief on one page of A4."""
    account = access.account_or_404(access.person(request), public_id)
    sheet = compose.brief(access.person(request), account, _meeting(request))
    return as_pdf(typesetting.pdf("brief", sheet.data()), _("brief %(name)s") % {"name": account.name})


@ruled("take_handover")
@require_GET
def handover(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Make the hand-over pack, keep it, write who took it; a long one is made by a job."""
    account = access.account_or_404(access.person(request), public_id)
    made = handovers.take(access.person(request), account, (get_language() or "en")[:2])
    if isinstance(made, Job):
        return redirect("jobs:job", made.public_id)
    return _kept(made, account)


@ruled("take_handover")
@require_GET
def paper(request: HttpRequest, public_id: str, paper_id: str) -> HttpResponseBase:
    """A pack as it was taken: for who took it, and directors; others may see less of the account."""
    user = access.person(request)
    account = access.account_or_404(user, public_id)
    found = get_object_or_404(Paper.objects.filter(size__gt=0), account=account, public_id=paper_id)
    if found.by_id != user.pk and "director" not in user.roles:
        raise Http404
    return _kept(found, account)


def as_pdf(content: bytes, name: str) -> HttpResponseBase:
    """A paper just made, to be looked at."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{_plain(name)}.pdf"'
    return _private(answer)


def _kept(found: Paper, account: Account) -> HttpResponseBase:
    """The file of a pack; 404 where it is gone from the disk."""
    try:
        file = path_of(found).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = _plain(_("hand-over %(name)s") % {"name": account.name})
    return _private(FileResponse(file, content_type="application/pdf", as_attachment=True, filename=f"{name}.pdf"))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _meeting(request: HttpRequest) -> Meeting:
    """The meeting an address tells of; a day that is none is left out."""
    try:
        day = date.fromisoformat(request.GET.get("on", "").strip())
    except ValueError:
        day = None
    return Meeting(request.GET.get("purpose", "")[:500], day, request.GET.get("with", "")[:500])


def _shown(block: Block) -> tuple[list[list[tuple[str, str]]], str]:
    """The first rows, each cell with the head of its column (a phone shows it), and what stands for the others."""
    rows, more = block.first(ON_A_PAGE)
    return [list(zip_longest(row, block.heads[: len(row)], fillvalue="")) for row in rows], more


def _plain(name: str) -> str:
    """A name as a file may be called; letters lose their accents, what is no letter becomes a line."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in " -") else "_" for sign in bare)[:100]
