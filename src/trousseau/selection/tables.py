"""The tables of selection, whole and unrounded, to be exported."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trousseau.ledger.selection.tomorrow import AHEAD
from trousseau.method.wallet import Total
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.tables import Table
from trousseau.selection.pages import forecast_matrix
from trousseau.selection.pages.client import confidence_word
from trousseau.selection.pages.comparing import ComparePage
from trousseau.selection.pages.potential import Ranked, ranked
from trousseau.selection.pages.ranking import RankingPage
from trousseau.selection.pages.words import criterion_name
from trousseau.selection.queries.days import spent, year_of
from trousseau.selection.queries.potential import everything, spending


def of_ranking(page: RankingPage) -> Table:
    """Those the filters leave, with the points of each criterion and the tier held and proposed."""
    found, language = page.found, words.language()
    order = page.order.tolist()
    ranks = found.ranks_between(order)
    return Table(
        "ranking",
        _("Ranking"),
        (
            _("Rank"), _("Account"), _("Name"), *(criterion_name(one, language) for one in page.grid.criteria),
            _("Score"), _("At least"), _("At most"), _("On the list"), _("Rank from"), _("Rank to"), _("Fragile"),
            _("Tier"), _("Proposed"),
        ),
        (
            (
                int(found.rank[at]), found.accounts[at], found.names[at], *map(_known, found.points[at].tolist()),
                _known(float(found.score[at])), float(found.low[at]), float(found.high[at]),
                float(found.certainty.top_probability[at]), low, high, _("yes") if found.fragile[at] else _("no"),
                page.standing.held_word(at), page.standing.proposed_word(at),
            )
            for at, (low, high) in zip(order, ranks, strict=True)
        ),
    )  # fmt: skip


def of_comparison(page: ComparePage) -> Table:
    """Who enters and who leaves from one grid to the other."""
    before, after = page.before.name, page.after.name
    return Table(
        "compare",
        _("Two grids compared"),
        (
            _("Account"), _("Name"), _("Movement"),
            _("Rank under {grid}").format(grid=before), _("Rank under {grid}").format(grid=after),
        ),
        (
            (move.account, move.name, word, move.rank_before, move.rank_after)
            for word, moved in ((_("enters"), page.moves.entered), (_("leaves"), page.moves.left))
            for move in moved
        ),
    )  # fmt: skip


def of_potential(asked: Asked) -> Table:
    """Everyone who is no key account and gains, with what is told and forecast of each."""
    who = ranked(asked)
    seen, made = who.seen, who.seen.forecast
    days = spent(*year_of(seen.paths.ends[-1])) if seen.paths.ends else {}
    return Table(
        "tomorrow",
        _("Tomorrow’s accounts"),
        (
            _("Rank"), _("Account"), _("Name"), _("Sales, 12 months"), _("Growth a year"), _("Growth, at least"),
            _("Growth, at most"), _("Expected in three years"), _("At least"), _("At most"),
            _("Probability of a key account’s size"), _("Total spend"), _("Total spend, at least"),
            _("Total spend, at most"), _("Share of wallet"), _("Probability of still being a customer"),
            _("Days spent, 12 months"),
        ),
        (
            (
                rank, client, seen.paths.names[at], _known(float(made.now[at])),
                *(_known(float(one[at])) for one in (made.growth.rate, made.growth.low, made.growth.high)),
                _known(float(who.listed.expected[at])), _known(float(min(made.low[at, -1], who.listed.high[at]))),
                _known(float(who.listed.high[at])), _known(float(who.listed.reach[at])),
                *((total.amount, total.low, total.high) if total else (None, None, None)),
                share.amount if share else None, _known(float(seen.alive[at])),
                days[client].days if client in days else None,
            )
            for rank, at, client, total, share in _clients(who)
        ),
    )  # fmt: skip


def of_forecast(asked: Asked) -> Table:
    """Everyone, with the forecast of each year and both axes of the grid, today and in three years."""
    years = [
        text.format(n=year)
        for year in range(1, AHEAD + 1)
        for text in (_("Sales in {n} years, at least"), _("Sales in {n} years"), _("Sales in {n} years, at most"))
    ]
    axes = [
        f"{axis}, {when}"
        for axis in (_("Attractiveness"), _("Relative strength"))
        for when in (_("today"), _("in three years"), _("at least"), _("at most"))
    ]
    headers = (_("Account"), _("Name"), _("Sales, 12 months"), *years, *axes)
    return Table("forecast", _("Forecast"), headers, forecast_matrix.everyone(asked, ranked(asked).listed))


def of_spend() -> Table:
    """Everything ever told of total spend, as a table that can be read back; what counts is marked."""
    counting = {cell.row.pk for one in spending().values() for cell in one.cells}
    return Table(
        "spend",
        _("Total spend"),
        (
            _("Client"), _("Name"), _("Unit"), _("Offer"), _("Amount"), _("Currency"), _("Source"), _("Date"),
            _("Confidence"), _("Counts"), _("Told by"),
        ),
        (
            (
                row.client, row.name, row.unit, row.offer, row.amount, row.currency, row.source, row.date,
                confidence_word(row.confidence), _("yes") if row.pk in counting else _("no"), str(row.author or ""),
            )
            for row in everything()
        ),
    )  # fmt: skip


def _clients(who: Ranked) -> Iterator[tuple[int, int, str, Total | None, Total | None]]:
    """Each of the list with its total spend and its share."""
    for rank, at in enumerate(who.listed.order.tolist(), 1):
        client = who.seen.paths.accounts[at]
        spend = who.spending.get(client)
        total = spend.total if spend else None
        yield rank, at, client, total, total.share(float(who.seen.forecast.now[at])) if total else None


def _known(figure: float) -> float | None:
    return None if figure != figure else figure  # noqa: PLR0124 - NaN
