"""What several slides of a plan share: how it stands, its figures, its actions and risks as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures.language import MISSING
from trousseau.plans.decks import words
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.slides import Block, Figure, Lines, Slide, Table, Tone, one
from trousseau.plans.models import Action, Progress


def finding(given: Given) -> str:
    """How the plan stands, in one sentence."""
    stands, said = given.overall, given.said
    if stands.done is None:
        return _("The plan has no action yet.")
    values = {
        "done": said.percent(stands.done, 0),
        "due": said.percent(stands.expected, 0),
        "n": said.number(stands.late),
    }
    if not stands.late:
        return _("%(done)s of the plan is done, %(due)s was due by today; no action is late.") % values
    return ngettext(
        "%(done)s of the plan is done, %(due)s was due by today; %(n)s action is late.",
        "%(done)s of the plan is done, %(due)s was due by today; %(n)s actions are late.",
        stands.late,
    ) % values  # fmt: skip


def head(given: Given) -> tuple[Figure, ...]:
    """The figures above everything: progress, sales, days, money, when it was approved."""
    said, plan, stands = given.said, given.plan, given.overall
    spent = plan.spendings.aggregate(days=Sum("days"), money=Sum("money"))
    found = [
        Figure(
            _("Progress"),
            said.percent(stands.done, 0),
            _("due by today: %(due)s") % {"due": said.percent(stands.expected, 0)}
            if stands.expected is not None
            else "",
        ),
        sales_figure(given),
        Figure(_("Late actions"), said.number(stands.late), _("of %(n)s") % {"n": said.number(stands.counted)}),
    ]
    if plan.budget_days is not None:
        found.append(
            Figure(
                _("Days spent"),
                f"{words.days(spent['days'] or 0, said)} / {words.days(plan.budget_days, said)}",
                _("planned"),
            )
        )
    if plan.budget_money is not None:
        shown = said.short_amount(spent["money"] or 0, given.base)
        found.append(
            Figure(_("Budget spent"), shown, _("of %(n)s") % {"n": said.short_amount(plan.budget_money, given.base)})
        )
    return tuple(found)


def sales_figure(given: Given) -> Figure:
    """Sales of twelve months, and how they moved."""
    sales, said = given.sales, given.said
    if sales is None or sales.revenue is None:
        return Figure(_("Sales, 12 months"), MISSING, _("no sales lines"))
    note = said.signed_percent(sales.change) if sales.change is not None else ""
    if given.growth is not None and given.growth.total.real is not None:
        real = said.signed_percent(given.growth.total.real)
        note = _("%(change)s, %(real)s real") % {"change": note, "real": real} if note else ""
    return Figure(_("Sales, 12 months"), said.short_amount(sales.revenue, sales.base), note)


def action_table(given: Given, shown: Sequence[Action]) -> Table:
    """Actions as a table: what, how, who, when, how far."""
    heads = (_("What"), _("How"), _("Who"), _("When"), _("State"))
    rows = tuple(
        (each.what, each.how or MISSING, words.who(each, given), given.said.date(each.due), words.state(each, given))
        for each in shown
    )
    tones: tuple[Tone, ...] = tuple("bad" if each.late(given.today) else "" for each in shown)
    return Table(heads, rows, (4, 4, 2.2, 1.4, 1.5), frozenset({4}), tones)


def actions(given: Given, shown: Sequence[Action], title: str, width: float) -> Block:
    """Actions as a block: what, who, when, how far."""
    heads = (_("What"), _("Who"), _("When"), _("State"))
    rows = tuple(
        (each.what, words.who(each, given), given.said.date(each.due), words.state(each, given)) for each in shown
    )
    tones: tuple[Tone, ...] = tuple("bad" if each.late(given.today) else "" for each in shown)
    content: Table | Lines = (
        Table(heads, rows, (4, 2.2, 1.5, 1.6), frozenset({3}), tones) if rows else Lines((_("No open action."),))
    )
    return Block(title, content, width)


def risks(given: Given, *, width: float = 1, full: bool = False) -> Block:
    """Open risks as a block; in `full` with who answers each."""
    said = given.said
    heads = [_("Risk"), _("How we answer it"), _("Chance"), _("Impact")]
    rows = [
        [
            each.what,
            each.answer or MISSING,
            said.percent(each.probability, 0),
            said.short_amount(each.impact, given.base),
        ]
        for each in given.risks
    ]
    widths = [3.0, 3.4, 1.2, 1.3]
    if full:
        heads.insert(2, _("Who"))
        widths.insert(2, 1.6)
        for row, each in zip(rows, given.risks, strict=True):
            row.insert(2, str(each.owner or MISSING))
    numbers = frozenset({len(heads) - 2, len(heads) - 1})
    table = Table(tuple(heads), tuple(tuple(row) for row in rows), tuple(widths), numbers)
    return Block("" if full else _("Risks"), table, width)


def open_actions(given: Given) -> list[Action]:
    """What is still to do."""
    return [each for each in given.actions if each.state == Progress.OPEN]


def unknown(kicker: str, why: str) -> Slide:
    """A slide for what is not known yet."""
    return Slide(why, kicker, bands=(one("", Lines((_("This slide fills itself as soon as it is known."),))),))
