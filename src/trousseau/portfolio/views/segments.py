"""The company's own segments: against good and bad, taken in from a small table."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.ledger.segments import SegmentsError
from trousseau.portfolio import actions, class_tables, words
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.following import follows
from trousseau.portfolio.forms import SegmentsForm
from trousseau.portfolio.models import SegmentTable
from trousseau.portfolio.pages import segments as pages
from trousseau.portfolio.queries import segments as queries
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show

STRANGERS = 5


@access("read_portfolio")
@require_GET
@follows("checkup", "portfolio:segments")
def segments(request: HttpRequest) -> HttpResponse:
    """Show a segmentation against good and bad."""
    return _shown(request, SegmentsForm())


@access("import_segments")
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a table, or say what is wrong with it."""
    form = SegmentsForm(request.POST, request.FILES)
    problems: tuple[str, ...] = ()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = actions.import_segments(person(request), file.chunks(), file.name, form.cleaned_data["name"])
        except SegmentsError as error:
            problems = pages.problems_of(error)
        else:
            messages.success(request, _taken(taken.accounts, taken.strangers))
            return redirect(f"{reverse('portfolio:segments')}?by_column=table:{taken.table.public_id}")
    return _shown(request, form, problems, status=422)


@access("import_segments")
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a table out."""
    actions.drop_segments(person(request), get_object_or_404(SegmentTable, public_id=public_id))
    messages.success(request, _("The segmentation is gone; the sales lines are as they were."))
    return redirect("portfolio:segments")


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the cross table as a file."""
    question = asked_or_404(request).ranked_by("account")
    chosen = queries.chosen(question, request.GET.get("by_column", "")[:400])
    if chosen is None:
        raise Http404
    found = class_tables.segments(queries.crossing(question, chosen), chosen.name)
    return as_file(found, form, measured(question).checkup)


def _shown(
    request: HttpRequest, form: SegmentsForm, problems: tuple[str, ...] = (), *, status: int = 200
) -> HttpResponse:
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "checkup")
    page = pages.page(person(request), question, request.GET, problems)
    choices = [(one, pages.address(request.GET, one.key)) for one in page.choices]
    tables = f"{reverse('portfolio:segments')}tables/"
    response = show(
        request, "portfolio/segments.html", page.asked, page=page, form=form, choices=choices, tables=tables
    )
    response.status_code = status
    return response


def _taken(accounts: int, strangers: tuple[str, ...]) -> str:
    """How many have a segment now, and who is not known."""
    written = words.language()
    said = ngettext("{n} customer has a segment now.", "{n} customers have a segment now.", accounts).format(
        n=written.number(accounts)
    )
    if not strangers:
        return said
    unknown = ngettext(
        "{n} row names nobody in the sales lines and is left out: {names}.",
        "{n} rows name nobody in the sales lines and are left out: {names}.",
        len(strangers),
    ).format(n=written.number(len(strangers)), names=", ".join(strangers[:STRANGERS]))
    return f"{said} {unknown}"
