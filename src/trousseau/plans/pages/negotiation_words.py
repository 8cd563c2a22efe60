"""Points, trade-offs and concessions of a sheet as they are read: levels in words, the picture of a margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import Organisation
from trousseau.accounts.rows import language
from trousseau.method.negotiation import Better, room, short_of, surplus
from trousseau.plans.models import Concession, Term, TradeOff
from trousseau.plans.models.negotiation import RECKONED, Topic
from trousseau.plans.queries.negotiation import HUNDRED, Ground, Profit

EDGE, SPAN = 6.0, 88.0
"""Per cent of the picture's width left free before its first mark, and between its first and last."""


def money() -> str | None:
    """The currency of every amount here."""
    return Organisation.current().base_currency or None


def amount(value: Decimal | None) -> str:
    """An amount in full."""
    return language().amount(value, money()) if value is not None else _("unknown")


def signed(value: Decimal | None) -> str:
    """An amount with its sign: a plus where it brings."""
    if value is None:
        return _("unknown")
    return ("+" if value > 0 else "") + language().amount(value, money())


def level(one: Term, value: Decimal | None) -> str:
    """A level in the unit of its point: “−3 %”, “45 days”."""
    if value is None:
        return "–"
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    said = language()
    number = said.signed(plain, decimals) if one.topic in RECKONED else said.number(plain, decimals)
    return f"{number}\N{NO-BREAK SPACE}{one.unit}" if said.french or one.unit != "%" else f"{number}%"


def better(one: Term) -> Better:
    """Which way is better for us."""
    return "higher" if one.better == "higher" else "lower"


@dataclass(frozen=True)
class Mark:
    """One level in the picture of a margin: where it stands, which it is."""

    x: float
    kind: str
    """walk, target, best, theirs, got."""


@dataclass(frozen=True)
class TermRow:
    """A point as the sheet shows it."""

    one: Term
    topic: str
    best: str
    target: str
    walk_away: str
    theirs: str
    room: str
    closed: bool
    """Their limit, as we think, lies beyond our walk-away point."""
    at_target: str
    at_walk_away: str
    """What a price change costs or brings a year; "" of other points."""
    obtained: str
    state: str
    """good: at target or better; watch: between; bad: short of the walk-away point; "": not settled."""
    words: str
    marks: tuple[Mark, ...]
    band: tuple[float, float]
    picture: str
    """What the picture says."""


def term_row(one: Term, found: Ground) -> TermRow:
    """A point in words and marks."""
    between = room(one.walk_away, one.theirs, better(one))
    state, words = _ended(one)
    marks = _marks(one)
    walk, target = (next(mark.x for mark in marks if mark.kind == kind) for kind in ("walk", "target"))
    return TermRow(
        one=one,
        topic=str(one.get_topic_display()) + (f" · {one.zone}" if one.zone else ""),
        best=level(one, one.best),
        target=level(one, one.target),
        walk_away=level(one, one.walk_away),
        theirs=level(one, one.theirs),
        room=_room(one, between),
        closed=between is not None and between < 0,
        at_target=_asked(one, found, one.target),
        at_walk_away=_asked(one, found, one.walk_away),
        obtained=level(one, one.obtained) if one.obtained is not None else _("not settled"),
        state=state,
        words=words,
        marks=marks,
        band=(min(walk, target), abs(target - walk)),
        picture=_("{what}: walk-away point {walk}, target {target}, obtained {got}").format(
            what=one.what, walk=level(one, one.walk_away), target=level(one, one.target), got=level(one, one.obtained)
        ),
    )


def _room(one: Term, between: Decimal | None) -> str:
    if between is None:
        return _("not known")
    if between < 0:
        return _("none, as far as we know")
    return _("an agreement is possible from {ours} to {theirs}").format(
        ours=level(one, one.walk_away), theirs=level(one, one.theirs)
    )


def _asked(one: Term, found: Ground, value: Decimal) -> str:
    if one.topic != Topic.PRICE or value == 0:
        return ""
    return signed(found.asked(value / HUNDRED, one.zone))


def _ended(one: Term) -> tuple[str, str]:
    if one.obtained is None:
        return "", _("not settled")
    if short_of(one.obtained, one.walk_away, better(one)):
        return "bad", _("short of the walk-away point")
    if short_of(one.obtained, one.target, better(one)):
        return "watch", _("between target and walk-away point")
    return "good", _("at target or better")


