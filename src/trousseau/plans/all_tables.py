"""All plans as tables to export: a plan a row, or an action a row: who does what by when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures.export import Cell
from trousseau.plans.models import Action, Condition, Plan, Progress, State
from trousseau.plans.pages import health
from trousseau.plans.queries import all as queries
from trousseau.plans.queries.all import Ask
from trousseau.portfolio import words


@dataclass(frozen=True)
class Table:
    """A table to export: the name of its file, its heads, its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def plans(user: User, ask: Ask) -> Table:
    """A plan a row."""
    heads = (
        _("Account"), _("Code"), _("Manager"), _("Ambition"), _("Starts"), _("Ends"), _("State"), _("Health"),
        _("Health, of 100"), _("At least"), _("At most"), _("Reason"), _("Done"), _("Expected today"), _("Actions"),
        _("Actions done"), _("Actions late"), _("Next due"),
    )  # fmt: skip
    return Table(_("plans"), heads, _plan_rows(queries.matching(user, ask)))


def _plan_rows(found: Iterable[Plan]) -> Iterator[tuple[Cell, ...]]:
    language = words.language()
    for plan in found:
        account, told, row = plan.account, health.kept(plan, language), getattr(plan, "health", None)
        said: tuple[Cell, ...] = (
            account.name, account.code, str(account.manager) if account.manager else None, plan.ambition, plan.starts,
            plan.ends, str(State(plan.state).label),
        )  # fmt: skip
        if told is None or row is None:
            yield (*said, str(Condition.UNKNOWN.label), *(None,) * 10)
            continue
        score = None if told.score is None else health.of_hundred(told.score)
        yield (
            *said, told.word, score, round(told.low * 100), round(told.high * 100), told.reason, told.done,
            told.expected, row.actions, row.finished, row.late, row.next_due,
        )  # fmt: skip


def actions(user: User, ask: Ask) -> Table:
    """An action a row, those of the plans an address asks for."""
    heads = (
        _("Account"), _("Code"), _("What"), _("How"), _("Who"), _("Of the client"), _("Starts"), _("Due"), _("Done"),
        _("State"), _("Days late"), _("Ended on"), _("Reason"), _("Weight"),
    )  # fmt: skip
    found = Action.objects.filter(plan__in=queries.matching(user, ask).order_by().values("pk"))
    found = found.select_related("plan__account", "owner", "contact").order_by("plan__account__name", "due", "pk")
    return Table(_("actions"), heads, _action_rows(found.iterator(chunk_size=1_000), knows=may(user, "read_contacts")))


def _action_rows(found: Iterable[Action], *, knows: bool) -> Iterator[tuple[Cell, ...]]:
    today = timezone.localdate()
    for one in found:
        account = one.plan.account
        theirs = one.contact.name if one.contact and knows else None
        yield (
            account.name, account.code, one.what, one.how or None, str(one.owner) if one.owner else None, theirs,
            one.starts, one.due, one.done / 100, str(Progress(one.state).label), one.late(today) or None, one.ended_on,
            one.reason or None, one.weight,
        )  # fmt: skip


TABLES: dict[str, Callable[[User, Ask], Table]] = {"plans": plans, "actions": actions}
