"""What a client's people answer to what is asked of them, and how far their actions are."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access
from trousseau.accounts.posted import refuse, revision
from trousseau.portal.access import Window, member_or_403, window_or_404
from trousseau.portal.actions import asks as actions
from trousseau.portal.ask_forms import DayForm, NoForm, ProgressForm
from trousseau.portal.models import Ask
from trousseau.portal.pages import asks as pages
from trousseau.portal.queries.asks import actions_of, asks_of


@access("client_space")
@never_cache
@require_GET
def asks(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is asked, and one's own actions."""
    return render(request, "portal/asks.html", pages.asks(window_or_404(request, public_id)))


@access("client_space")
@require_POST
def answer(request: HttpRequest, public_id: str, ask: str, verb: str) -> HttpResponse:
    """Accept, propose another day, or decline."""
    window = member_or_403(request, public_id)
    found = asks_of(window).filter(public_id=ask, to__user=window.member.user if window.member else None).first()
    if found is None or verb not in FORMS:
        raise Http404
    form = FORMS[verb](request.POST, auto_id=f"{verb[0]}-{ask}-%s")
    try:
        if form.is_valid():
            _answered(window, found, verb, form, revision(request))
            messages.success(request, _("Your answer is with who asked you."))
            return redirect("portal:asks", public_id)
    except ValidationError as error:
        refuse(form, error)
        if verb == "accept":
            messages.error(request, " ".join(error.messages))
    return render(request, "portal/asks.html", pages.asks(window, {(ask, verb): form}), status=422)


@access("client_space")
@require_POST
def progress(request: HttpRequest, public_id: str, action: str) -> HttpResponse:
    """Say how far an action of one's own is."""
    window = member_or_403(request, public_id)
    found = actions_of(window).filter(public_id=action).first()
    if found is None:
        raise Http404
    form = ProgressForm(request.POST, auto_id=f"g-{action}-%s")
    try:
        if form.is_valid():
            said = form.cleaned_data
            actions.report(window, found, said["done"], said["word"], revision(request))
            messages.success(request, _("Thank you: both teams see it."))
            return redirect("portal:asks", public_id)
    except ValidationError as error:
        refuse(form, error)
    return render(request, "portal/asks.html", pages.asks(window, {(action, "progress"): form}), status=422)


FORMS: dict[str, type[Form]] = {"accept": Form, "day": DayForm, "decline": NoForm}


def _answered(window: Window, found: Ask, verb: str, form: BaseForm, seen: int) -> Ask:
    said = form.cleaned_data
    if verb == "accept":
        return actions.accept(window, found, seen)
    if verb == "day":
        return actions.propose_day(window, found, said["day"], said["reason"], seen)
    return actions.decline(window, found, said["reason"], seen)
