"""One thing of an account, as the client would see it, and the press that shares it or no longer does."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.portal.actions import sharing
from trousseau.portal.pages import sharing as pages


@access("read_plans")
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, public_id: str, kind: str, item: str) -> HttpResponse:
    """Show what the client would see; on a press, share it or stop sharing it."""
    user = person(request)
    found = account_or_404(user, public_id)
    page = pages.one(request, found, kind, item)
    if request.method != "POST":
        return render(request, "portal/share.html", page)
    wanted = request.POST.get("shared") == "1"
    try:
        confirmed = request.POST.get("confirmed") == "1"
        sharing.share(user, found, kind, item, shared=wanted, confirmed=confirmed)
    except ValidationError as error:
        return render(request, "portal/share.html", page | {"errors": error.messages}, status=422)
    told = _("“%(what)s” is shared with the client.") if wanted else _("“%(what)s” is no longer shared.")
    messages.success(request, told % {"what": page["thing"].title})
    return redirect("portal:account", public_id)
