"""The tariff simulator, its files, and the tariffs people keep."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.exposure.actions.tariffs import drop_tariff, keep_tariff
from trousseau.exposure.forms import TariffNameForm
from trousseau.exposure.pages import tariffs as page
from trousseau.exposure.pages.wishes import understood
from trousseau.exposure.queries import tariffs as queries
from trousseau.exposure.tables import tariffs as tables
from trousseau.figures.tariff_workbook import workbook
from trousseau.portfolio import words
from trousseau.portfolio.downloads import TYPES, as_file
from trousseau.portfolio.following import follows
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show


@access("read_portfolio")
@require_GET
@follows("exposure", "exposure:tariff")
def tariff(request: HttpRequest) -> HttpResponse:
    """Show what indexing prices by zone would bring."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "exposure")
    return show(
        request,
        "exposure/tariff.html",
        question,
        page=page.page(person(request), question, request.GET.dict()),
        tables=f"{reverse('exposure:tariff')}tables/",
        name_form=TariffNameForm(),
    )


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give a table of the simulator as a file."""
    question = asked_or_404(request)
    found = tables.of_tariff(page.page(person(request), question, request.GET.dict()), name)
    return as_file(found, form, measured(question).checkup)


@access("read_portfolio")
@require_GET
def new_tariff(request: HttpRequest) -> HttpResponse:
    """Give the new tariff as a workbook whose prices follow its indexation."""
    question = asked_or_404(request)
    wish = understood(request.GET.dict(), queries.sold(question)).wish
    found, lines = queries.simulated(question, wish), queries.new_tariff(question, wish)
    return HttpResponse(
        workbook(found, lines, question.facts.base, words.language()),
        content_type=TYPES["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="trousseau-tariff-{question.window.end}.xlsx"'},
    )


@access("read_portfolio")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the tariff of the address under a name."""
    question = asked_or_404(request)
    form = TariffNameForm(request.POST)
    texts = understood(request.GET.dict(), queries.sold(question)).texts
    if form.is_valid() and texts:
        keep_tariff(person(request), question, form.cleaned_data["name"], texts)
        messages.success(request, _("The tariff is kept."))
    else:
        messages.error(request, _("A tariff needs a name and at least one rise."))
    return redirect(f"{reverse('exposure:tariff')}?{request.GET.urlencode()}")


@access("read_portfolio")
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget a tariff."""
    drop_tariff(person(request), queries.kept_or_404(person(request), public_id))
    messages.success(request, _("The tariff is gone."))
    return redirect("exposure:tariff")
