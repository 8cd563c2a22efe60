"""Meetings: the diary and its files, arranging one, one with its agenda, minutes and decisions."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts import exports
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import refuse, revision
from trousseau.plans import meeting_access
from trousseau.plans.actions import deciding, invitations, reviews
from trousseau.plans.actions import meetings as actions
from trousseau.plans.meeting_forms import DecisionForm, MeetingForm
from trousseau.plans.models import Action, Decision, Meeting
from trousseau.plans.pages import meetings as pages
from trousseau.plans.pages.meetings import Refused
from trousseau.plans.queries import meetings as queries
from trousseau.plans.queries.meetings import Ask
from trousseau.support.models.commitments import Commitment

Act = Callable[[User, Meeting, HttpRequest], str]


@access("read_plans")
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The diary."""
    page = pages.diary(person(request), Ask.of(request.GET.dict()))
    return render(request, "plans/calendar.html", {"page": page})


@access("read_plans")
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The diary as a file, under the same filters."""
    if kind not in exports.TYPES:
        raise Http404
    name, heads, rows = pages.export(person(request), Ask.of(request.GET.dict()))
    return exports.as_file(heads, rows, kind, name)


@access("read_plans")
@require_GET
def meetings(request: HttpRequest, public_id: str) -> HttpResponse:
    """The meetings of one account."""
    account = account_or_404(person(request), public_id)
    return render(request, "plans/meetings.html", pages.of_account(request, account))


@access("promise")
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the form of a new meeting; arrange it, or say why not and keep what was typed."""
    user = person(request)
    account = account_or_404(user, public_id)
    if not meeting_access.may_arrange(user, account):
        raise PermissionDenied
    form = MeetingForm(user, account, request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            made = actions.arrange(user, account, form.arranged())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("In the diary: “%(what)s”.") % {"what": made.title})
            if request.POST.get("next") == "home":
                return redirect("home")
            return redirect("plans:meeting", public_id, made.public_id)
    context = {"entry": pages.entry(user, account, form=form)}
    return render(request, "plans/meeting_form.html", context, status=422 if form is not None else 200)


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: str, meeting_id: str) -> HttpResponse:
    """The same for a meeting that stands."""
    user = person(request)
    account = account_or_404(user, public_id)
    found = meeting_access.changeable_or_403(user, account, meeting_id)
    form = MeetingForm(user, account, request.POST, meeting=found) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            actions.change(user, found, form.arranged(), revision(request))
        except ValidationError as error:
            refuse(form, error)
            found = meeting_access.changeable_or_403(user, account, meeting_id)
        else:
            messages.success(request, _("The meeting is changed."))
            return redirect("plans:meeting", public_id, meeting_id)
    context = {"entry": pages.entry(user, account, found, form)}
    return render(request, "plans/meeting_form.html", context, status=422 if form is not None else 200)


@access("read_plans")
@require_GET
def meeting(request: HttpRequest, public_id: str, meeting_id: str) -> HttpResponse:
    """One meeting."""
    user = person(request)
    found = meeting_access.meeting_or_404(user, account_or_404(user, public_id), meeting_id)
    return render(request, "plans/meeting.html", {"page": pages.one_page(user, found)})


@access("read_plans")
@require_POST
def act(request: HttpRequest, public_id: str, meeting_id: str, verb: str) -> HttpResponse:
    """Hold, cancel, reopen a meeting, write its agenda, minutes, decisions; what was refused keeps what was typed."""
    user = person(request)
    account = account_or_404(user, public_id)
    found = meeting_access.changeable_or_403(user, account, meeting_id)
    do = VERBS.get(verb)
    if do is None:
        raise Http404
    try:
        where = do(user, found, request)
    except ValidationError as error:
        fresh = meeting_access.meeting_or_404(user, account, meeting_id)
        form = None
        if verb == "decide":
            form = DecisionForm(user, account, request.POST)
            form.is_valid()
        errors = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        refused = Refused(verb, errors, {key: str(value) for key, value in request.POST.items()}, form)
        return render(request, "plans/meeting.html", {"page": pages.one_page(user, fresh, refused)}, status=422)
    return redirect(reverse("plans:meeting", args=[public_id, meeting_id]) + where)


