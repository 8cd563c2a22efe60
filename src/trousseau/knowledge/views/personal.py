"""Personal data of people at clients, for the administrator: found, given out, erased."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access.rules import access as ruled
from trousseau.access.rules import person
from trousseau.accounts import exports
from trousseau.knowledge.actions.erasing import erase_contact, give_out
from trousseau.knowledge.models import Contact, Erasure
from trousseau.knowledge.queries import personal


@ruled("erase_contacts")
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find somebody by name or e-mail; those erased so far, by pseudonym."""
    text = request.GET.get("q", "")[:200]
    context = {
        "q": text,
        "found": personal.found(person(request), text),
        "erased": Erasure.objects.select_related("contact", "by").order_by("-at")[:50],
        "here_tab": "personal",
    }
    return render(request, "knowledge/personal.html", context)


@ruled("erase_contacts")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is held of one person, how much; erase it with a reason."""
    contact = _contact(public_id)
    problem = ""
    if request.method == "POST":
        try:
            typed = request.POST.get("confirm", "")
            erase_contact(person(request), contact, request.POST.get("reason", ""), confirmed=typed)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, _("Erased: “%(word)s” stands in their place.") % {"word": contact.pseudonym})
            return redirect("knowledge:personal_data")
    held = personal.held(contact)
    context = {
        "contact": contact, "counts": [(room_name(name), len(rows)) for name, rows in held.items()],
        "total": sum(len(rows) for rows in held.values()), "problem": problem, "here_tab": "personal",
        "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "knowledge/personal_one.html", context, status=422 if problem else 200)


@ruled("erase_contacts")
@require_GET
def export(request: HttpRequest, public_id: str, kind: str) -> HttpResponseBase:
    """Everything held of one person, as JSON or a table."""
    contact = _contact(public_id)
    if kind not in {"json", *exports.TYPES}:
        raise Http404
    give_out(person(request), contact)
    held = personal.held(contact)
    name = f"{contact.pseudonym.replace(' ', '-').lower()}"
    if kind == "json":
        return JsonResponse(
            held,
            json_dumps_params={"indent": 2, "ensure_ascii": False},
            headers={"Content-Disposition": f'attachment; filename="{name}.json"', "Cache-Control": "no-store"},
        )
    table: FileResponse = exports.as_file(
        (_("Where"), _("Record"), _("Field"), _("Value")), personal.flat(held), kind, name
    )
    return table


def room_name(name: str) -> str:
    """What a part of the data is called."""
    names = {
        "contact": _("The contact itself"), "reporting": _("Reporting lines"), "influence": _("Influence"),
        "changes": _("Changes"), "trail": _("Audit trail"),
        "written": _("Texts about them"), "commitments": _("Commitments"),
    }  # fmt: skip
    return names.get(name, name.replace("_", " ").capitalize())


def _contact(public_id: str) -> Contact:
    return get_object_or_404(Contact.objects.select_related("account"), public_id=public_id, erased_at=None)