def _marks(one: Term) -> tuple[Mark, ...]:
    """The levels from the lowest to the highest, spread over the picture; what is worse for us on the left."""
    told = {"walk": one.walk_away, "target": one.target, "best": one.best, "theirs": one.theirs, "got": one.obtained}
    known = {kind: value for kind, value in told.items() if value is not None}
    low, high = min(known.values()), max(known.values())
    marks = []
    for kind, value in known.items():
        part = float((value - low) / (high - low)) if high > low else 0.5
        marks.append(Mark(EDGE + SPAN * (part if one.better == "higher" else 1.0 - part), kind))
    return tuple(marks)


@dataclass(frozen=True)
class TradeRow:
    """A trade-off as the sheet shows it."""

    one: TradeOff
    to_them: str
    to_us: str
    surplus: str
    unknown: bool
    """Its cost to us is not known: it stands last, in no sum."""


def trade_rows(found: Iterable[TradeOff]) -> list[TradeRow]:
    """The trade-offs, those worth most to them beyond their cost to us first; what is not known comes last."""

    def rank(one: TradeOff) -> tuple[bool, Decimal, int]:
        beyond = surplus(one.to_them, one.to_us)
        return beyond is None, -(beyond or Decimal(0)), one.pk

    return [
        TradeRow(
            one,
            amount(one.to_them),
            amount(one.to_us) if one.to_us is not None else _("cost unknown"),
            signed(surplus(one.to_them, one.to_us)),
            one.to_us is None,
        )
        for one in sorted(found, key=rank)
    ]


@dataclass(frozen=True)
class Sum:
    """What trade-offs or concessions come to, and how many of them nobody has reckoned."""

    to_them: Decimal
    to_us: Decimal
    unknown: int
    """Whose cost to us is not known."""


def summed(found: Sequence[TradeOff] | Sequence[Concession]) -> Sum:
    """The sums over what is known."""
    return Sum(
        sum((one.to_them for one in found if one.to_them is not None), Decimal(0)),
        sum((one.to_us for one in found if one.to_us is not None), Decimal(0)),
        sum(one.to_us is None for one in found),
    )


def conceded(found: Sequence[Concession]) -> str:
    """What the concessions come to, in a sentence; "" where there is none."""
    if not found:
        return ""
    sums, nothing = summed(found), sum(not one.in_return for one in found)
    text = ngettext(
        "%(n)s concession, worth %(them)s to them, costs us %(us)s",
        "%(n)s concessions, worth %(them)s to them, cost us %(us)s",
        len(found),
    ) % {"n": len(found), "them": amount(sums.to_them), "us": amount(sums.to_us)}
    if sums.unknown:
        text += ngettext(", and %(n)s has an unknown cost", ", and %(n)s have an unknown cost", sums.unknown) % {
            "n": sums.unknown
        }
    if nothing:
        text += ngettext("; %(n)s was for nothing", "; %(n)s were for nothing", nothing) % {"n": nothing}
    return f"{text}."


@dataclass(frozen=True)
class ProfitRow:
    """What the account leaves at one place of the negotiation."""

    label: str
    amount: str
    change: str
    granted: str
    """With every trade-off of known cost granted as well; "" where that changes nothing."""


def profit_row(label: str, found: Profit, granted: Decimal) -> ProfitRow:
    """One line of the table of profit."""
    return ProfitRow(
        label,
        amount(found.amount),
        signed(found.change) if found.change else "–",
        amount(found.amount - granted) if found.amount is not None and granted else "",
    )


def why_unknown(found: Ground, unknown: Sequence[str]) -> str:
    """Why there is no figure of profit; "" where there is one."""
    if found.revenue is None:
        return _("No sales are known of this account: what an offer leaves cannot be told.")
    if found.goods is None:
        return _("The cost of what is sold is not known: what an offer leaves cannot be told.")
    if found.contribution is None:
        return _("What it costs to serve this account is not known: what an offer leaves cannot be told.")
    if unknown:
        return _("Nobody has reckoned what one more is worth of: {points}. Until then there is no figure.").format(
            points=language().listed(list(dict.fromkeys(unknown)))
        )
    return ""
