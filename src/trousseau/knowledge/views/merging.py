"""People told twice: the pairs found, one pair side by side, merged, and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access as ruled
from trousseau.access.rules import person
from trousseau.accounts import access as accounts
from trousseau.accounts.pages import head
from trousseau.knowledge import access, duplicates
from trousseau.knowledge.actions import merging
from trousseau.knowledge.actions.people import FIELDS
from trousseau.knowledge.models import Contact, Merge
from trousseau.knowledge.pages import people as pages
from trousseau.knowledge.queries import people


@ruled("edit_contacts")
@require_GET
def pairs(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who of a client's people may be one person."""
    user = person(request)
    account = accounts.account_or_404(user, public_id)
    told = {one.pk for one in people.telling(user, account)}
    if not told:
        raise PermissionDenied
    known = [one for one in people.everyone(user, account) if one.account_id in told]
    keys = [one.pk for one in known]
    merges = Merge.objects.filter(kept__in=keys, undone_at=None, gone__erased_at=None).select_related(
        "kept", "gone", "by"
    )
    context = head(request, account, "people") | {"pairs": duplicates.pairs(known), "merges": merges[:50]}
    return render(request, "knowledge/duplicates.html", context)


@ruled("edit_contacts")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, public_id: str, other: str) -> HttpResponse:
    """Two contacts side by side; merged with the values chosen."""
    user = person(request)
    kept, gone = (access.contact_or_404(user, key) for key in (public_id, other))
    if kept.pk == gone.pk:
        raise Http404
    if not (access.may_edit(user, kept.account) and access.may_edit(user, gone.account)):
        raise PermissionDenied
    problem = ""
    if request.method == "POST":
        chosen = {field: request.POST.get(field, "") for field in FIELDS}
        try:
            merging.merge(user, kept, gone, chosen)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(
                request, _("%(name)s is one person now; this can be taken back on their page.") % {"name": kept.name}
            )
            return redirect("knowledge:contact", kept.public_id)
    context = head(request, kept.account, "people") | {
        "kept": kept, "gone": gone, "rows": side_by_side(kept, gone), "problem": problem,
    }  # fmt: skip
    return render(request, "knowledge/merge.html", context, status=422 if problem else 200)


@ruled("edit_contacts")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge back."""
    user = person(request)
    merged = get_object_or_404(Merge.objects.select_related("kept"), pk=pk)
    kept = access.contact_or_404(user, merged.kept.public_id)
    try:
        back = merging.undo(user, merged)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s is there again, as before.") % {"name": back.name})
    return redirect("knowledge:contact", kept.public_id)


def side_by_side(kept: Contact, gone: Contact) -> list[tuple[str, str, str, str, str]]:
    """Each field that differs: name, label, both values, and which is proposed: one that says something, the later."""
    rows = []
    for field in FIELDS:
        one, other = (pages.shown(field, getattr(contact, field)) for contact in (kept, gone))
        if one != other:
            empty = getattr(kept, field) in {None, ""}
            later = bool(other) and getattr(gone, field) not in {None, ""} and gone.said_on > kept.said_on
            rows.append((field, pages.label(field).capitalize(), one, other, "gone" if empty or later else "kept"))
    return rows
