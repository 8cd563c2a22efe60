"""A version of the plan signed by both sides: what the client answers, and what we ask."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import refuse
from trousseau.portal.access import demand_sharing, member_or_403, window_or_404
from trousseau.portal.actions import signing as actions
from trousseau.portal.ask_forms import NoForm
from trousseau.portal.models import Space
from trousseau.portal.pages import signing as pages
from trousseau.portal.queries.signing import cosignings
from trousseau.portal.signing_forms import AskToSignForm, SignForm
from trousseau.portal.views.our_voices import of_account
from trousseau.trust.looks import looked

FORMS: dict[str, type[Form]] = {"sign": SignForm, "decline": NoForm}


@access("client_space")
@never_cache
@require_GET
def signing(request: HttpRequest, public_id: str, one: str) -> HttpResponse:
    """The text, and what may be answered to it."""
    window = window_or_404(request, public_id)
    page = pages.theirs(window, one)
    if window.member is not None:
        looked(window.member.user, window.account, "plan", one)
    return render(request, "portal/signing.html", page)


@access("client_space")
@require_POST
def answer(request: HttpRequest, public_id: str, one: str, verb: str) -> HttpResponse:
    """Sign it, or decline and say why."""
    window = member_or_403(request, public_id)
    found = pages.asked_or_404(window, one)
    if verb not in FORMS:
        raise Http404
    form, digest = FORMS[verb](request.POST, auto_id=f"{verb[0]}-%s"), request.POST.get("digest", "")
    try:
        if form.is_valid():
            if verb == "sign":
                actions.sign(window, found, digest, form.cleaned_data["word"])
                messages.success(request, _("Signed: thank you. Both teams see it, with the day."))
            else:
                actions.decline(window, found, digest, form.cleaned_data["reason"])
                messages.success(request, _("Your answer is with who asked you."))
            return redirect("portal:signing", public_id, one)
    except ValidationError as error:
        refuse(form, error)
        messages.error(request, " ".join(error.messages))
    return render(request, "portal/signing.html", pages.theirs(window, one, {verb: form}), status=422)


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def cosign(request: HttpRequest, public_id: str) -> HttpResponse:
    """What they would sign, as they will read it; ask for it."""
    account = account_or_404(person(request), public_id)
    if request.method != "POST" and not Space.objects.filter(account=account).exists():
        return redirect("portal:account", public_id)
    user, account, space = of_account(request, public_id)
    if request.method != "POST":
        return render(request, "portal/cosign.html", pages.ours(request, space))
    demand_sharing(user, account)
    form = AskToSignForm(request.POST, auto_id="k-%s")
    if form.is_valid():
        try:
            actions.ask(user, space, request.POST.get("digest", ""), form.cleaned_data["why"])
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("They are asked to sign, and told so."))
            return redirect("portal:cosign", public_id)
    return render(request, "portal/cosign.html", pages.ours(request, space, form), status=422)


@access("read_plans")
@require_POST
def decide(request: HttpRequest, public_id: str, one: str, verb: str) -> HttpResponse:
    """Countersign it, or no longer ask it."""
    user, _account, space = of_account(request, public_id)
    found = cosignings(space).filter(public_id=one).first()
    if found is None or verb not in {"countersign", "withdraw"}:
        raise Http404
    try:
        if verb == "countersign":
            actions.countersign(user, found)
            messages.success(request, _("Signed by both sides: the client is told."))
        else:
            actions.withdraw(user, found)
            messages.success(request, _("It is no longer asked; the client finds it no longer."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("portal:cosign", public_id)
