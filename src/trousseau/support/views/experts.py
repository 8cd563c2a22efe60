"""The directory of experts, one expert, the company's list of skills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.figures.typed import TypedError, problem, typed
from trousseau.portfolio import words
from trousseau.portfolio.tables import Table
from trousseau.support.actions import absences
from trousseau.support.actions import experts as actions
from trousseau.support.models import Absence, Skill
from trousseau.support.pages import experts as pages
from trousseau.support.problems import SupportError
from trousseau.support.queries import experts
from trousseau.support.queries.experts import Ask


@access("read_team")
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Show who can be asked what."""
    page = pages.directory(person(request), Ask.of(request.GET.dict()), request.GET.urlencode())
    return render(request, "support/experts.html", {"page": page})


@access("read_team")
@require_GET
def directory_table(request: HttpRequest, form: str) -> FileResponse:
    """Give the directory as a file."""
    return as_file(pages.table(Ask.of(request.GET.dict())), form)


@access("read_team")
@require_GET
def one(request: HttpRequest, key: int) -> HttpResponse:
    """Show one expert."""
    page = pages.one(person(request), experts.expert_or_404(key))
    return render(request, "support/expert.html", {"page": page})


@access("read_team")
@require_POST
def tell(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Change what is told of an expert: skills, profile, days, absences, a calendar file."""
    if what not in TOLD:
        raise Http404
    found = experts.expert_or_404(key)
    user = person(request)
    try:
        done = TOLD[what](request, user, found.user)
    except SupportError as error:
        page = pages.one(user, found, problem=error.sentence, typed=request.POST.dict(), opened=what)
        return render(request, "support/expert.html", {"page": page}, status=422)
    messages.success(request, done)
    return redirect("support:expert", key)


def _skills(request: HttpRequest, user: User, whose: User) -> str:
    levels = {
        skill: _whole(request.POST.get(f"level-{skill.pk}", "0"))
        for skill in experts.skills()
        if f"level-{skill.pk}" in request.POST
    }
    actions.hold_skills(user, whose, levels)
    return _("The skills are saved.")


def _profile(request: HttpRequest, user: User, whose: User) -> str:
    actions.speaks(user, whose, request.POST.getlist("language")[:100], request.POST.getlist("zone")[:500])
    return _("Languages and zones are saved.")


def _days(request: HttpRequest, user: User, whose: User) -> str:
    try:
        count = typed(request.POST.get("days", "")[:40], words.language())
    except TypedError as error:
        raise SupportError(problem(error, words.language())) from error
    if count is None:
        raise SupportError(_("Say how many days a week, from 0 to 5."))
    actions.available(user, whose, Decimal(count), request.POST.get("country", ""))
    return _("The days a week are saved.")


def _away(request: HttpRequest, user: User, whose: User) -> str:
    first, last = day(request.POST, "first"), day(request.POST, "last", request.POST.get("first", ""))
    actions.be_away(user, whose, first, last, request.POST.get("note", "")[:500])
    return _("The absence is in the calendar.")


def _back(request: HttpRequest, user: User, whose: User) -> str:
    absence = get_object_or_404(Absence, user=whose, pk=_whole(request.POST.get("absence", "")))
    actions.be_back(user, absence)
    return _("The absence is out of the calendar.")


def _calendar(request: HttpRequest, user: User, whose: User) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise SupportError(_("Choose a calendar file (.ics)."))
    if file.size and file.size > absences.LARGEST:
        raise SupportError(_("The file is larger than 2 MB: export only the calendar of absences."))
    found = absences.import_absences(user, whose, file.read())
    for line in absences.lines(found):
        messages.warning(request, line)
    taken = len(found.absences)
    said = ngettext("{n} absence read.", "{n} absences read.", taken).format(n=taken)
    if found.partial:
        said += " " + ngettext(
            "{n} event of part of a day or marked as free was left aside.",
            "{n} events of part of a day or marked as free were left aside.",
            found.partial,
        ).format(n=found.partial)
    return said


TOLD: dict[str, Callable[[HttpRequest, User, User], str]] = {
    "skills": _skills,
    "profile": _profile,
    "days": _days,
    "away": _away,
    "back": _back,
    "calendar": _calendar,
}


@access("edit_support")
@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: HttpRequest) -> HttpResponse:
    """Show the company's list of skills; change it."""
    given, refused = request.POST, ""
    if request.method == "POST":
        try:
            _change_skill(person(request), given)
        except SupportError as error:
            refused = error.sentence
        else:
            messages.success(request, _("The list of skills is saved."))
            return redirect("support:skills")
    found = experts.named(Skill.objects.all())
    shown = {"skills": found, "problem": refused, "typed": given, "offered": sum(1 for one in found if not one.aside)}
    return render(request, "support/skills.html", shown, status=422 if refused else 200)


def _change_skill(user: User, given: QueryDict) -> None:
    key = _whole(given.get("skill", ""))
    found = get_object_or_404(Skill, pk=key) if key else None
    if found and "aside" in given:
        actions.put_aside(user, found, aside=given["aside"] == "1")
    else:
        revision = _whole(given.get("revision", ""))
        actions.name_skill(user, found, given.get("english", ""), given.get("french", ""), revision=revision)


def as_file(table: Table, form: str) -> FileResponse:
    """A table as CSV or XLSX; 404 for another form."""
    if form not in exports.TYPES:
        raise Http404
    return exports.as_file(table.headers, table.rows, form, table.title)


def day(given: QueryDict, name: str, instead: str = "") -> dt.date:
    """A day of a field.

    Raises:
        SupportError: none was given, or it is no day.
    """
    text = given.get(name, "").strip() or instead.strip()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise SupportError(
            _("“{value}” is no date: write it like 2026-11-30.").format(value=text[:40]) if text else _("Give a date.")
        ) from None


def _whole(text: str) -> int:
    """A whole number of a field; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
