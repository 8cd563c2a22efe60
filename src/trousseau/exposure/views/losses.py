"""Possible losses, retention, and the manager's own judgement of an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.hardening import safe_place
from trousseau.access.rules import access, person
from trousseau.accounts.access import writable_or_403
from trousseau.exposure.actions.outlooks import judge as judged
from trousseau.exposure.forms import OutlookForm
from trousseau.exposure.pages import losses as losses_page
from trousseau.exposure.pages import retention as retention_page
from trousseau.exposure.queries import losses as queries
from trousseau.exposure.tables import losses as tables
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.following import follows
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show


@access("read_portfolio")
@require_GET
@follows("exposure", "exposure:losses")
def losses(request: HttpRequest) -> HttpResponse:
    """Show what may be lost within a year, and who carries it."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "exposure")
    page = losses_page.page(person(request), question, losses_page.settings(request.GET))
    return show(request, "exposure/losses.html", question, page=page, tables=f"{reverse('exposure:losses')}tables/")


@access("read_portfolio")
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """Show who still is a customer, and how well that can be told."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "exposure")
    page = retention_page.page(person(request), question)
    return show(request, "exposure/retention.html", question, page=page, tables=f"{reverse('exposure:losses')}tables/")


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give a table of the losses as a file."""
    question, written = asked_or_404(request), words.language()
    answer = queries.answer(question, losses_page.settings(request.GET))
    made = {
        "losses": lambda: tables.carried(answer, written),
        "distribution": lambda: tables.law(answer),
        "retention": lambda: tables.retention(queries.kept_retention(question), written),
    }.get(name)
    if made is None:
        raise Http404
    return as_file(made(), form, measured(question).checkup)


@access("read_accounts")
@require_POST
def judge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep how probable it is to lose an account, in its manager's judgement."""
    account = writable_or_403(person(request), public_id)
    form = OutlookForm(request.POST)
    back = safe_place(request, request.POST.get("back", ""), reverse("accounts:account", args=[public_id]))
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for errors in form.errors.values() for text in errors))
        return redirect(back)
    said = form.cleaned_data
    judged(person(request), account, said["probability"], said["reason"], contract=said["contract"])
    messages.success(request, _("Your judgement of %(account)s is kept.") % {"account": account.name})
    return redirect(back)
