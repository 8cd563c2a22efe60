"""How well each account is known, side by side: for who leads the people who should know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import person
from trousseau.accounts import access
from trousseau.accounts.filters import Choice, Filter
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.figures.export import Cell
from trousseau.knowledge.pages import words
from trousseau.knowledge.queries.coverage import TOPICS

PAGE = 50
WELL, HALF = 0.8, 0.5


@dataclass(frozen=True)
class CoverageRow:
    """One account: its coverage by topic; None where nothing is known."""

    account: Account
    score: float | None
    state: str
    topics: tuple[float | None, ...]


def page(request: HttpRequest) -> dict[str, Any]:
    """The table: led accounts first, the least known of the largest on top."""
    user = person(request)
    found = rows_of(user)
    shown: Page[Account] = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return {
        "finding": _finding(found),
        "heads": [str(words.TOPIC_WORDS[topic]) for topic in TOPICS],
        "rows": [_row(account) for account in shown],
        "page": shown,
    }


def rows_of(user: User) -> QuerySet[Account]:
    """The accounts someone sees that somebody leads or that something is known of."""
    seen = access.visible_to(user).filter(Q(manager__isnull=False) | Q(coverage__isnull=False), excluded=False)
    return seen.select_related("coverage", "manager", "figures").order_by("coverage__score", "figures__rank", "pk")


def exported(user: User) -> tuple[list[str], Iterator[list[Cell]]]:
    """The whole table to export."""
    header = [_("Account"), _("Manager"), _("Known"), *(str(words.TOPIC_WORDS[topic]) for topic in TOPICS)]
    rows = (_row(account) for account in rows_of(user))
    cells: Iterator[list[Cell]] = (
        [row.account.name, str(row.account.manager or ""), row.score, *row.topics] for row in rows
    )
    return header, cells


def choices() -> Filter:
    """The filter of the list of accounts."""
    return Filter(
        "known",
        words.KNOWN,
        (
            Choice("well", words.WELL_KNOWN, Q(coverage__score__gte=WELL)),
            Choice("half", words.HALF_KNOWN, Q(coverage__score__gte=HALF, coverage__score__lt=WELL)),
            Choice("little", words.LITTLE_KNOWN, Q(coverage__score__lt=HALF)),
        ),
    )


def _row(account: Account) -> CoverageRow:
    kept = getattr(account, "coverage", None)
    if kept is None:
        return CoverageRow(account, None, "bad", tuple(None for _topic in TOPICS))
    state = "good" if kept.score >= WELL else "watch" if kept.score >= HALF else "bad"
    return CoverageRow(account, kept.score, state, tuple(kept.topics.get(topic) for topic in TOPICS))


def _finding(found: QuerySet[Account]) -> str:
    count = found.count()
    if not count:
        return _("Nothing is known yet of any account.")
    little = found.filter(Q(coverage__isnull=True) | Q(coverage__score__lt=HALF)).count()
    said = language()
    return ngettext(
        "%(n)s account of %(all)s is known by less than half.",
        "%(n)s accounts of %(all)s are known by less than half.",
        little,
    ) % {"n": said.number(little), "all": said.number(count)}
