"""Files of accounts: given out so that no browser runs what is in them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.hardening import safe_place
from trousseau.access.rules import access as ruled
from trousseau.access.rules import person
from trousseau.accounts import access
from trousseau.knowledge import filestore
from trousseau.knowledge.actions import documents
from trousseau.knowledge.queries.documents import document_or_404

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


@ruled("read_accounts")
@require_GET
def document(request: HttpRequest, public_id: str) -> FileResponse:
    """One file, always as a download."""
    found = document_or_404(person(request), public_id)
    try:
        content = filestore.path_of(found).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=found.kind, headers=HEADERS)


@ruled("read_accounts")
@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a file away."""
    found = document_or_404(person(request), public_id)
    documents.remove(person(request), found)
    messages.success(request, _("“%(name)s” is removed.") % {"name": found.name})
    return redirect(safe_place(request, request.POST.get("next", ""), _facts(found.account.public_id)))


@ruled("read_accounts")
@require_POST
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep files with an account."""
    user = person(request)
    account = access.account_or_404(user, public_id)
    uploads = request.FILES.getlist("files")
    if not uploads:
        messages.error(request, _("Choose a file first."))
    for upload in uploads:
        try:
            kept = documents.keep(user, account, upload, subject=request.POST.get("subject", ""))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
    return redirect(_facts(public_id))


def _facts(public_id: str) -> str:
    """Back to the files in the Knowledge tab."""
    return f"{reverse('accounts:account', args=[public_id])}knowledge/#documents"
