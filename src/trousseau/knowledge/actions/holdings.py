"""What holdings may not be: a circle, or together more than the whole of a company at any moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.knowledge.actions.lines import chain
from trousseau.knowledge.models import Control, LegalEntity
from trousseau.method.control import Holding, above_whole, loop_in_time


def holdings_of(account: Account) -> QuerySet[Control]:
    """Every holding that stands in the client of an account, whoever may see it."""
    mine = Q(account=account.pk) if account.group_id is None else Q(account__group=account.group_id)
    return Control.objects.filter(mine, removed_at=None).select_related("owner", "owned")


def as_holding(control: Control) -> Holding:
    """A holding as the method takes it."""
    share = None if control.percent is None else float(control.percent) / 100
    return Holding(control.owner_id, control.owned_id, share, control.since, control.until)


def check_holding(added: Control) -> None:
    """ValidationError, in one sentence, where a holding cannot stand beside the others of its client."""
    if added.owner_id == added.owned_id:
        raise ValidationError(
            _("“%(name)s” cannot hold itself: choose another owner.") % {"name": added.owner}, code="itself"
        )
    if added.since and added.until and added.until < added.since:
        raise ValidationError(_("It ends before it begins: check both days."), code="ends_first")
    others = [one for one in holdings_of(added.account) if one.pk != added.pk]
    for one in others:
        same = (one.owner_id, one.owned_id) == (added.owner_id, added.owned_id)
        if same and _overlap(one, added):
            raise ValidationError(
                _("That %(owner)s holds %(owned)s is known already: change that line, or end it first.")
                % {"owner": added.owner, "owned": added.owned},
                code="known",
            )
    check_together([*others, added], {added.owned_id})


def check_together(controls: list[Control], concerned: Iterable[int]) -> None:
    """The same of all holdings of a client at once; `concerned`: companies whose shares are added up."""
    names: dict[object, LegalEntity] = {}
    for one in controls:
        names |= {one.owner_id: one.owner, one.owned_id: one.owned}
    holdings = [as_holding(one) for one in controls]
    circle = loop_in_time(holdings)
    if circle:
        way = chain([str(names[entity]) for entity in circle])
        raise ValidationError(
            _("A company would hold itself through others: %(way)s. Remove or end one of these holdings.")
            % {"way": way},
            code="circle",
        )
    for owned in concerned:
        over = above_whole(holdings, owned)
        if over:
            _too_much(str(names[owned]), *over)


def _too_much(name: str, day: date, total: float) -> None:
    said = language()
    text = (
        _("Together, %(total)s of %(name)s would be held: at most 100%% can be. Lower a share or end a holding.")
        if day == date.min
        else _(
            "Together, %(total)s of %(name)s would be held on %(day)s: at most 100%% can be. "
            "Lower a share or end a holding."
        )
    )
    figures = {"total": said.percent(total), "name": name, "day": said.date(day)}
    raise ValidationError(text % figures, code="above_whole")


def _overlap(one: Control, other: Control) -> bool:
    """Whether two holdings stand on one same day."""
    starts = max(one.since or date.min, other.since or date.min)
    ends = min(one.until or date.max, other.until or date.max)
    return starts <= ends
