"""What a client's people think of us: said by them, answered by us."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access
from trousseau.accounts.posted import refuse
from trousseau.plans.models import Meeting
from trousseau.portal import questions
from trousseau.portal.access import Window, member_or_403, window_or_404
from trousseau.portal.actions import opinions as actions
from trousseau.portal.items import shown
from trousseau.portal.models import Said
from trousseau.portal.opinion_forms import RatingForm, RespondForm, SurveyForm
from trousseau.portal.pages import opinions as pages
from trousseau.portal.pages import voices
from trousseau.portal.queries.opinions import open_survey
from trousseau.portal.views.our_voices import of_account


@access("client_space")
@never_cache
@require_GET
def opinion(request: HttpRequest, public_id: str) -> HttpResponse:
    """Your opinion."""
    return render(request, "portal/opinion.html", pages.opinion(window_or_404(request, public_id)))


@access("client_space")
@require_POST
def agree(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree to be asked."""
    actions.agree(member_or_403(request, public_id))
    messages.success(request, _("Thank you: you can say no at any time."))
    return redirect("portal:opinion", public_id)


@access("client_space")
@require_POST
def rate(request: HttpRequest, public_id: str, kind: str, key: str) -> HttpResponse:
    """Rate a meeting or a quarter."""
    window = member_or_403(request, public_id)
    rated = _rated_or_404(window, kind, key)
    form = RatingForm(request.POST, auto_id=f"r-{key}-%s")
    try:
        if form.is_valid():
            said = form.cleaned_data
            if isinstance(rated, dt.date):
                actions.rate_quarter(window, rated, said["score"], said["word"])
            else:
                actions.rate_meeting(window, rated, said["score"], said["word"])
            messages.success(request, _("Thank you: it is read by who leads your account."))
            return redirect("portal:opinion", public_id)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return render(request, "portal/opinion.html", pages.opinion(window, {key: form}), status=422)


@access("client_space")
@require_POST
def survey(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer the questions, or let them rest."""
    window = member_or_403(request, public_id)
    found = open_survey(window)
    if found is None:
        return redirect("portal:opinion", public_id)
    form = SurveyForm(request.POST, auto_id="s-%s", asked=questions.read(found.content))
    try:
        if "not_now" in request.POST:
            actions.not_now(window, found)
            messages.success(request, _("We do not ask before ninety days."))
            return redirect("portal:opinion", public_id)
        if form.is_valid():
            actions.answer(window, found, form.cleaned_data)
            messages.success(request, _("Thank you: it is read by who leads your account."))
            return redirect("portal:opinion", public_id)
    except ValidationError as error:
        refuse(form, error)
    return render(request, "portal/opinion.html", pages.opinion(window, {"survey": form}), status=422)


@access("read_plans")
@require_POST
def respond(request: HttpRequest, public_id: str, kind: str, item: str) -> HttpResponse:
    """Answer an opinion."""
    user, account, space = of_account(request, public_id)
    if kind not in {Said.RATING, Said.SURVEY}:
        raise Http404
    form = RespondForm(request.POST, auto_id=f"o-{item}-%s")
    try:
        if form.is_valid():
            actions.respond(user, space, kind, item, form.cleaned_data["answer"])
            messages.success(request, _("The client reads your answer."))
            return redirect("portal:voices", public_id)
    except ValidationError as error:
        refuse(form, error)
        messages.error(request, " ".join(error.messages))
    context = voices.voices(request, account, space, opinion_forms={item: form})
    return render(request, "portal/voices.html", context, status=422)


def _rated_or_404(window: Window, kind: str, key: str) -> Meeting | dt.date:
    """The meeting that is shared with them, or the first day of a quarter."""
    if kind == "meeting":
        meeting: Meeting | None = shown(window, "meeting").filter(public_id=key).first()
        if meeting is None:
            raise Http404
        return meeting
    try:
        if kind != "quarter":
            raise Http404
        return dt.date.fromisoformat(key)
    except ValueError:
        raise Http404 from None
