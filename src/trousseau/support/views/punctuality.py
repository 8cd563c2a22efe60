"""How promises are kept, the days on which they climb, and the statement of a month."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, may, person
from trousseau.accounts import exports
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import whole
from trousseau.support import commitment_tables
from trousseau.support.actions.climbing import set_climb
from trousseau.support.models.commitments import Level
from trousseau.support.pages import punctuality as pages
from trousseau.support.papers import statement as papers
from trousseau.support.papers import typesetting
from trousseau.support.queries.commitments import visible
from trousseau.support.views.papers import as_pdf


@access("read_commitments")
@require_GET
def punctuality(request: HttpRequest) -> HttpResponse:
    """How promises were kept over 12 months, and the days on which overdue ones climb."""
    return render(request, "support/punctuality.html", {"page": pages.page(person(request))})


@access("read_commitments")
@require_GET
def export(request: HttpRequest, of: str, kind: str) -> HttpResponseBase:
    """The same as a file, of accounts or of people."""
    if kind not in exports.TYPES or of not in {"accounts", "people"}:
        raise Http404
    table = commitment_tables.punctuality(person(request), of)
    return exports.as_file(table.heads, table.rows, kind, table.name)


@access("set_climb")
@require_POST
def climb(request: HttpRequest) -> HttpResponse:
    """Set the days on which overdue promises climb."""
    user = person(request)
    typed = {level.value: request.POST.get(level.value, "").strip()[:10] for level in Level}
    revision = request.POST.get("revision", "")
    seen = whole(revision)
    try:
        set_climb(user, {level: _days(typed[level.value]) for level in Level}, revision=seen)
    except ValidationError as error:
        page = pages.page(user, problem=" ".join(error.messages), typed=typed)
        return render(request, "support/punctuality.html", {"page": page}, status=422)
    messages.success(request, _("Overdue promises climb on these days from now on."))
    return redirect("support:punctuality")


@access("read_commitments")
@require_GET
def statements(request: HttpRequest, public_id: str) -> HttpResponse:
    """The months of an account of which there is a statement."""
    user = person(request)
    account = account_or_404(user, public_id)
    found = pages.months(account, visible(user))
    return render(request, "support/statements.html", {"account": account, "months": found})


@access("read_commitments")
@require_GET
def statement(request: HttpRequest, public_id: str, month: str) -> HttpResponse:
    """The statement of a month, whole or as the client may have it."""
    user = person(request)
    account = account_or_404(user, public_id)
    page = pages.statement(user, account, month, client=request.GET.get("for") == "client")
    return render(request, "support/statement.html", {"page": page})


@access("read_commitments")
@require_GET
def statement_file(request: HttpRequest, public_id: str, month: str, kind: str) -> HttpResponseBase:
    """The same as a file."""
    user = person(request)
    account = account_or_404(user, public_id)
    if kind not in {*exports.TYPES, "pdf"}:
        raise Http404
    client = request.GET.get("for") == "client"
    if kind == "pdf":
        sheet = papers.statement(user, pages.statement(user, account, month, client=client))
        return as_pdf(typesetting.pdf("statement", sheet.data()), f"{sheet.kicker} {account.name}")
    stated = pages.stated_for(user, account, month, client=client)
    kinds = {name: str(word) for name, word in pages.KINDS.items()}
    table = commitment_tables.statement(stated, kinds, knows=may(user, "read_contacts"), client=client)
    return exports.as_file(table.heads, table.rows, kind, f"{table.name}-{account.code or account.name}-{month}")


def _days(text: str) -> int | None:
    """Days of a field; None where it is empty."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise ValidationError(_("“%(value)s” is no number of days.") % {"value": text})
    return int(text)
