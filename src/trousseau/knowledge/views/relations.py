"""The map of people: its page, its picture, and what drawing on it does."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.accounts.models import Account
from trousseau.knowledge.access import contacts_of, may_edit
from trousseau.knowledge.actions import lines
from trousseau.knowledge.actions import relations as actions
from trousseau.knowledge.models import Contact
from trousseau.knowledge.pages import map as pages
from trousseau.knowledge.pages import relations as words
from trousseau.knowledge.queries.relations import relations


@access("read_contacts")
@require_safe
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who reports to whom and who weighs on whom."""
    account = account_or_404(person(request), public_id)
    return render(request, "knowledge/map.html", pages.page(request, account))


@access("read_contacts")
@require_GET
def picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the map as an SVG file, in colours of its own."""
    user = person(request)
    account = account_or_404(user, public_id)
    drawing = words.drawing(relations(user, account), paper=True)
    if not drawing:
        raise Http404
    name = f"{_('map')}-{account.public_id}.svg"
    return HttpResponse(
        drawing,
        content_type="image/svg+xml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@access("edit_contacts")
@require_POST
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep where someone was dropped; 409 says who was faster, and where they put them."""
    contact = _writable(request, public_id, request.POST.get("person", ""))
    try:
        x, y = float(request.POST.get("x", "")), float(request.POST.get("y", ""))
        seen = _seen(request)
    except ValueError:
        return JsonResponse({"text": _("This is no place on the map.")}, status=422)
    try:
        made = actions.place(person(request), contact, x, y, seen=seen)
    except ValidationError as error:
        return JsonResponse({"text": " ".join(error.messages)}, status=422)
    except actions.MovedError as error:
        text = _("{who} moved {name} meanwhile: they stand where they were put. Your other moves are kept.").format(
            who=error.by or _("Someone"), name=contact.name
        )
        return JsonResponse({"text": text, "place": actions.where(error.contact)}, status=409)
    return JsonResponse({"place": actions.where(made)})


@access("edit_contacts")
@require_POST
def draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw a line between two people, or take one away; what is refused is said above the form as it was."""
    account = account_or_404(person(request), public_id)
    given = request.POST.dict()
    kind, by, on = _wanted(given)
    try:
        if given.get("erase"):
            _erase(person(request), kind, _member(request, account, by), _member(request, account, on))
        else:
            _draw(person(request), given, _member(request, account, by), _member(request, account, on))
    except ValidationError as error:
        page = pages.page(request, account, problem=" ".join(error.messages), typed=given)
        return render(request, "knowledge/map.html", page, status=422)
    messages.success(request, _("The line is gone.") if given.get("erase") else _("The line is drawn."))
    return redirect(f"{reverse('knowledge:map', args=[account.public_id])}#map-list-title")


def _wanted(given: dict[str, str]) -> tuple[str, str, str]:
    """What line between whom: of the form that draws, or of the button that takes one away."""
    if not given.get("erase"):
        return given.get("kind", ""), given.get("from", ""), given.get("to", "")
    kind, by, on = [*given["erase"].split(":"), "", "", ""][:3]
    return kind, by, on


def _draw(user: User, given: dict[str, str], by: Contact, on: Contact) -> None:
    kind, strength = given.get("kind"), given.get("strength", "2")
    if kind == "influences":
        if strength not in {"1", "2", "3"}:
            raise ValidationError(_("Strength is 1 (a little), 2 (much) or 3 (decisively)."), code="strength")
        lines.influences(user, by, on, strength=int(strength), supposed=bool(given.get("supposed")))
    elif kind in {"reports", "dotted"}:
        lines.report_to(user, by, on, dotted=kind == "dotted")
    else:
        raise ValidationError(_("Say which line: weighs on, or reports to."), code="kind")


def _erase(user: User, kind: str, by: Contact, on: Contact) -> None:
    if kind == "influences":
        lines.stop_influencing(user, by, on)
    else:
        lines.stop_reporting(user, by, on)


@access("edit_contacts")
@require_POST
def tidy(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the layout decide again where everyone stands."""
    account = account_or_404(person(request), public_id)
    count = actions.tidy(person(request), account)
    said = ngettext("{n} person moved by hand is laid out anew.", "{n} people moved by hand are laid out anew.", count)
    messages.success(request, said.format(n=words.language().number(count)))
    return redirect("knowledge:map", account.public_id)


def _seen(request: HttpRequest) -> actions.Place | None:
    """Where they stood when the map was read."""
    if not request.POST.get("seen_x"):
        return None
    return float(request.POST["seen_x"]), float(request.POST.get("seen_y", ""))


def _writable(request: HttpRequest, public_id: str, contact_id: str) -> Contact:
    """A person of the client of an address, for someone who may tell of them."""
    user = person(request)
    contact = _member(request, account_or_404(user, public_id), contact_id)
    if not may_edit(user, contact.account):
        raise PermissionDenied
    return contact


def _member(request: HttpRequest, account: Account, contact_id: str) -> Contact:
    """Someone of an account's client.

    Raises:
        Http404: nobody there has this id.
    """
    found = contacts_of(person(request), account).select_related("account").filter(public_id=contact_id).first()
    if found is None:
        raise Http404
    return found
