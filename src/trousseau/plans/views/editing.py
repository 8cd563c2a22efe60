"""Writing a plan where it is read: open it, change its words, add, change, settle, move, take out its parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from trousseau.access.audit import history
from trousseau.access.models import AuditEvent, User
from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import refuse, whole
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions import changing, doing, linking, undoing
from trousseau.plans.forms import initial_of
from trousseau.plans.models import Action, Milestone, Plan, Risk
from trousseau.plans.models.trail import TAKEN_OUT
from trousseau.plans.pages import editing as pages

Act = Callable[[User, Any, dict[str, str], int], object]


@access("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """A new line: show it, take it in, or say why not and keep what was typed."""
    user, plan = _plan(request, public_id)
    if not may_edit(user, plan.account):
        raise PermissionDenied
    found = pages.kind_or_404(kind)
    if request.method != "POST":
        return _editor(request, pages.editor(user, plan, found))
    form = found.form(user, plan, request.POST)
    if form.is_valid():
        try:
            made = found.add(user, plan, form.said())
        except ValidationError as error:
            refuse(form, error)
        else:
            return _back(plan, kind, getattr(made, found.key))
    return _editor(request, pages.editor(user, plan, found, form=form), status=422)


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str, kind: str, key: str) -> HttpResponse:
    """A line as it is changed; saved whole, or field by field as it is typed, with what another wrote shown beside."""
    user, plan = _plan(request, public_id)
    found = pages.kind_or_404(kind)
    one = pages.part_or_404(plan, found, key)
    if request.method != "POST":
        shown = pages.editor(user, plan, found, one)
        if not (shown.may_edit or shown.may_report):
            raise PermissionDenied
        return _editor(request, shown)
    if not may_edit(user, plan.account):
        raise PermissionDenied
    form = found.form(user, plan, request.POST, initial=initial_of(one))
    conflict = None
    if form.is_valid():
        try:
            saved = found.change(user, one, form.said(), whole(request.POST.get("over") or request.POST["revision"]))
        except ValidationError as error:
            one = pages.part_or_404(plan, found, key)
            if whole(request.POST.get("revision", "")) != one.revision and NON_FIELD_ERRORS in error.message_dict:
                told = " ".join(error.message_dict[NON_FIELD_ERRORS])
                conflict = pages.conflict_of(user, found, one, request.POST, told)
            else:
                refuse(form, error)
        else:
            if not request.htmx:  # type: ignore[attr-defined] # of its middleware
                return _back(plan, kind, key)
            return _editor(request, pages.editor(user, plan, found, saved, form, saved=True))
    return _editor(request, pages.editor(user, plan, found, one, form, conflict=conflict), status=422)


@access("read_plans")
@require_POST
def settle(request: HttpRequest, public_id: str, kind: str, key: str, verb: str) -> HttpResponse:
    """Say how far an action is, what became of it; move a line, or take it out."""
    user, plan = _plan(request, public_id)
    found = pages.kind_or_404(kind)
    one = pages.part_or_404(plan, found, key)
    act, done = VERBS.get((kind, verb)) or VERBS.get(("", verb)) or (None, "")
    if act is None:
        raise Http404
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    typed["needs"] = ",".join(request.POST.getlist("needs"))
    try:
        made = act(user, one, typed, _own(user, one, whole(typed.get("revision", ""))))
    except ValidationError as error:
        again = pages.part_or_404(plan, found, key)
        shown = pages.editor(user, plan, found, again, errors=error.message_dict, typed=typed)
        return _editor(request, shown, status=422)
    if isinstance(made, AuditEvent):
        said = {"account": public_id, "event": made.pk, "what": one}
        messages.success(request, render_to_string("plans/taken_out.html", said, request))
        return redirect("plans:plan", public_id)
    messages.success(request, str(done))
    if typed.get("next") == "home":
        return redirect("home")
    stays = verb in {"report", "milestone", "reach", "unreach", "unmilestone", "needs"} and kind == "actions"
    if stays and not typed.get("back"):
        return redirect("plans:edit_part", public_id, kind, key)
    return _back(plan, kind, key)


@access("read_plans")
@require_POST
def undo(request: HttpRequest, public_id: str, event: int) -> HttpResponse:
    """Bring back what was taken out of the plan, or say why it cannot be."""
    user = person(request)
    account = account_or_404(user, public_id)
    found = get_object_or_404(AuditEvent, pk=event, actor=user, verb=TAKEN_OUT)
    try:
        part, whole = undoing.bring_back(user, found)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("plans:plan", account.public_id)
    if whole:
        messages.success(request, _("Back in the plan as it was."))
    else:
        messages.warning(request, _("Back in the plan, without what it belonged to: that is gone meanwhile."))
    kind = next(one for one in pages.KINDS.values() if one.model is type(part))
    return _back(part.plan, kind.name, getattr(part, kind.key))


def _plan(request: HttpRequest, public_id: str) -> tuple[User, Plan]:
    user = person(request)
    plan = living(user, account_or_404(user, public_id))
    if plan is None:
        raise Http404
    return user, plan


def _editor(request: HttpRequest, shown: pages.Editor, status: int = 200) -> HttpResponse:
    return render(request, "plans/editor.html", {"page": shown, "plan": shown.plan}, status=status)


def _back(plan: Plan, kind: str, key: object) -> HttpResponse:
    return redirect(f"{reverse('plans:plan', args=[plan.account.public_id])}#row-{kind}-{key}")


def _own(user: User, one: Any, revision: int) -> int:  # noqa: ANN401 - of any kind
    """The revision somebody has seen; the one of now where only they changed it since, in the line beside."""
    since = one.revision - revision
    if revision and since > 0:
        actors = list(history(one).values_list("actor", flat=True)[:since])
        if len(actors) == since and set(actors) == {user.pk}:
            return int(one.revision)
    return revision


def _day(typed: dict[str, str], name: str = "on") -> dt.date:
    try:
        return dt.date.fromisoformat(typed.get(name, ""))
    except ValueError:
        raise ValidationError({name: _("Not a day: write it like 2026-11-30.")}) from None


def _report(user: User, one: Action, typed: dict[str, str], revision: int) -> object:
    text = typed.get("done", "").strip().rstrip("%").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise ValidationError({"done": _("From 0 to 100 %.")})
    return doing.report(user, one, int(text), revision)


def _finish(user: User, one: Action, typed: dict[str, str], revision: int) -> object:
    return doing.finish(user, one, _day(typed), revision)


def _drop(user: User, one: Action, typed: dict[str, str], revision: int) -> object:
    return doing.drop(user, one, typed.get("reason", ""), revision)


def _put_off(user: User, one: Action, typed: dict[str, str], revision: int) -> object:
    return doing.put_off(user, one, _day(typed, "due"), typed.get("reason", ""), revision)


def _reopen(user: User, one: Action, _typed: dict[str, str], revision: int) -> object:
    return doing.reopen(user, one, revision)


def _milestone(user: User, one: Action, typed: dict[str, str], revision: int) -> object:
    return linking.add_milestone(user, one, typed.get("milestone", ""), _day(typed), revision)


def _of_action(one: Action, typed: dict[str, str]) -> Milestone:
    found = one.milestones.filter(pk=whole(typed.get("of", ""))).first()
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it out of the plan meanwhile.")})
    found.action = one
    return found


def _reach(user: User, one: Action, typed: dict[str, str], revision: int) -> object:
    return doing.reach(user, _of_action(one, typed), _day(typed), revision)


def _unreach(user: User, one: Action, typed: dict[str, str], revision: int) -> object:
    return doing.reach(user, _of_action(one, typed), None, revision)


def _unmilestone(user: User, one: Action, typed: dict[str, str], revision: int) -> None:
    linking.remove_milestone(user, _of_action(one, typed), revision)


def _needs(user: User, one: Action, typed: dict[str, str], revision: int) -> object:
    wanted = [whole(part) for part in typed["needs"].split(",") if part]
    return linking.set_needs(user, one, list(one.plan.actions.filter(pk__in=wanted)), revision)


def _up(user: User, one: Any, _typed: dict[str, str], revision: int) -> None:  # noqa: ANN401 - of any kind
    changing.move(user, one, up=True, revision=revision)


def _down(user: User, one: Any, _typed: dict[str, str], revision: int) -> None:  # noqa: ANN401 - as above
    changing.move(user, one, up=False, revision=revision)


def _out(user: User, one: Any, _typed: dict[str, str], revision: int) -> AuditEvent:  # noqa: ANN401 - as above
    return changing.take_out(user, one, revision)


def _close(user: User, one: Risk, _typed: dict[str, str], revision: int) -> object:
    return changing.close_risk(user, one, revision)


VERBS: dict[tuple[str, str], tuple[Act, object]] = {
    ("actions", "report"): (_report, gettext_lazy("Recorded how far it is.")),
    ("actions", "done"): (_finish, gettext_lazy("Done: recorded with its day.")),
    ("actions", "drop"): (_drop, gettext_lazy("Dropped: it counts for nothing any more, the reason stays.")),
    ("actions", "put-off"): (_put_off, gettext_lazy("Put off: the reason stays.")),
    ("actions", "reopen"): (_reopen, gettext_lazy("Open again.")),
    ("actions", "milestone"): (_milestone, gettext_lazy("The milestone stands in the calendar.")),
    ("actions", "reach"): (_reach, gettext_lazy("Milestone reached.")),
    ("actions", "unreach"): (_unreach, gettext_lazy("Milestone open again.")),
    ("actions", "unmilestone"): (_unmilestone, gettext_lazy("The milestone is gone.")),
    ("actions", "needs"): (_needs, gettext_lazy("Recorded what has to be done before it.")),
    ("risks", "close"): (_close, gettext_lazy("No longer a risk: recorded.")),
    ("", "up"): (_up, gettext_lazy("Moved.")),
    ("", "down"): (_down, gettext_lazy("Moved.")),
    ("", "out"): (_out, gettext_lazy("Taken out of the plan.")),
}
