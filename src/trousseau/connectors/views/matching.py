"""The review queue of records that may be accounts of ours, what tools say of an account, taking a link back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404, sees
from trousseau.accounts.posted import whole
from trousseau.connectors.actions import matching as actions
from trousseau.connectors.models import Candidate, Remote
from trousseau.connectors.pages import matching as pages


@access("match_records")
@require_http_methods(["GET", "POST"])
def matching(request: HttpRequest) -> HttpResponse:
    """Show the next record with the accounts it may be; take what somebody says of it."""
    if request.method == "GET":
        return render(request, "connectors/matching.html", pages.page(person(request), request))
    _say(request, person(request))
    return redirect("connectors:matching")


@access("read_accounts")
@require_http_methods(["GET", "POST"])
def tools(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what the company's tools say of an account; take what somebody says of its people."""
    account = account_or_404(person(request), public_id)
    if request.method == "GET":
        return render(request, "connectors/tools.html", pages.tools(person(request), account))
    _say(request, person(request))
    return redirect("connectors:tools", public_id)


@access("match_records")
@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, key: int) -> HttpResponse:
    """Say what taking a link back would do; do it."""
    found = get_object_or_404(Remote.objects.select_related("account", "connection"), pk=key, account__isnull=False)
    if found.account is None or not sees(person(request), found.account):
        raise Http404
    if request.method == "GET":
        return render(request, "connectors/unlink.html", pages.unlinking(person(request), found))
    account = found.account.public_id
    try:
        gone = actions.unlink(person(request), found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = ngettext("The link is gone, %(n)s person with it.", "The link is gone, %(n)s people with it.", gone)
        messages.success(request, said % {"n": gone})
    return redirect("connectors:tools", account)


RECORDS = {
    "apart": gettext_lazy("“%(name)s” is none of ours and is not proposed again."),
    "again": gettext_lazy("“%(name)s” is looked at again."),
}


def _say(request: HttpRequest, user: User) -> None:
    verb, _sign, key = request.POST.get("do", "").partition("-")
    try:
        if verb in {"apart", "again"}:
            found = get_object_or_404(Remote, pk=whole(key))
            row = (actions.apart if verb == "apart" else actions.reconsider)(user, found)
            said = str(RECORDS[verb])
        elif verb in {"link", "refuse"}:
            candidate = get_object_or_404(Candidate, pk=whole(key))
            row = (actions.link if verb == "link" else actions.refuse)(user, candidate)
            said = _("“%(name)s” is linked.") if verb == "link" else _("“%(name)s”: not the same.")
        else:
            raise PermissionDenied
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said % {"name": row})
