"""The tables of selection, whole and unrounded, to be exported."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.portfolio import words
from trousseau.portfolio.tables import Table
from trousseau.selection.pages.comparing import ComparePage
from trousseau.selection.pages.ranking import RankingPage
from trousseau.selection.pages.words import criterion_name


def of_ranking(page: RankingPage) -> Table:
    """Everyone, with the points of each criterion."""
    found, language = page.found, words.language()
    ranks = found.ranks_between(found.order.tolist())
    return Table(
        "ranking",
        _("Ranking"),
        (
            _("Rank"), _("Account"), _("Name"), *(criterion_name(one, language) for one in page.grid.criteria),
            _("Score"), _("At least"), _("At most"), _("On the list"), _("Rank from"), _("Rank to"), _("Fragile"),
        ),
        (
            (
                int(found.rank[at]), found.accounts[at], found.names[at], *map(_known, found.points[at].tolist()),
                _known(float(found.score[at])), float(found.low[at]), float(found.high[at]),
                float(found.certainty.top_probability[at]), low, high, _("yes") if found.fragile[at] else _("no"),
            )
            for at, (low, high) in zip(found.order.tolist(), ranks, strict=True)
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


def _known(figure: float) -> float | None:
    return None if figure != figure else figure  # noqa: PLR0124 - NaN
