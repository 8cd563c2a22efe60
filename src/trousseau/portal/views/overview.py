"""What clients say over all spaces, and the questions that are put to them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access.rules import access, person
from trousseau.accounts.posted import refuse, revision, whole
from trousseau.portal import questions as actions
from trousseau.portal.models import SurveyRhythm
from trousseau.portal.pages import overview as pages
from trousseau.portal.question_forms import QuestionsForm, RhythmForm, new_keys


@access("read_plans")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """All spaces."""
    return render(request, "portal/overview.html", pages.overview(person(request)))


@access("word_survey")
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """The questions of the survey, in both languages, and how often they are put."""
    user = person(request)
    _number, asked = actions.current()
    fresh = request.POST.getlist("fresh") if request.method == "POST" else new_keys(asked)
    form = QuestionsForm(request.POST or None, auto_id="q-%s", asked=asked, fresh=fresh)
    if request.method == "POST" and form.is_valid():
        try:
            actions.word(user, form.said(), whole(request.POST.get("number", "")))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("These questions are put from now on."))
            return redirect("portal:questions")
    return _questions(request, form, RhythmForm.current(), 422 if request.method == "POST" else 200)


@access("word_survey")
@require_http_methods(["POST"])
def rhythm(request: HttpRequest) -> HttpResponse:
    """How often somebody is asked."""
    form = RhythmForm(request.POST)
    if form.is_valid():
        try:
            actions.set_rhythm(person(request), form.cleaned_data["months"], revision(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The rhythm is saved."))
            return redirect("portal:questions")
    _number, asked = actions.current()
    return _questions(request, QuestionsForm(auto_id="q-%s", asked=asked, fresh=new_keys(asked)), form, 422)


def _questions(request: HttpRequest, form: QuestionsForm, months: RhythmForm, status: int) -> HttpResponse:
    number, _asked = actions.current()
    context = {"form": form, "number": number, "months": months, "rhythm": SurveyRhythm.current()}
    return render(request, "portal/questions.html", context, status=status)
