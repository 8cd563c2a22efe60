"""Matching: worked out, looked at, changed, proposed, decided, undone; its rules; hand-overs."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.access import visible_to
from trousseau.accounts.models import Account
from trousseau.figures.typed import TypedError, typed
from trousseau.portfolio import words
from trousseau.staffing.actions import matching as actions
from trousseau.staffing.actions import rules
from trousseau.staffing.actions.profiles import StaffingError
from trousseau.staffing.models import HandOver, MatchingRule, Proposal, Rivalry
from trousseau.staffing.pages import hand_overs as hand_over_pages
from trousseau.staffing.pages import matching as pages
from trousseau.staffing.pages.words import problem


@access("match_managers")
@require_GET
def matching(request: HttpRequest) -> HttpResponse:
    """Show what there is to work with."""
    return render(request, "staffing/matching.html", {"page": pages.page(person(request))})


@access("match_managers")
@require_POST
def work_out(request: HttpRequest) -> HttpResponse:
    """Work out a proposal."""
    user, given = person(request), request.POST.dict()
    text = given.get("keep_bonus", "")[:40]
    try:
        bonus = typed(text, words.language())
        made = actions.work_out(user, given.get("title", "")[:200], float(bonus or 0))
    except TypedError:
        return _again(request, StaffingError("keep_bonus", value=text))
    except StaffingError as error:
        return _again(request, error)
    return redirect("staffing:proposal", made.public_id)


@access("match_managers")
@require_POST
def add_rule(request: HttpRequest) -> HttpResponse:
    """Keep that someone must or must not lead an account."""
    user, given = person(request), request.POST.dict()
    try:
        account = _account(user, given.get("account", "").strip())
        manager = _manager(given.get("manager", ""))
        rules.add_rule(user, given.get("kind", ""), account, manager, given.get("reason", ""))
    except StaffingError as error:
        return _again(request, error)
    return redirect("staffing:matching")


@access("match_managers")
@require_POST
def drop_rule(request: HttpRequest, key: int) -> HttpResponse:
    """Take a rule away."""
    user = person(request)
    rules.drop_rule(user, get_object_or_404(MatchingRule, pk=key, account__in=visible_to(user)))
    return redirect("staffing:matching")


@access("match_managers")
@require_POST
def add_rivals(request: HttpRequest) -> HttpResponse:
    """Keep that accounts are rivals."""
    user, given = person(request), request.POST.dict()
    wanted = [name.strip() for name in given.get("accounts", "")[:5_000].split(";") if name.strip()]
    try:
        rules.add_rivals(user, given.get("name", ""), [_account(user, name) for name in wanted[:200]])
    except StaffingError as error:
        return _again(request, error)
    return redirect("staffing:matching")


@access("match_managers")
@require_POST
def drop_rivals(request: HttpRequest, key: int) -> HttpResponse:
    """Say that accounts are no rivals any more."""
    user = person(request)
    rules.drop_rivals(user, get_object_or_404(Rivalry.objects.filter(accounts__in=visible_to(user)).distinct(), pk=key))
    return redirect("staffing:matching")


@access("match_managers")
@require_GET
def proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a proposal beside today."""
    user = person(request)
    page = pages.proposal_page(user, _proposal(user, public_id), focus=request.GET.get("account", ""))
    return render(request, "staffing/proposal.html", {"page": page})


@access("match_managers")
@require_POST
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give an account to another manager, in the proposal only."""

    def change(user: User, one: Proposal, seen: int) -> None:
        given = request.POST
        account, manager, backup = (_number(given.get(name, "")) for name in ("account", "manager", "backup"))
        if "backup" not in given:
            kept = one.backups.get(str(account))
            backup = kept if kept != manager else 0
        actions.move(user, one, account, manager, backup or None, seen=seen)

    return _change(request, public_id, change, anchor="#account-" + str(_number(request.POST.get("account", ""))))


@access("match_managers")
@require_POST
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a draft before the directors."""
    return _change(request, public_id, lambda user, one, seen: actions.propose(user, one, seen=seen))


@access("match_managers")
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw a draft away."""
    user = person(request)
    one = _proposal(user, public_id)
    try:
        actions.drop(user, one, seen=_number(request.POST.get("revision", ""), -1))
    except StaffingError as error:
        return _refused(request, user, public_id, error)
    messages.success(request, _("The draft is gone."))
    return redirect("staffing:matching")


@access("decide_matching")
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Apply a proposal."""
    reason = request.POST.get("reason", "")
    return _change(request, public_id, lambda user, one, seen: actions.decide(user, one, reason, seen=seen))


@access("decide_matching")
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a decision back."""
    return _change(request, public_id, lambda user, one, seen: actions.undo(user, one, seen=seen))


@access("read_team")
@require_GET
def hand_overs(request: HttpRequest) -> HttpResponse:
    """Show the hand-overs someone gives, takes or watches over."""
    return render(request, "staffing/hand_overs.html", {"page": hand_over_pages.page(person(request))})


@access("read_team")
@require_POST
def hand_over_done(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that one's part is done."""
    actions.hand_over_done(person(request), get_object_or_404(HandOver, public_id=public_id))
    return redirect("staffing:hand_overs")


def _account(user: User, name: str) -> Account:
    found = visible_to(user).filter(name=name).first()
    if found is None:
        raise StaffingError("rule_account", value=name[:80])
    return found


def _manager(key: str) -> User:
    found = User.objects.filter(pk=_number(key), is_active=True).first()
    if found is None:
        raise StaffingError("rule_manager", value=key[:80])
    return found


def _proposal(user: User, public_id: str) -> Proposal:
    found = Proposal.objects.select_related("created_by", "decided_by").filter(public_id=public_id).first()
    if found is None or ("director" not in user.roles and found.created_by_id != user.pk):
        raise Http404
    return found


def _change(
    request: HttpRequest, public_id: str, change: Callable[[User, Proposal, int], object], *, anchor: str = ""
) -> HttpResponse:
    """Do something to a proposal as it was seen, or say why not."""
    user = person(request)
    one = _proposal(user, public_id)
    try:
        change(user, one, _number(request.POST.get("revision", ""), -1))
    except StaffingError as error:
        return _refused(request, user, public_id, error)
    answer = redirect("staffing:proposal", public_id)
    answer["Location"] += anchor
    return answer


def _refused(request: HttpRequest, user: User, public_id: str, error: StaffingError) -> HttpResponse:
    page = pages.proposal_page(user, _proposal(user, public_id), problem=problem(error))
    return render(request, "staffing/proposal.html", {"page": page}, status=422)


def _again(request: HttpRequest, error: StaffingError) -> HttpResponse:
    page = pages.page(person(request), problem=problem(error), typed=request.POST.dict())
    return render(request, "staffing/matching.html", {"page": page}, status=422)


def _number(text: str, missing: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else missing
