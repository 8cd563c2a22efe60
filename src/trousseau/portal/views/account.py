"""The Client space tab of an account, and what its manager decides there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.portal.actions import spaces as actions
from trousseau.portal.models import Member
from trousseau.portal.pages import account as pages


@access("read_plans")
@require_GET
def account(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is in, and what they see."""
    found = account_or_404(person(request), public_id)
    return render(request, "portal/account.html", pages.account(request, found))


@access("read_plans")
@require_POST
def open_space(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the space."""
    found = account_or_404(person(request), public_id)
    actions.open_space(person(request), found)
    messages.success(request, _("The client space of %(name)s is open; nothing is shared yet.") % {"name": found.name})
    return redirect("portal:account", public_id)


@access("read_plans")
@require_POST
def end_membership(request: HttpRequest, public_id: str, member: str) -> HttpResponse:
    """End someone's place in the space."""
    found = account_or_404(person(request), public_id)
    one = Member.objects.select_related("user", "space__account").filter(space__account=found, public_id=member).first()
    if one is None:
        raise Http404
    actions.end_membership(person(request), one)
    messages.success(request, _("%(name)s no longer comes into this space.") % {"name": one.user.name})
    return redirect("portal:account", public_id)