def _hold(user: User, found: Meeting, request: HttpRequest) -> str:
    actions.hold(user, found, revision(request))
    messages.success(request, _("Held. Write what was decided: each decision becomes an action in one keystroke."))
    return "#decisions"


def _cancel(user: User, found: Meeting, request: HttpRequest) -> str:
    actions.cancel(user, found, request.POST.get("reason", ""), revision(request))
    return ""


def _reopen(user: User, found: Meeting, request: HttpRequest) -> str:
    actions.reopen(user, found, revision(request))
    return ""


def _minutes(user: User, found: Meeting, request: HttpRequest) -> str:
    actions.write_minutes(user, found, request.POST.get("minutes", ""), revision(request))
    messages.success(request, _("The minutes are kept."))
    return "#minutes"


def _point(user: User, found: Meeting, request: HttpRequest) -> str:
    actions.add_point(user, found, request.POST.get("point", ""))
    return "#agenda"


def _take(user: User, found: Meeting, request: HttpRequest) -> str:
    """Of what is open, what was ticked."""
    there, ticked = queries.open_for(user, found), set(request.POST.getlist("open"))
    chosen: list[Action | Commitment | Decision] = [
        *(one for one in there.commitments if f"c{one.pk}" in ticked),
        *(one for one in there.actions if f"a{one.pk}" in ticked),
        *(one for one in there.decisions if f"d{one.pk}" in ticked),
    ]
    actions.take_open(user, found, chosen)
    return "#agenda"


def _untake(user: User, found: Meeting, request: HttpRequest) -> str:
    actions.drop_point(user, found, _key(request, "point"))
    return "#agenda"


def _decide(user: User, found: Meeting, request: HttpRequest) -> str:
    form = DecisionForm(user, found.account, request.POST)
    if not form.is_valid():
        raise ValidationError({name: [str(text) for text in texts] for name, texts in form.errors.items()})
    deciding.decide(user, found, form.decided(), _becomes(request))
    return "#decisions"


def _become(user: User, found: Meeting, request: HttpRequest) -> str:
    deciding.become(user, _decision(found, request), _becomes(request))
    return "#decisions"


def _undecide(user: User, found: Meeting, request: HttpRequest) -> str:
    deciding.drop(user, _decision(found, request))
    return "#decisions"


def _prepare(user: User, found: Meeting, request: HttpRequest) -> str:
    reviews.prepare(user, found)
    messages.success(request, _("Prepared: the agenda holds what is open."))
    return "#agenda"


def _ahead(user: User, found: Meeting, request: HttpRequest) -> str:
    reviews.look_ahead(user, found, request.POST.get("next_quarter", ""), revision(request))
    return "#review"


def _invite(user: User, found: Meeting, request: HttpRequest) -> str:
    asked = invitations.invite(user, found, revision(request))
    count = asked.invitations + asked.cancellations
    said = ngettext("%(count)d message is on its way.", "%(count)d messages are on their way.", count)
    messages.success(request, said % {"count": count})
    return "#invitations"


def _answer(user: User, found: Meeting, request: HttpRequest) -> str:
    invitations.answer(user, found, request.POST.get("guest", ""), request.POST.get("answer", ""))
    return "#invitations"


def _becomes(request: HttpRequest) -> deciding.Becomes:
    typed = request.POST.get("becomes", "")
    if typed == "action":
        return "action"
    return "commitment" if typed == "commitment" else ""


def _decision(found: Meeting, request: HttpRequest) -> Decision:
    decision = found.decisions.select_related("meeting").filter(pk=_key(request, "decision")).first()
    if decision is None:
        raise ValidationError(_("Somebody has taken it out meanwhile."))
    return decision


def _key(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else 0


VERBS: dict[str, Act] = {
    "hold": _hold, "cancel": _cancel, "reopen": _reopen, "minutes": _minutes, "point": _point, "take": _take,
    "untake": _untake, "decide": _decide, "become": _become, "undecide": _undecide,
    "prepare": _prepare, "ahead": _ahead, "invite": _invite, "answer": _answer,
}  # fmt: skip
