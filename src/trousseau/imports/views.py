"""The pages of data: imports and their wizard. Quarantine and rates have files of their own."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.hardening import takes_up_to
from trousseau.access.rules import access
from trousseau.accounts.access import person
from trousseau.imports import actions, mapping, pages, queries, wording
from trousseau.imports import choices as chosen
from trousseau.imports.actions import files
from trousseau.imports.actions.starting import start
from trousseau.imports.forms import FileForm
from trousseau.imports.models import Import, State
from trousseau.jobs import actions as jobs
from trousseau.jobs.registry import JobError
from trousseau.ledger.reading import ReadingError, Unresolved

READ_AT_ONCE = 4_000_000
"""Files up to this many bytes are checked within the request; larger ones by a job with its progress."""
A_PAGE = 50


@access("read_imports")
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """The list of imports."""
    page = Paginator(queries.imports(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "imports/list.html", pages.imports(request, page))


@takes_up_to(files.limit)
@access("import_sales")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Step 1: the file and its source."""
    form = FileForm(request.POST or None, request.FILES or None, initial={"source": request.GET.get("source", "")})
    if form.is_valid():
        file, source = form.cleaned_data["file"], form.cleaned_data["source"]
        try:
            item = actions.begin(file.chunks(), file.name, source, person(request))
        except (JobError, ReadingError) as error:
            form.add_error("file", wording.problem(error.code, error.params))
        else:
            return redirect("imports:mapping", item.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "imports/new.html", {"form": form, "sources": queries.sources(), "step": 1}, status=status)


@access("import_sales")
@require_http_methods(["GET", "POST"])
def map_columns(request: HttpRequest, public_id: str) -> HttpResponse:
    """Step 2: what was found, and what is still asked; looked at again with every change."""
    item = get_object_or_404(Import, public_id=public_id)
    if item.state not in pages.CHANGEABLE:
        return redirect("imports:import", public_id)
    if request.method == "POST":
        answers = mapping.answered(chosen.from_json(item.choices), request.POST)
        source = request.POST.get("source", "").strip() or (item.source.name if item.source else item.name)
        actions.choose(item, answers, source=source, user=person(request))
    context = pages.mapping(item)
    if request.method == "POST" and "next" in request.POST and context["ready"]:
        return _check(request, item)
    status = 422 if request.method == "POST" and "next" in request.POST else 200
    return render(request, "imports/mapping.html", context, status=status)


def _check(request: HttpRequest, item: Import) -> HttpResponse:
    """Read the file: now when it is small, by a job when it is not."""
    if item.size > READ_AT_ONCE:
        start(person(request), item, "check", State.CHECKING)
    else:
        try:
            actions.check(item, user=person(request))
        except Unresolved:
            return redirect("imports:mapping", item.public_id)
        except (ReadingError, JobError) as error:
            messages.error(request, wording.problem(error.code, error.params))
            return redirect("imports:mapping", item.public_id)
    return redirect("imports:import", item.public_id)


@access("read_imports")
@require_GET
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """An import where it stands: problems to look at, work under way, a question, the result."""
    item = get_object_or_404(queries.imports(), public_id=public_id)
    if item.state == State.DRAFT and not item.error_code:
        return redirect("imports:mapping", public_id)
    return render(request, f"imports/{pages.template_of(item)}.html", pages.one(request, item))


@access("import_sales")
@require_POST
def load(request: HttpRequest, public_id: str) -> HttpResponse:
    """Step 4: load, as a job; also after a failure, a cancel, or an answer about replacing."""
    item = get_object_or_404(Import, public_id=public_id)
    actions.answer_replacing(item, request.POST.get("replace", ""), person(request))
    allowed = (State.CHECKED, State.ASKING, State.FAILED, State.CANCELLED, State.LOADING)
    if item.state in allowed and (item.state != State.LOADING or item.interrupted):
        start(person(request), item, "import", State.LOADING)
    return redirect("imports:import", public_id)


@access("import_sales")
@require_POST
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a file aside that never reached the ledger."""
    item = get_object_or_404(Import, public_id=public_id)
    if not actions.discard(item, person(request)):
        return redirect("imports:import", public_id)
    messages.success(request, _("%(name)s was put aside; the ledger is as it was.") % {"name": item.name})
    return redirect("imports:list")


@access("undo_import")
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an import back, once its effect was shown."""
    item = get_object_or_404(queries.imports(), public_id=public_id)
    if item.state != State.LOADED and not (item.state == State.UNDOING and item.interrupted):
        return redirect("imports:import", public_id)
    if request.method == "POST":
        start(person(request), item, "undo", State.UNDOING)
        return redirect("imports:import", public_id)
    return render(request, "imports/undo.html", pages.undo(item))


@access("import_sales")
@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    """Have the figures made again."""
    job = jobs.start("refresh", {}, person(request))
    return redirect("jobs:job", job.public_id)
