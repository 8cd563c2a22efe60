"""The page of one negotiation sheet: what is planned, what was given, how it ended against what was planned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.audit import SENTENCES, history
from trousseau.access.models import User
from trousseau.access.rules import may, person
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.knowledge.pages import relations as people
from trousseau.knowledge.queries.relations import relations
from trousseau.plans.access import living
from trousseau.plans.models import Concession, Negotiation, Term, TradeOff
from trousseau.plans.models.negotiation import Stage, Topic
from trousseau.plans.negotiation_access import may_write
from trousseau.plans.negotiation_forms import (
    GivenForm,
    NextForm,
    OutcomeForm,
    TermForm,
    TradeForm,
    WordsForm,
    typed_term,
    typed_trade,
    typed_words,
)
from trousseau.plans.pages.negotiation_words import (
    TermRow,
    amount,
    conceded,
    money,
    profit_row,
    signed,
    summed,
    term_row,
    trade_rows,
    why_unknown,
)
from trousseau.plans.queries import negotiation as queries
from trousseau.plans.queries.negotiation import HUNDRED, Ground, Profit

STAGES = {Stage.DRAFT: "watch", Stage.FROZEN: "good", Stage.ENDED: "good"}


@dataclass(frozen=True)
class Refused:
    """What was refused: the press, its form with what was typed, what belongs to no field, and of which row.

    Without a form, a row that is opened to be changed.
    """

    verb: str = ""
    form: Form | None = None
    errors: Sequence[str] = ()
    row: str = ""


@dataclass(frozen=True)
class Profits:
    """What the account leaves at each place of a negotiation."""

    target: Profit
    walk_away: Profit
    got: Profit
    unknown: tuple[str, ...] = field(default=())


def sheet(request: HttpRequest, found: Negotiation, refused: Refused | None = None) -> dict[str, Any]:
    """The page of a sheet, with what was refused."""
    user, no = person(request), refused or _opened(request)
    there = queries.standing(found)
    terms, trades = list(found.terms.all()), list(found.trade_offs.all())
    given = list(found.concessions.all())
    writes = may_write(user, found.account)
    rows = [term_row(one, there) for one in terms]
    profits = _profits(there, terms)
    return {
        "sheet": found,
        "account": found.account,
        "stage": found.get_stage_display(),
        "late": found.frozen_at is not None and timezone.localdate(found.frozen_at) > found.on,
        "state": STAGES[Stage(found.stage)],
        "said": finding(found, rows, profits, given),
        "terms": rows,
        "trades": trade_rows(trades),
        "given": [(one, amount(one.to_them), amount(one.to_us)) for one in given],
        "conceded": conceded(given),
        "stakes": there.stakes,
        "profit": _table(there, terms, trades, profits, ended=found.stage == Stage.ENDED),
        "unknown": why_unknown(there, profits.unknown),
        "across": _across(there, terms),
        "influence": _influence(user, found.account),
        "remembered": remembered(user, found.account, found),
        "comparison": _comparison(profits, given) if found.stage == Stage.ENDED else None,
        "may_write": writes,
        "has_plan": writes and found.stage == Stage.ENDED and living(user, found.account) is not None,
        "money": money(),
        "refused": no,
        "forms": _forms(user, found, terms, trades, no) if writes else None,
        "events": [(event, SENTENCES.get(event.verb, event.verb)) for event in history(found)],
    }


def _opened(request: HttpRequest) -> Refused:
    """The row whose form an address opens: ?edit=term-12."""
    verb, _dash, row = request.GET.get("edit", "").partition("-")
    return Refused(verb, row=row) if verb in {"term", "trade"} and row else Refused()


def finding(found: Negotiation, rows: Sequence[TermRow], profits: Profits, given: Sequence[Concession]) -> str:
    """What the sheet comes to, in a sentence."""
    if not rows:
        return _("Nothing is planned yet: which points, and from where on would we rather walk away?")
    if found.stage == Stage.ENDED:
        return _ended(found, rows, given)
    named = {"account": found.account.name, "left": amount(profits.walk_away.amount)}
    if profits.walk_away.amount is None or profits.walk_away.change is None:
        return ngettext(
            "%(n)s point has its target and its walk-away point; what the account would leave is not known.",
            "%(n)s points have their target and walk-away point; what the account would leave is not known.",
            len(rows),
        ) % {"n": len(rows)}
    if profits.walk_away.change < 0:
        text = _("At our walk-away points %(account)s would leave %(left)s a year, %(less)s less than today.")
        return text % {**named, "less": amount(-profits.walk_away.change)}
    return _("At our walk-away points %(account)s would leave %(left)s a year, no less than today.") % named


def _ended(found: Negotiation, rows: Sequence[TermRow], given: Sequence[Concession]) -> str:
    """How it ended against what was planned."""
    settled = [one for one in rows if one.state]
    good, bad = (sum(one.state == state for one in settled) for state in ("good", "bad"))
    text = _("Agreed") if found.agreed else _("No agreement")
    if settled:
        text = _("{outcome}: {good} of {n} settled points at target or better").format(
            outcome=text, good=good, n=len(settled)
        )
    if bad:
        text += ngettext(
            ", %(n)s short of our walk-away point", ", %(n)s short of our walk-away points", bad
        ) % {"n": bad}  # fmt: skip
    return " ".join(part for part in (f"{text}.", conceded(given)) if part)


def remembered(user: User, account: Account, but: Negotiation | None = None) -> str:
    """How the account's other negotiations ended on average, with how many there were; "" where there is none."""
    n, mean = queries.remembered(user, account, but)
    if n == 0:
        return ""
    if mean is None:
        return ngettext(
            "%(n)s earlier negotiation of this account is known: an average is shown from 3 on.",
            "%(n)s earlier negotiations of this account are known: an average is shown from 3 on.",
            n,
        ) % {"n": n}
    return _("Over %(n)s negotiations here we ended on average %(part)s of the way from target to walk-away point.") % {
        "n": n,
        "part": language().percent(mean, 0),
    }


