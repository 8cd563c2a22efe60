"""Coming in by an invitation or by a link sent by e-mail, and accepting the texts of the house."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access import factors
from trousseau.access.actions import digest
from trousseau.access.models import User
from trousseau.access.rules import PUBLIC, access, person
from trousseau.access.views.entrance import BACKEND
from trousseau.jobs.actions import start
from trousseau.portal import letters
from trousseau.portal.access import is_client
from trousseau.portal.actions import inviting, terms
from trousseau.portal.actions.entering import use_link
from trousseau.portal.invite_forms import EntryForm, JoinForm
from trousseau.portal.models import Invite, Terms
from trousseau.portal.pages import joining as pages


@access(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Come in by an invitation: somebody new says who they are, a person known signs in first."""
    invite = Invite.objects.select_related("contact").filter(digest=digest(secret)).first()
    if invite is None or not invite.is_open():
        return _spent(request)
    known = User.objects.filter(email=invite.email).first()
    here = request.user if request.user.is_authenticated else None
    if (here is not None and here != known) or (known is not None and here is None):
        as_ours = {"invite": invite, "here": here, "known": known, "next": request.path}
        return render(request, "portal/join_as.html", as_ours, status=403 if here else 200)
    last = Terms.current()
    owed = last is not None and (known is None or not last.acceptances.filter(user=known).exists())
    form = JoinForm(
        request.POST if request.method == "POST" else None, invite=invite, known=known is not None, texts=owed,
        initial={"name": invite.name},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _version(request, form, last if owed else None):
        try:
            joined = _come_in(invite, known, form, last)
        except ValidationError as error:
            if error.code == "spent":
                return _spent(request)
            form.add_error(None, error)
        else:
            return _let_in(request, joined, new=known is None)
    page: dict[str, Any] = {"form": form, "invite": invite, "known": known, "version": last if owed else None}
    page |= pages.texts(last if owed else None)
    page["accounts"] = [one.account.name for one in invite.spaces.select_related("account")]
    return render(request, "portal/join.html", page, status=422 if request.method == "POST" else 200)


@access(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """Ask for a link to sign in; the answer is the same whoever asks for whom."""
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        if ratelimit.consume(request, action="client_link", key=email):
            start("portal.entry", {"email": email, "base": letters.base(request)})
        return render(request, "portal/link_asked.html", {"email": email})
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/ask_link.html", {"form": form}, status=status)


@access(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Sign in by a link that was sent: a press, so that a machine that reads letters does not use it up."""
    if request.method != "POST":
        return render(request, "portal/enter.html")
    found = use_link(secret)
    if found is None:
        return render(request, "portal/enter.html", {"spent": True}, status=410)
    answer: HttpResponseBase = perform_login(request, found, redirect_url=reverse("portal:spaces"))
    return answer


@access("client_space")
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Read the texts in force and accept them."""
    user = person(request)
    owed = pages.owed(user) if is_client(user) else None
    if request.method == "POST" and owed is not None and request.POST.get("version") == str(owed.version):
        terms.accept(user, owed)
        return redirect("portal:spaces")
    last = owed or Terms.current()
    return render(request, "portal/terms.html", {"owed": owed, "version": last, **pages.texts(last)})


@access("client_space")
@never_cache
@require_GET
def secure(request: HttpRequest) -> HttpResponse:
    """After joining: add a passkey or an app, or go on where no policy demands one."""
    user = person(request)
    if not is_client(user):
        raise Http404
    page = {"needed": factors.lacks(user), "has": factors.has(user)}
    return render(request, "portal/secure.html", page)


def _version(request: HttpRequest, form: JoinForm, last: Terms | None) -> bool:
    """Whether the texts that were on the page are those in force."""
    if last is None or request.POST.get("version") == str(last.version):
        return True
    form.add_error(None, _("The texts have changed meanwhile: read them again."))
    return False


def _come_in(invite: Invite, known: User | None, form: JoinForm, last: Terms | None) -> User:
    said = form.cleaned_data
    return inviting.come_in(invite, person=known, name=said.get("name", ""), password=said.get("password"), terms=last)


def _let_in(request: HttpRequest, joined: User, *, new: bool) -> HttpResponse:
    if new:
        login(request, joined, backend=BACKEND)
        if joined.has_usable_password():  # typed a moment ago: it is not asked again to add a passkey
            record_authentication(request, joined, method="password", reauthenticated=True)
    else:
        messages.success(request, _("The space is open to you."))
    return redirect("portal:spaces" if factors.has(joined) else "portal:secure")


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/invite_spent.html", status=410)
