"""Inviting people of a client from the Client space tab; the texts they accept, under Settings."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.access import may_share, writable_or_403
from trousseau.accounts.posted import refuse
from trousseau.portal import letters
from trousseau.portal.actions import inviting as actions
from trousseau.portal.actions import terms as term_actions
from trousseau.portal.invite_forms import InviteForm, TermsForm
from trousseau.portal.models import Invite, Space, Terms
from trousseau.portal.pages import joining as pages


@access("read_plans")
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Invite somebody into the space of an account."""
    user = person(request)
    found = writable_or_403(user, public_id, allowed=may_share)
    space = Space.objects.filter(account=found, closed_at=None).first()
    form = InviteForm(
        request.POST or None, people=pages.people(user, found), others=pages.others(user, found),
        initial={"contact": request.GET.get("contact", ""), "language": (get_language() or "fr")[:2]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.invite(user, [*([space] if space else []), *form.further()], form.guest())
        except ValidationError as error:
            refuse(form, error)
        else:
            return _hand_over(request, made, secret, public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/invite.html", pages.invite(request, found, form), status=status)


@access("read_plans")
@require_POST
def renew(request: HttpRequest, public_id: str, invited: str) -> HttpResponse:
    """Send an invitation again, with a new link."""
    found = _invited(request, public_id, invited)
    try:
        secret = actions.renew(person(request), found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("portal:account", public_id)
    found.refresh_from_db()
    return _hand_over(request, found, secret, public_id)


@access("read_plans")
@require_POST
def withdraw(request: HttpRequest, public_id: str, invited: str) -> HttpResponse:
    """Make an invitation worthless."""
    found = _invited(request, public_id, invited)
    actions.withdraw(person(request), found)
    messages.success(request, _("The invitation of %(name)s is withdrawn.") % {"name": found})
    return redirect("portal:account", public_id)


@access("manage_organisation")
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """The texts that people of clients accept: the version in force, and a new one."""
    last = Terms.current()
    names = TermsForm.base_fields
    form = TermsForm(request.POST or None, initial={name: getattr(last, name, "") for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            made = term_actions.write(person(request), term_actions.Texts(**form.cleaned_data))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Version %(n)d is in force.") % {"n": made.version})
            return redirect("portal:terms_texts")
    status = 422 if request.method == "POST" else 200
    page = {"form": form, "last": last, "here_tab": "client_texts"}
    return render(request, "portal/terms_texts.html", page, status=status)


def _invited(request: HttpRequest, public_id: str, invited: str) -> Invite:
    found = writable_or_403(person(request), public_id, allowed=may_share)
    one = Invite.objects.filter(spaces__account=found, public_id=invited).first()
    if one is None:
        raise Http404
    return one


def _hand_over(request: HttpRequest, made: Invite, secret: str, public_id: str) -> HttpResponse:
    """Send the letter, and show the link once on the tab."""
    sent = letters.invite(request, made, secret)
    url = letters.invitation_url(request, secret)
    made.refresh_from_db(fields=["bounced_at", "bounce"])
    request.session[pages.FRESH] = {
        "who": str(made), "url": url, "sent": made.email if sent else "", "refused": pages.undelivered(made),
    }  # fmt: skip
    return redirect("portal:account", public_id)