def _profits(there: Ground, terms: Sequence[Term]) -> Profits:
    target = queries.profit(there, terms, lambda one: one.target)
    walk = queries.profit(there, terms, lambda one: one.walk_away)
    got = queries.profit(there, terms, lambda one: one.obtained)
    return Profits(target, walk, got, target.unknown + walk.unknown)


def _table(
    there: Ground, terms: Sequence[Term], trades: Sequence[TradeOff], profits: Profits, *, ended: bool
) -> dict[str, Any]:
    """What the account leaves today, at target, at the walk-away points, and as it ended."""
    sums = summed(trades)
    today = Profit(there.contribution, None)
    lines = [profit_row(_("Today"), today, sums.to_us * 0)]
    if terms:
        lines += [
            profit_row(_("At target"), profits.target, sums.to_us),
            profit_row(_("At the walk-away points"), profits.walk_away, sums.to_us),
        ]
    if ended:
        lines.append(profit_row(_("As it ended"), profits.got, sums.to_us * 0))
    return {"rows": lines, "granted": bool(terms and sums.to_us), "missing": sums.unknown}


def _across(there: Ground, terms: Sequence[Term]) -> list[dict[str, Any]]:
    """What the price changes asked for do across zones: at target and at the walk-away point of each price."""
    made = []
    for one in terms:
        if one.topic != Topic.PRICE:
            continue
        for label, value in ((_("at target"), one.target), (_("at the walk-away point"), one.walk_away)):
            if not value:
                continue
            effect = queries.across(there, value / HUNDRED, one.zone)
            made.append(
                {
                    "what": one.what,
                    "label": label,
                    "asked": signed(there.asked(value / HUNDRED, one.zone)),
                    "products": effect.products,
                    "leaving": len(effect.leaving),
                    "names": _named(effect.leaving),
                    "already": len(effect.already) if value < 0 else 0,
                    "already_names": _named(effect.already),
                    "before": amount(effect.before),
                    "after": amount(effect.after),
                }
            )
    return made


def _named(found: Sequence[tuple[str, str]]) -> str:
    """The first products with their zones."""
    return language().listed([f"{product} ({zone})" for product, zone in found[:3]])


def _influence(user: User, account: Account) -> dict[str, Any] | None:
    """The way to who decides, and who stands in it; None for who may not read people."""
    if not may(user, "read_contacts"):
        return None
    found = relations(user, account)
    return {
        "ways": [people.way(found, one).sentence for one in found.named(found.network.deciders())[:3]],
        "against": [(one.name, str(one.get_stance_display())) for one in found.named(found.network.hindering())[:4]],
    }


def _comparison(profits: Profits, given: Sequence[Concession]) -> dict[str, Any]:
    """Value given against value got."""
    sums = summed(given)
    got = None
    if profits.got.amount is not None and profits.walk_away.amount is not None:
        got = profits.got.amount - profits.walk_away.amount
    bars = [
        (_("Conceded: worth to them"), sums.to_them, ""),
        (_("Conceded: cost to us"), sums.to_us, "watch"),
    ]  # fmt: skip
    if got is not None and got >= 0:
        bars.append((_("Kept above the walk-away points, a year"), got, "good"))
    most = max((value for _label, value, _state in bars), default=sums.to_us)
    return {
        "bars": [(label, amount(value), float(value / most) if most else 0.0, state)
                 for label, value, state in bars],
        "short": amount(-got) if got is not None and got < 0 else "",
    }  # fmt: skip


def _forms(
    user: User, found: Negotiation, terms: Sequence[Term], trades: Sequence[TradeOff], no: Refused
) -> dict[str, Any]:
    """The forms of what may be written now; the refused one with what was typed.

    Of the points and trade-offs there are, only the one that is being changed has its form.
    """

    def typed(verb: str, fresh: Form, row: str = "") -> Form:
        return no.form if no.verb == verb and no.row == row and no.form is not None else fresh

    def changed(verb: str, row: int, fresh: Callable[[], Form]) -> Form | None:
        return typed(verb, fresh(), str(row)) if (no.verb, no.row) == (verb, str(row)) else None

    today, account = timezone.localdate(), found.account
    if found.stage == Stage.DRAFT:
        return {
            "say": typed("say", WordsForm(account, auto_id="w-%s", initial=typed_words(found))),
            "term": typed("term", TermForm(account, auto_id="t-%s", initial={"topic": "price", "unit": "%"})),
            "terms": [
                (
                    one,
                    changed(
                        "term", one.pk, partial(TermForm, account, auto_id=f"t{one.pk}-%s", initial=typed_term(one))
                    ),
                )
                for one in terms
            ],
            "trade": typed("trade", TradeForm(auto_id="x-%s")),
            "trades": [
                (one, changed("trade", one.pk, partial(TradeForm, auto_id=f"x{one.pk}-%s", initial=typed_trade(one))))
                for one in trades
            ],
            "concede": typed("concede", GivenForm(auto_id="c-%s", initial={"on": today, "who": user.name})),
        }
    if found.stage == Stage.FROZEN:
        return {
            "concede": typed("concede", GivenForm(auto_id="c-%s", initial={"on": today, "who": user.name})),
            "end": typed("end", OutcomeForm(terms, auto_id="o-%s")),
        }
    return {"next": typed("next", NextForm(auto_id="s-%s"))}
