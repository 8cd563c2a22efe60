"""Decision sessions: opened, proposed, discussed, decided and closed, each in its own address."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, may, person
from trousseau.accounts.access import clients_of, sees_everything
from trousseau.figures.language import LANGUAGES
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.queries.source import usual
from trousseau.selection import actions, decision_tables, docx
from trousseau.selection.models import DecisionSession
from trousseau.selection.pages import decisions as log_pages
from trousseau.selection.pages import sessions as pages
from trousseau.selection.pages.minutes import minutes as written
from trousseau.selection.queries import sessions as queries
from trousseau.selection.queries.frozen import Frozen
from trousseau.selection.queries.sessions import LogAsk

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@access("read_sessions")
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Show all sessions, and the form that opens one."""
    return render(request, "selection/sessions.html", {"page": pages.list_page(person(request), today=_today())})


@access("decide_tiers")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Open a session, or say why not."""
    user, given = person(request), request.POST
    chosen, day, problem = given.getlist("attendee"), _today(), ""
    try:
        day = date.fromisoformat(given.get("date", ""))
    except ValueError:
        problem = _("“{value}” is no day: give one as year-month-day.").format(value=given.get("date", ""))
    if not problem:
        others = given.get("others", "").replace(";", ",").replace("\n", ",").split(",")
        try:
            made = actions.open_session(user, given.get("title", "")[:120], day, [*chosen, *others], usual(user))
        except actions.SessionError as error:
            problem = why_not(error)
        else:
            return redirect("selection:session", made.public_id)
    found = pages.list_page(user, today=_today(), problem=problem, typed=given.dict(), chosen=chosen)
    return render(request, "selection/sessions.html", {"page": found}, status=422)


@access("read_sessions")
@require_GET
def session(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a session, with one client open."""
    found = _session(public_id)
    page = pages.page(person(request), found, request.GET.get("client", "")[:500])
    return render(request, "selection/session.html", {"page": page})


@access("propose_tiers")
@require_POST
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a proposal, or say why not."""
    found, client = _session(public_id), request.POST.get("client", "")[:500]
    try:
        actions.propose_tier(
            person(request), found, client, request.POST.get("tier", ""), request.POST.get("reason", "")
        )
    except actions.SessionError as error:
        return _again(request, found, client, error)
    messages.success(request, _("Your proposal is kept."))
    return _to(found, client)


@access("propose_tiers")
@require_POST
def discuss(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a remark, or say why not."""
    found, client = _session(public_id), request.POST.get("client", "")[:500]
    try:
        actions.discuss(person(request), found, client, request.POST.get("text", ""))
    except actions.SessionError as error:
        return _again(request, found, client, error)
    return _to(found, client)


@access("decide_tiers")
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide a client and open the next, or say why not."""
    found, client, given = _session(public_id), request.POST.get("client", "")[:500], request.POST
    try:
        actions.decide_tier(
            person(request),
            found,
            client,
            given.get("tier", ""),
            given.get("reason", ""),
            seen=_number(given.get("seen")),
        )
    except actions.SessionError as error:
        return _again(request, found, client, error)
    return _to(found, given.get("next", "")[:500])


@access("decide_tiers")
@require_POST
def decide_as_proposed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide several clients as the rules propose, or say why not."""
    found, given = _session(public_id), request.POST
    chosen = given.getlist("chosen")
    if given.get("others"):
        chosen = [place.client for place in queries.read(found).others_pending]
    if not chosen:
        return _again(request, found, "", actions.SessionError("session_none"))
    try:
        made = actions.decide_as_proposed(person(request), found, chosen, given.get("reason", ""))
    except actions.SessionError as error:
        return _again(request, found, "", error)
    text = ngettext("{n} client is decided as proposed.", "{n} clients are decided as proposed.", len(made))
    messages.success(request, text.format(n=words.language().number(len(made))))
    return _to(found, "")


