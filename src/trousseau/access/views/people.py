"""People and roles: who is here, inviting, changing, deactivating."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access import actions, letters, queries, rescue, rules
from trousseau.access.forms import InviteForm, PersonForm
from trousseau.access.models import Invitation, User
from trousseau.access.rules import access


@access("manage_people")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List everybody, the open invitations, and the links just made (shown once)."""
    context = {
        "people": queries.people(),
        "invitations": queries.open_invitations(),
        "links": request.session.pop("fresh_links", []),
        "here_tab": "people",
    }
    return render(request, "access/people.html", context)


@access("manage_people")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; their link is shown once and sent where a mail server is configured."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            invitation, secret = actions.invite(
                rules.person(request),
                email=given["email"],
                name=given["name"],
                roles=form.held(),
                reports_to=given["reports_to"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _show_link(request, invitation, secret)
    status = 422 if request.method == "POST" else 200
    return render(request, "access/invite.html", {"form": form, "here_tab": "people"}, status=status)


def _show_link(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    sent = letters.post(request, invitation, secret)
    request.session["fresh_links"] = [
        {"email": invitation.email, "url": letters.address(request, secret), "sent": sent}
    ]
    return redirect("access:people")


@access("manage_people")
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change one person's roles, limits and head."""
    found = get_object_or_404(queries.people(), pk=pk)
    held = found.assignments_held
    initial = {
        "name": found.name,
        "roles": [one.role for one in held],
        "reports_to": found.reports_to_id,
        "zones": sorted({zone for one in held for zone in one.zones}),
        "divisions": sorted({division for one in held for division in one.divisions}),
    }
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_person(
                rules.person(request),
                found,
                name=given["name"],
                roles=form.held(),
                reports_to=given["reports_to"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("access:people")
    context = {"form": form, "person": found, "here_tab": "people"}
    return render(request, "access/person.html", context, status=422 if request.method == "POST" else 200)


@access("manage_people")
@require_POST
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Deactivate a person, or let them in again."""
    found = get_object_or_404(User, pk=pk)
    active = request.POST.get("active") == "1"
    try:
        actions.set_active(rules.person(request), found, active=active)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = _("%(name)s may sign in again.") if active else _("%(name)s may no longer sign in.")
        messages.success(request, said % {"name": found})
    return redirect("access:people")


@access("manage_people")
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link by which a person sets a new password."""
    found = get_object_or_404(User, pk=pk, is_active=True)
    invitation, secret = actions.make_sign_in_link(rules.person(request), found)
    return _show_link(request, invitation, secret)


@access("manage_people")
@require_POST
def factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the second factors of a person who lost them."""
    return _rescued(request, pk, rescue.remove_factors)


@access("manage_people")
@require_POST
def sign_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget by which company sign-on a person comes in."""
    return _rescued(request, pk, rescue.forget_sign_on)


def _rescued(request: HttpRequest, pk: int, remove: Callable[[User, User], int]) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    if remove(rules.person(request), found):
        messages.success(request, _("Done: %(name)s is signed out everywhere and sets it up anew.") % {"name": found})
    else:
        messages.info(request, _("%(name)s has none.") % {"name": found})
    return redirect("access:person", found.pk)


@access("manage_people")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an open invitation."""
    actions.withdraw(rules.person(request), get_object_or_404(queries.open_invitations(), pk=pk))
    messages.success(request, _("The invitation is withdrawn: its link no longer works."))
    return redirect("access:people")
