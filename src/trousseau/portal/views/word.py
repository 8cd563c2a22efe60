"""The word of the account's manager on the first page of the client."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trousseau.access.rules import access
from trousseau.accounts.posted import refuse, revision
from trousseau.portal.access import demand_sharing
from trousseau.portal.actions import word as actions
from trousseau.portal.pages import word as pages
from trousseau.portal.views.our_voices import of_account
from trousseau.portal.word_form import WordForm


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write it, look at it as the client will, put it on their page, take it away."""
    user, account, space = of_account(request, public_id)
    if request.method != "POST":
        return render(request, "portal/word.html", pages.page(request, space))
    demand_sharing(user, account)
    verb, form = request.POST.get("verb", ""), WordForm(request.POST, auto_id="w-%s")
    try:
        form.full_clean()
        typed = form.cleaned_data.get("word", "")
        if verb == "look":
            return render(request, "portal/word.html", pages.page(request, space, form, actions.plain(typed)))
        if verb == "remove":
            actions.remove(user, space, revision(request))
            messages.success(request, _("Your word no longer stands on their page."))
        else:
            actions.write(user, space, typed, revision(request))
            messages.success(request, _("Your word stands on their first page."))
        return redirect("portal:account", public_id)
    except ValidationError as error:
        refuse(form, error)
    return render(request, "portal/word.html", pages.page(request, space, form), status=422)