@access("decide_tiers")
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a client back among those to be decided."""
    found, client = _session(public_id), request.POST.get("client", "")[:500]
    try:
        actions.take_back(person(request), found, client, seen=_number(request.POST.get("seen")))
    except actions.SessionError as error:
        return _again(request, found, client, error)
    return _to(found, client)


@access("decide_tiers")
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close a session and show its minutes."""
    found = _session(public_id)
    try:
        actions.close_session(person(request), found)
    except actions.SessionError as error:
        return _again(request, found, "", error)
    messages.success(request, _("The session is closed: its decisions are in force and logged."))
    return redirect("selection:minutes", found.public_id)


@access("read_portfolio")
@require_GET
def minutes(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the minutes of a closed session."""
    found = _closed(request, public_id)
    return render(request, "selection/minutes.html", {"found": found, "minutes": written(found)})


@access("read_portfolio")
@require_GET
def minutes_file(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """Give the minutes as a Word file in one of the two languages."""
    if language not in LANGUAGES:
        raise Http404
    found = _closed(request, public_id)
    with translation.override(language):
        content = docx.document(written(found))
    name = f"trousseau-minutes-{found.session.date}-{language}.docx"
    return HttpResponse(content, content_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@access("read_sessions")
@require_GET
def session_table(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """Give the decisions of a session as a file."""
    user = person(request)
    seen = clients_of(user)
    rows = [
        one
        for one in queries.log().filter(session=_session(public_id)).order_by("rank", "name")
        if seen is None or one.client in seen
    ]
    table = decision_tables.of_decisions(rows, figures=may(user, "read_portfolio"))
    return as_file(table, form, decision_tables.span(rows))


@access("read_sessions")
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show the decisions of all sessions."""
    page = log_pages.page(person(request), LogAsk.of(request.GET.dict()))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return render(request, "selection/decisions.html", {"page": page, "query": query})


@access("read_sessions")
@require_GET
def log_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the decisions of all sessions as a file."""
    user = person(request)
    rows = queries.logged(user, LogAsk.of(request.GET.dict()))
    table = decision_tables.of_decisions(rows, figures=may(user, "read_portfolio"))
    return as_file(table, form, decision_tables.span(rows))


def _session(public_id: str) -> DecisionSession:
    found: DecisionSession = get_object_or_404(DecisionSession.objects.select_related("opened_by"), public_id=public_id)
    return found


def _closed(request: HttpRequest, public_id: str) -> queries.Held:
    """A closed session, for someone from whom nothing is hidden."""
    found = queries.read(_session(public_id))
    if found.closing is None or not sees_everything(person(request)):
        raise Http404
    return found


def _to(found: DecisionSession, client: str) -> HttpResponse:
    address = reverse("selection:session", args=[found.public_id])
    return redirect(f"{address}?{urlencode({'client': client})}#client" if client else address)


def _again(request: HttpRequest, found: DecisionSession, client: str, error: actions.SessionError) -> HttpResponse:
    """The session with what was wrong, and what was typed."""
    if "tier" in error.params:
        error.params["tier"] = Frozen(found.frozen).tier_name(error.params["tier"])
    page = pages.page(
        person(request),
        found,
        client,
        problem=why_not(error),
        typed=request.POST.dict(),
        chosen=request.POST.getlist("chosen"),
    )
    return render(request, "selection/session.html", {"page": page}, status=422)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def _today() -> date:
    return timezone.localdate()


def why_not(error: actions.SessionError) -> str:
    """What is wrong, and how to mend it."""
    params = {"title": "", "who": "", "tier": "", "reason": "", "client": "", **error.params}
    return {
        "session_open": _("“{title}” is still open: close it before you open another."),
        "session_closed": _("This session is closed and never changes: a later correction is a new session."),
        "session_title": _("Give the session a title."),
        "session_nothing": _("There is nobody to rank yet: load sales lines first."),
        "session_client": _("“{client}” is not in this session: choose a client of its list."),
        "session_tier": _("Choose a tier."),
        "session_reason": _("Say why: the reason is kept with the decision."),
        "session_text": _("Write something first."),
        "session_none": _("Tick at least one client."),
        "session_changed": _("Someone took the decision on this client back meanwhile: look at it again."),
        "session_taken": _(
            "{who} has decided this client meanwhile: {tier}, “{reason}”. Nothing was changed; what you wrote is below."
        ),
    }[error.code].format(**params)
