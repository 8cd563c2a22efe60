"""Small questions answered on Home, in place or as a page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access as ruled
from trousseau.access.rules import person
from trousseau.accounts import access
from trousseau.knowledge.access import may_tell
from trousseau.knowledge.actions import questions as actions
from trousseau.knowledge.models import Reply
from trousseau.knowledge.pages import questions as pages
from trousseau.knowledge.queries.questions import question_of


@ruled("tell_facts")
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """The small questions of Home, which does not wait for them; nothing where there are none."""
    found = pages.on_home(person(request))
    if not request.headers.get("HX-Request"):
        return render(request, "knowledge/questions_page.html", {"questions": found})
    return render(request, "knowledge/questions.html", {"questions": found}) if found else HttpResponse()


@ruled("tell_facts")
@require_POST
def answer(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Keep an answer, or let the question rest."""
    user = person(request)
    account = access.account_or_404(user, public_id)
    if not may_tell(user, account):
        raise PermissionDenied
    question = question_of(user, account, name)
    if question is None:
        return _done(request, _("This was answered meanwhile."))
    text, reply = request.POST.get("answer", ""), request.POST.get("reply", "")
    if reply in Reply.values:
        actions.put_off(user, question, Reply(reply))
        said = _("Not asked again before three months.") if reply == Reply.NOBODY else _("Asked again in a week.")
        return _done(request, said)
    try:
        actions.answer(user, question, text)
    except ValidationError as error:
        shown = pages.shown(user, question, typed=text, error=error.messages[0])
        if request.headers.get("HX-Request"):
            return render(request, "knowledge/question.html", {"shown": shown})
        return render(request, "knowledge/question_page.html", {"shown": shown}, status=422)
    return _done(request, _("Kept, thank you."))


def _done(request: HttpRequest, said: str) -> HttpResponse:
    """In place: the next questions; as a page: back to Home."""
    if request.headers.get("HX-Request"):
        context = {"questions": pages.on_home(person(request)), "said": said}
        return render(request, "knowledge/questions.html", context)
    messages.success(request, said)
    return redirect("home")
