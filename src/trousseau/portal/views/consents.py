"""What a person of a client agreed to, and their taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.portal.access import is_client
from trousseau.portal.actions.consents import withdraw_surveys
from trousseau.portal.questions import CONSENT
from trousseau.trust.models import Purpose
from trousseau.trust.queries.consents import of_person


@access("client_space")
@never_cache
@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    """Each consent with its day and its text, the withdrawn ones too."""
    found = list(of_person(_client(request)))
    page = {"standing": [one for one in found if one.withdrawn_at is None],
            "past": [one for one in found if one.withdrawn_at is not None], "version": CONSENT}  # fmt: skip
    return render(request, "portal/consents.html", page)


@access("client_space")
@require_POST
def withdraw(request: HttpRequest, purpose: str) -> HttpResponse:
    """Agree no longer."""
    user = _client(request)
    if purpose != Purpose.SURVEY:
        raise Http404
    gone = withdraw_surveys(user)
    messages.success(request, _("We ask you no more."))
    if gone:
        erased = ngettext("%(n)s survey you answered is erased.", "%(n)s surveys you answered are erased.", gone)
        messages.success(request, erased % {"n": gone})
    return redirect("portal:consents")


def _client(request: HttpRequest) -> User:
    """Who asks, of a client; one of us has no consents here."""
    user = person(request)
    if not is_client(user):
        raise Http404
    return user
