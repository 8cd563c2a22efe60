"""The plan on one page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.plans.decks import blocks, words
from trousseau.plans.decks.composing import Sheet, register
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.slides import Band, Block, Lines, Slide, Table
from trousseau.plans.models import Horizon, Objective, State

ON_ONE_PAGE = 7


def offer() -> None:
    """Register it."""
    register(Sheet("onepage", onepage, 10, frozenset({"onepage"})))


def onepage(given: Given) -> Slide:
    """Everything that matters on one page."""
    columns = tuple(_horizon(given, horizon, most=3) for horizon in Horizon)
    late_first = sorted(blocks.open_actions(given), key=lambda action: (-action.late(given.today), action.due))
    first = late_first[: ON_ONE_PAGE * 2]
    right: list[Block] = [blocks.risks(given, width=0.8)] if given.risks else [_recommended(given, 0.8)]
    return Slide(
        title=given.plan.ambition,
        kicker=_("%(name)s: plan %(from)s–%(to)s, %(state)s") % {
            "name": given.account.name, "from": given.plan.starts.year, "to": given.plan.ends.year,
            "state": State(given.plan.state).label,
        },
        figures=blocks.head(given),
        bands=(
            Band(columns),
            Band((blocks.actions(given, first, _("Open actions, late ones first"), 1.25), *right)),
        ),
        note=blocks.finding(given),
    )  # fmt: skip


def _horizon(given: Given, horizon: Horizon, *, most: int) -> Block:
    found = [each for each in given.objectives if each.horizon == horizon.value]
    rows = tuple(
        (_objective_line(each), words.progress(given.of_objective(each), given.said)) for each in found[: most * 2]
    )
    heads = (_("Objective"), _("Done / due"))
    tones = tuple(words.tone(given.of_objective(each)) for each in found[: most * 2])
    content: Table | Lines = (
        Table(heads, rows, (3.4, 1.5), frozenset({1}), tones) if rows else Lines((_("No objective here."),))
    )
    return Block(str(horizon.label), content)


def _objective_line(objective: Objective) -> str:
    moved = words.span(objective)
    return f"{objective.title} ({moved})" if moved else objective.title


def _recommended(given: Given, width: float) -> Block:
    said = tuple(each.text for each in given.recommendations[:6]) or (
        _("No risk and no recommendation is written down."),
    )
    return Block(_("Recommendations"), Lines(said), width)
