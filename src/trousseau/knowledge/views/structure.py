"""The companies of a client as a table, in and out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access as ruled
from trousseau.access.rules import person
from trousseau.accounts import access
from trousseau.accounts.exports import TYPES, as_file
from trousseau.figures.export import Cell
from trousseau.knowledge.access import may_tell
from trousseau.knowledge.actions.structure_table import take_structure
from trousseau.knowledge.models import Control, LegalEntity
from trousseau.knowledge.pages import facts as pages
from trousseau.knowledge.pages import structure_words
from trousseau.knowledge.queries.facts import facts_of
from trousseau.knowledge.structure_table import StructureTableError

LIMIT = 20 * 2**20


@ruled("tell_facts")
@require_POST
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read a table of companies."""
    user = person(request)
    account = access.account_or_404(user, public_id)
    if not may_tell(user, account):
        raise PermissionDenied
    file = request.FILES.get("file")
    problems: list[str] = []
    if file is None:
        problems = [_("Choose a file first.")]
    elif (file.size or 0) > LIMIT:
        problems = [_("This table has more than 20 MB: send the companies of one client only.")]
    else:
        try:
            taken = take_structure(user, account, file.chunks(), file.name or "")
        except StructureTableError as error:
            problems = structure_words.told(error)
        else:
            messages.success(
                request,
                _("Read: %(told)s new, %(changed)s changed, %(known)s known already.") % vars(taken),
            )
            return redirect(f"{reverse('knowledge:facts', args=[public_id])}#entity")
    page = pages.facts(request, account) | {"structure_problems": problems}
    return render(request, "knowledge/facts.html", page, status=422)


@ruled("read_accounts")
@require_GET
def table(request: HttpRequest, public_id: str, form: str) -> FileResponse:
    """All companies and holdings of a client, as a table that reads back."""
    user = person(request)
    account = access.account_or_404(user, public_id)
    if form not in TYPES:
        raise Http404
    controls = list(facts_of(user, account, Control))
    by_owned: dict[int, list[Control]] = {}
    for one in controls:
        by_owned.setdefault(one.owned_id, []).append(one)
    rows: list[list[Cell]] = []
    for entity in facts_of(user, account, LegalEntity):
        head: list[Cell] = [entity.name, entity.country, entity.registration]
        for one in by_owned.get(entity.pk, []):
            share = f"{one.percent.normalize():f} %" if one.percent is not None else None
            rows.append([*head, one.owner.name, share, one.since, one.until, one.source, one.said_on])
        if entity.pk not in by_owned:
            rows.append([*head, None, None, None, None, entity.source, entity.said_on])
    header = [
        _("Company"), _("Country"), _("Registration number"), _("Owner"), _("Share, %"), _("Since"), _("Until"),
        _("Source"), _("True on"),
    ]  # fmt: skip
    return as_file(header, rows, form, f"{_('structure')} {timezone.localdate()}")
