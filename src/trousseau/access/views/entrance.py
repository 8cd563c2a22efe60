"""The first run, and links that let somebody in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trousseau.access import actions, elevation, factors, letters, setup, visits
from trousseau.access.forms import FirstInvites, JoinForm, SetupForm
from trousseau.access.models import Invitation, Organisation, User, Visit
from trousseau.access.rules import PUBLIC, access

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@access(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Set the house up: organisation, currency, fiscal year, first person, those invited; 404 once done."""
    if not setup.is_needed():
        raise Http404
    expected = setup.code() if setup.asks_code(request) else None
    form = SetupForm(request.POST or None, expected_code=expected)
    invites = FirstInvites(request.POST or None, prefix="invite")
    if request.method == "POST" and form.is_valid() and invites.is_valid():
        try:
            person = _found(form)
        except IntegrityError:
            raise Http404 from None
        login(request, person, backend=BACKEND)
        _begin(request, person)
        links = _invite_first(request, person, invites)
        if links:
            request.session["fresh_links"] = links
            return redirect("access:people")
        return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "access/setup.html", {"form": form, "invites": invites}, status=status)


def _begin(request: HttpRequest, person: User) -> None:
    """Let the founder look around: they have just said who they are."""
    visits.begin(request, person, Visit.Way.PASSWORD)
    request.session[factors.FOUND] = True
    elevation.begin(request, Organisation.current().elevation_minutes)


def _found(form: SetupForm) -> User:
    given = form.cleaned_data
    return actions.found_organisation(
        name=given["organisation"],
        base_currency=given["base_currency"],
        fiscal_year_start=given["fiscal_year_start"],
        left_out=given["left_out"],
        person_name=given["name"],
        email=given["email"],
        password=given["password"],
        language=(get_language() or "")[:2],
    )


def _invite_first(request: HttpRequest, person: User, invites: FirstInvites) -> list[dict[str, str]]:  # type: ignore[valid-type]
    links = []
    for row in invites.cleaned_data:  # type: ignore[attr-defined]
        email = row.get("email")
        if not email or email.lower() == person.email:
            continue
        invitation, secret = actions.invite(person, email=email, name="", roles=[actions.Held(row["role"])])
        letters.post(request, invitation, secret)
        links.append({"email": invitation.email, "url": letters.address(request, secret)})
    return links


@access(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Let in who comes by a link: a new person gives a name and a password, a known one a new password."""
    invitation = Invitation.objects.select_related("user").filter(digest=actions.digest(secret)).first()
    if invitation is None or not invitation.is_open():
        return render(request, "access/link_spent.html", status=410)
    known = invitation.user is not None
    person = invitation.user or User(email=invitation.email, name=invitation.name)
    form = JoinForm(request.POST or None, person=person, known=known, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            joined = actions.accept(
                invitation,
                name=form.cleaned_data.get("name", ""),
                password=form.cleaned_data["password"],
                language=(get_language() or "")[:2],
            )
        except ValidationError:
            return render(request, "access/link_spent.html", status=410)
        return _let_in(request, joined, known=known)
    status = 422 if request.method == "POST" else 200
    return render(request, "access/join.html", {"form": form, "invitation": invitation, "known": known}, status=status)


def _let_in(request: HttpRequest, person: User, *, known: bool) -> HttpResponse:
    """Sign a new person in; a known one signs in by the usual door, where a second factor may be asked."""
    if request.user.is_authenticated:
        logout(request)
    if known:
        messages.success(request, _("Your new password is set. Sign in with it."))
        return redirect("account_login")
    login(request, person, backend=BACKEND)
    visits.begin(request, person, Visit.Way.LINK)
    return redirect("home")
