"""Plans as files: PowerPoint, PDF, Excel."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.plans.access import living
from trousseau.plans.decks import composing, files


@access("read_plans")
@require_GET
def deck(request: HttpRequest, public_id: str, what: str, ending: str) -> HttpResponse:
    """A deck of the plan in force, in the reader's language."""
    user = person(request)
    plan = living(user, account_or_404(user, public_id))
    kind = composing.kind_of(what)
    if plan is None or kind not in composing.OF_A_PLAN or ending not in files.WRITERS:
        raise Http404
    return answer(files.of_plan(user, plan, kind, ending))


@access("read_programme")
@require_GET
def programme(request: HttpRequest, ending: str) -> HttpResponse:
    """The review of the programme, in the reader's language."""
    if ending not in files.OF_PROGRAMME:
        raise Http404
    return answer(files.of_programme(person(request), ending))


def answer(made: files.File) -> HttpResponse:
    """A file as a download that nobody in between keeps."""
    response = HttpResponse(made.content, content_type=made.type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
