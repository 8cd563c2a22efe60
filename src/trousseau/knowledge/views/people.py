"""The people of a client: the tab, one person, and what is told of them."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.hardening import safe_place
from trousseau.access.rules import access as ruled
from trousseau.access.rules import person
from trousseau.accounts import access as accounts
from trousseau.knowledge import access
from trousseau.knowledge.actions import lines
from trousseau.knowledge.actions import people as actions
from trousseau.knowledge.forms import ContactForm
from trousseau.knowledge.models import Contact
from trousseau.knowledge.pages import contact as contact_page
from trousseau.knowledge.pages import people as pages


@ruled("read_contacts")
@require_GET
def people(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody known at an account's client."""
    account = accounts.account_or_404(person(request), public_id)
    return render(request, "knowledge/people.html", pages.tab(request, account))


@ruled("edit_contacts")
@require_POST
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add somebody."""
    user = person(request)
    account = accounts.account_or_404(user, public_id)
    form = ContactForm(user, account, request.POST)
    if form.is_valid():
        try:
            made = actions.add_contact(user, **form.values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect(back(request, reverse("knowledge:people", args=[public_id])))
    context = pages.tab(request, account, form=form, edited="new")
    return render(request, "knowledge/people.html", context, status=422)


@ruled("read_contacts")
@require_GET
def contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person."""
    found = access.contact_or_404(person(request), public_id)
    if found.public_id != public_id:
        return redirect("knowledge:contact", found.public_id)
    return render(request, "knowledge/contact.html", contact_page.page(request, found))


@ruled("edit_contacts")
@require_POST
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save what was written of somebody, in the list or on their page."""
    user = person(request)
    found = access.contact_or_404(user, public_id)
    if found.public_id != public_id:  # what was typed was of the other one: it is not written over who stays
        messages.error(request, _("They were merged with %(name)s meanwhile: look again.") % {"name": found.name})
        return redirect("knowledge:contact", found.public_id)
    form = ContactForm(user, found.account, request.POST)
    status = 422
    if form.is_valid():
        try:
            outcome = actions.change_contact(user, found, form.values, seen=form.cleaned_data["seen"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if not outcome.conflicts:
                if outcome.merged:
                    messages.info(request, pages.said_meanwhile(outcome))
                return redirect(back(request, reverse("knowledge:contact", args=[found.public_id])))
            pages.add_conflicts(form, outcome)
            found, status = outcome.contact, 409
    if request.POST.get("from") == "list":
        context = pages.tab(request, found.account, form=form, edited=found.public_id)
        return render(request, "knowledge/people.html", context, status=status)
    return render(request, "knowledge/contact.html", contact_page.page(request, found, form=form), status=status)


@ruled("edit_contacts")
@require_POST
def left(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that somebody left, or is there after all."""
    user = person(request)
    found = access.contact_or_404(user, public_id)
    try:
        if request.POST.get("back"):
            actions.contact_back(user, found)
        else:
            day = request.POST.get("day", "")
            actions.contact_left(user, found, parse_date_or_none(day) if day else timezone.localdate())
            messages.success(request, _("%(name)s has left: folded away, nothing is lost.") % {"name": found.name})
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(back(request, reverse("knowledge:contact", args=[found.public_id])))


@ruled("read_contacts")
@require_POST
def touched(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that somebody was met or spoken to."""
    user = person(request)
    found = access.contact_or_404(user, public_id)
    try:
        day = request.POST.get("day", "")
        actions.touched(user, found, parse_date_or_none(day) if day else timezone.localdate())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(back(request, reverse("knowledge:contact", args=[found.public_id])))


@ruled("edit_contacts")
@require_POST
def reporting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a boss or somebody who reports, or take one away."""
    user = person(request)
    found = access.contact_or_404(user, public_id)
    other = _other(request)
    below, above = (other, found) if request.POST.get("side") == "below" else (found, other)
    try:
        if request.POST.get("remove"):
            lines.stop_reporting(user, below, above)
        else:
            lines.report_to(user, below, above, dotted="dotted" in request.POST)
    except ValidationError as error:
        return _refused(request, found, "reporting", error)
    return redirect("knowledge:contact", found.public_id)


@ruled("edit_contacts")
@require_POST
def influence(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say on whom somebody weighs, or who weighs on them; or take it back."""
    user = person(request)
    found = access.contact_or_404(user, public_id)
    other = _other(request)
    by, on = (other, found) if request.POST.get("side") == "by" else (found, other)
    try:
        if request.POST.get("remove"):
            lines.stop_influencing(user, by, on)
        else:
            strength = request.POST.get("strength", "2")
            lines.influences(
                user, by, on,
                strength=int(strength) if strength in {"1", "2", "3"} else 0,
                supposed="supposed" in request.POST,
                source=request.POST.get("source", ""),
            )  # fmt: skip
    except ValidationError as error:
        return _refused(request, found, "influence", error)
    return redirect("knowledge:contact", found.public_id)


def _other(request: HttpRequest) -> Contact:
    """The other end of a line."""
    return access.contact_or_404(person(request), request.POST.get("other", ""))


def _refused(request: HttpRequest, found: Contact, where: str, error: ValidationError) -> HttpResponse:
    """The page again, with why a line was not drawn."""
    context = contact_page.page(request, found, problems={where: error.messages[0]})
    return render(request, "knowledge/contact.html", context | {"typed": request.POST}, status=422)


def parse_date_or_none(text: str) -> dt.date:
    """A day of a form; ValidationError where it is none."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_("Write the day as 2026-11-22."))
    return day


def back(request: HttpRequest, otherwise: str) -> str:
    """Where a form says to go back to, on this site; else `otherwise`."""
    return safe_place(request, request.POST.get("next", ""), otherwise)
