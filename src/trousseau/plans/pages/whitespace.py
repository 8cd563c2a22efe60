"""The page of a client's white space, one cell of it, and the part of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.audit import SENTENCES, history
from trousseau.access.models import Organisation
from trousseau.access.rules import person
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.plans import access
from trousseau.plans.models import Plan
from trousseau.plans.models.whitespace import WhiteCell
from trousseau.plans.queries import whitespace as queries
from trousseau.plans.queries.whitespace import WhiteSpace
from trousseau.plans.white_grid import Grid, Spot, Sum
from trousseau.plans.whitespace_forms import CellForm, as_it_is
from trousseau.selection.pages.client import confidence_word

MOST = 8
"""Places where to grow that are listed."""
MARKS = {"sold": "●", "open": "○", "competitor": "◆", "irrelevant": "–", "untold": "·"}


@dataclass(frozen=True)
class Shown:
    """One cell as the grid shows it."""

    spot: Spot
    url: str
    id: str
    mark: str
    word: str
    figure: str
    """What is sold, or who sells it."""
    exact: str
    trend: str
    direction: str
    potential: str
    share: str
    told: str
    """All of it in one sentence, for whoever hears or hovers it."""


@dataclass(frozen=True)
class ShownSum:
    """A total as the grid shows it."""

    sold: str
    potential: str
    share: str
    unknown: str


@dataclass(frozen=True)
class ShownLine:
    """A unit with its cells and its total."""

    name: str
    known: bool
    """Whether the ledger can tell what is sold there."""
    spots: tuple[Shown, ...]
    sum: ShownSum


@dataclass(frozen=True)
class Growth:
    """One place where most is left to sell."""

    shown: Shown
    left: str
    why: str
    action: int | None


def word_of(state: str) -> str:
    """What a cell is, in a word."""
    return {
        "sold": pgettext("white space", "sold"),
        "open": pgettext("white space", "open"),
        "competitor": pgettext("white space", "competitor"),
        "irrelevant": pgettext("white space", "not relevant"),
        "untold": pgettext("white space", "not known"),
    }[state]


def base() -> str | None:
    """The currency of every amount here."""
    return Organisation.current().base_currency or None


def page(request: HttpRequest, account: Account, found: WhiteSpace, **more: Any) -> dict[str, Any]:
    """The page; `more`: the editor of a cell that is open."""
    plan = access.living(person(request), account)
    edits = access.may_edit(person(request), account)
    context = account_pages.head(request, account, "plan") | grid(account, found)
    return context | {
        "said": finding(found),
        "growths": [_growth(account, one, found) for one in found.grid.grow(MOST)],
        "plan": plan,
        "may_edit": edits,
        "may_grow": edits and plan is not None,
        "by": found.by,
        "elsewhere": found.elsewhere,
        "everywhere": found.everywhere,
        "all_seen": found.client.whole,
        "query": f"?by={found.by}",
        **more,
    }


def grid(account: Account, found: WhiteSpace) -> dict[str, Any]:
    """What the grid itself is drawn from."""
    made = found.grid
    whole = _line(account, made.whole, found)
    return {
        "account": account,
        "heads": made.offers,
        "lines": [_line(account, line, found) for line in made.lines],
        "total": whole,
        "total_cells": list(zip(whole.spots, [_sum(one) for one in made.columns], strict=True)),
        "all": _sum(made.sum),
        "money": base(),
        "period": found.period,
        "anything": bool(made.offers),
        "counted": counted(made),
    }


def editor(account: Account, found: WhiteSpace, spot: Spot, form: CellForm | None = None) -> dict[str, Any]:
    """The form of one cell, with what was refused."""
    cell = WhiteCell.objects.filter(account=account, place=f"{spot.unit.key} × {spot.offer.key}").first()
    conflict = form is not None and bool(form.non_field_errors())
    return {
        "account": account,
        "shown": _shown(account, spot, found),
        "form": form or CellForm(initial=as_it_is(spot)),
        "refused": form is not None,
        "now": as_it_is(spot) if conflict else None,
        "seen": found.newest,
        "by": found.by,
        "money": base(),
        "rivals": sorted({one.name for row in found.grid.spots() for one in row.rivals}),
        "events": [(event, SENTENCES.get(event.verb, event.verb)) for event in history(cell)[:8]] if cell else [],
        "client_url": f"{reverse('selection:potential_client')}?{urlencode({'account': found.client.key})}",
    }


def part(request: HttpRequest, plan: Plan) -> dict[str, Any] | None:
    """The compact grid on the page of a plan; nothing where there is neither an offer nor a sale."""
    found = queries.white_space(person(request), plan.account)
    if found is None or not found.grid.offers:
        return None
    return grid(plan.account, found) | {
        "subtitle": _unknown(found.grid),
        "said": finding(found),
        "more": _("The whole grid"),
        "more_url": reverse("plans:whitespace", args=[plan.account.public_id]),
    }


def finding(found: WhiteSpace) -> str:
    """What the grid says first."""
    made, told = found.grid, language()
    left = made.grow(1)
    named = {"client": found.client.name, "sold": told.short_amount(made.sum.sold, base())}
    if made.sum.potential is None:
        return _("%(client)s buys %(sold)s a year; what it could buy is not told of any offer.") % named
    named |= {
        "potential": told.short_amount(made.sum.potential.amount, base()),
        "share": told.percent(made.sum.share, 0),
    }
    if not left:
        return _("%(client)s buys %(sold)s of the %(potential)s a year that are told: %(share)s.") % named
    named |= {"left": told.short_amount(left[0].left, base()), "offer": left[0].offer.name, "unit": left[0].unit.name}
    return (
        _(
            "%(client)s buys %(sold)s of the %(potential)s a year that are told; most is left in %(offer)s at %(unit)s:"
            " up to %(left)s."
        )
        % named
    )


def counted(made: Grid) -> str:
    """How many cells have a potential of their own, are told only within a whole, and are not told at all."""
    one = made.sum
    own = one.cells - one.within - one.unknown
    return _(
        "Of %(all)s cells, %(own)s have a potential of their own, %(within)s are only in a potential told for the whole"
        " client, offer or unit (“in the total”), and %(unknown)s nobody has told (“?”)."
    ) % {"all": one.cells, "own": own, "within": one.within, "unknown": one.unknown}


def _unknown(made: Grid) -> str:
    """How many cells nobody has told the potential of: those that say “?”."""
    if not made.sum.unknown:
        return _("every potential is told")
    return ngettext(
        "%(n)s cell of %(all)s without a potential", "%(n)s cells of %(all)s without a potential", made.sum.unknown
    ) % {"n": made.sum.unknown, "all": made.sum.cells}


def _line(account: Account, line: Any, found: WhiteSpace) -> ShownLine:  # noqa: ANN401 - a Line
    return ShownLine(
        line.unit.name,
        bool(line.unit.accounts),
        tuple(_shown(account, spot, found) for spot in line.spots),
        _sum(line.sum),
    )


def _shown(account: Account, spot: Spot, found: WhiteSpace) -> Shown:
    told, state = language(), spot.state
    query = urlencode({"unit": spot.unit.key, "offer": spot.offer.key, "by": found.by})
    figure = exact = ""
    if state == "sold":
        figure, exact = told.short_amount(spot.sold, base()), told.amount(spot.sold, base())
    elif spot.rivals:
        figure = spot.rivals[0].name + (f" +{len(spot.rivals) - 1}" if len(spot.rivals) > 1 else "")
    trend, direction = _trend(spot)
    shown = Shown(
        spot=spot,
        url=f"{reverse('plans:white_cell', args=[account.public_id])}?{query}",
        id=cell_id(found, spot),
        mark=MARKS[state],
        word=word_of(state),
        figure=figure,
        exact=exact,
        trend=trend,
        direction=direction,
        potential=told.short_amount(spot.potential.amount, base()) if spot.potential else "",
        share=told.percent(spot.share, 0) if spot.share is not None else "",
        told="",
    )
    return Shown(**{**vars(shown), "told": _told(shown)})


def cell_id(found: WhiteSpace, spot: Spot) -> str:
    """Where a cell stands on the page; "" of a unit that has no row yet."""
    names = [*(line.unit.key for line in found.grid.lines), ""]
    offers = [one.key for one in found.grid.offers]
    return f"cell-{names.index(spot.unit.key)}-{offers.index(spot.offer.key)}" if spot.unit.key in names else ""


def _trend(spot: Spot) -> tuple[str, str]:
    told = language()
    if spot.lost:
        return _("lost: %(amount)s the year before") % {"amount": told.short_amount(spot.before, base())}, "bad"
    if spot.new:
        return _("new"), "good"
    if spot.change is None:
        return "", ""
    return told.signed_percent(spot.change, 0), "good" if spot.change > 0 else "bad" if spot.change < 0 else ""


def _told(shown: Shown) -> str:
    """A cell in one sentence."""
    spot, told = shown.spot, language()
    said = [f"{spot.unit.name}, {spot.offer.name}: {shown.word}"]
    if spot.sold is None:
        said.append(_("the ledger cannot tell what is sold there"))
    elif shown.exact:
        said.append(_("%(amount)s over 12 months") % {"amount": shown.exact})
    if shown.trend:
        said.append(shown.trend)
    if spot.contradicted:
        said.append(_("it is said not to be relevant, and it is sold"))
    if spot.rivals:
        said.append(_("competitors: %(names)s") % {"names": ", ".join(one.name for one in spot.rivals)})
    if spot.potential is None:
        said.append(_("potential told only within the total") if spot.within else _("potential unknown"))
    else:
        named = {
            "amount": told.amount(spot.potential.amount, base()), "source": spot.potential.source,
            "day": told.date(spot.potential.date), "sure": confidence_word(spot.potential.confidence),
        }  # fmt: skip
        said.append(_("potential %(amount)s a year (%(source)s, %(day)s; how sure: %(sure)s)") % named)
    if shown.share:
        said.append(_("our share %(share)s") % {"share": shown.share})
    if spot.words.note:
        said.append(spot.words.note)
    return "; ".join(said)


def _sum(one: Sum) -> ShownSum:
    told = language()
    unknown = ngettext("%(n)s unknown", "%(n)s unknown", one.unknown) % {"n": one.unknown} if one.unknown else ""
    return ShownSum(
        sold=told.short_amount(one.sold, base()) if one.sold is not None else "–",
        potential=told.short_amount(one.potential.amount, base()) if one.potential else "",
        share=told.percent(one.share, 0) if one.share is not None else "",
        unknown=unknown,
    )


def _growth(account: Account, spot: Spot, found: WhiteSpace) -> Growth:
    told = language()
    left = told.short_amount(spot.left or Decimal(0), base())
    why = []
    if spot.sold:
        why.append(_("%(sold)s sold of %(potential)s") % {
            "sold": told.short_amount(spot.sold, base()),
            "potential": told.short_amount(spot.potential.amount if spot.potential else None, base())})  # fmt: skip
    if spot.rivals:
        why.append(", ".join(one.name for one in spot.rivals))
    if spot.potential:
        why.append(f"{spot.potential.source}, {told.month(spot.potential.date)}")
        if spot.potential.faded:
            why.append(_("told long ago"))
    return Growth(
        _shown(account, spot, found),
        left if spot.sold is not None else _("up to %(amount)s") % {"amount": left},
        " · ".join(why),
        spot.words.action,
    )
