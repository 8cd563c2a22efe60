"""What we ask of a client's people, and what we answer to a day they propose."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trousseau.access.rules import access
from trousseau.accounts.posted import refuse, revision
from trousseau.portal.actions import asks as actions
from trousseau.portal.ask_forms import AskForm
from trousseau.portal.items import KINDS
from trousseau.portal.pages import voices as pages
from trousseau.portal.queries.asks import askable, members_of, our_asks
from trousseau.portal.views.our_voices import of_account


@access("read_plans")
@require_POST
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask somebody of the client."""
    user, account, space = of_account(request, public_id)
    people = list(members_of(space))
    form = AskForm(request.POST, auto_id="k-%s", things=askable(account), people=people)
    if form.is_valid():
        kind, _colon, key = form.cleaned_data["thing"].partition(":")
        to = next(one for one in people if one.public_id == form.cleaned_data["to"])
        try:
            actions.ask(user, space, to, KINDS[kind].rows(account).get(public_id=key), form.cleaned_data["why"])
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(name)s is asked, and told so.") % {"name": to.user.name})
            return redirect("portal:voices", public_id)
    return render(request, "portal/voices.html", pages.voices(request, account, space, ask_form=form), status=422)


@access("read_plans")
@require_POST
def answer_ask(request: HttpRequest, public_id: str, ask: str, verb: str) -> HttpResponse:
    """Agree to their day or not, or no longer ask."""
    user, _account, space = of_account(request, public_id)
    found = our_asks(space).filter(public_id=ask).first()
    if found is None or verb not in {"agree", "refuse", "withdraw"}:
        raise Http404
    seen = revision(request)
    try:
        if verb == "agree":
            actions.agree(user, found, seen)
        elif verb == "refuse":
            actions.refuse_day(user, found, request.POST.get("word", ""), seen)
        else:
            actions.withdraw(user, found, seen)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The client reads your answer."))
    return redirect("portal:voices", public_id)
