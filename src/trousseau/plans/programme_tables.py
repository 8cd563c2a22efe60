"""The programme as tables to export: its lines, the rounds in which it was judged, who uses what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.figures.export import Cell
from trousseau.plans import maturity as framework
from trousseau.plans.models.programme import LineKind
from trousseau.plans.pages import programme as pages
from trousseau.plans.queries import adoption as used
from trousseau.plans.queries import programme as queries


@dataclass(frozen=True)
class Table:
    """A table to export: the name of its file, its heads, its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def lines(_user: User) -> Table:
    """A line of the programme a row."""
    heads = (_("Kind"), _("What"), _("In charge"), _("Since"), _("Due"), _("State"), _("Done on"), _("Remark"))
    rows = (
        (str(LineKind(one.kind).label), one.said, str(one.owner) if one.owner else None, one.starts, one.due,
         pages.word(one)[1], one.done_on, one.note or None)
        for one in queries.lines()
    )  # fmt: skip
    return Table(_("programme"), heads, rows)


def maturity(_user: User) -> Table:
    """A dimension of a round a row."""
    heads = (_("On that day"), _("By whom"), _("Dimension"), _("Level, of 5"), _("What one sees"), _("What shows it"))
    return Table(_("maturity"), heads, _rated())


def _rated() -> Iterator[tuple[Cell, ...]]:
    for one in queries.rounds():
        for key, rated in one.ratings.items():
            words = framework.BY_KEY[key].words
            by = str(one.one.by) if one.one.by else None
            yield one.one.on, by, words.name, rated.level, words.levels[rated.level - 1], rated.evidence or None


def adoption(_user: User) -> Table:
    """A room and role a row; of fewer than three people nothing is told."""
    heads = (_("What is used"), _("Role"), _("Could write"), _("Wrote, 28 days"), _("Wrote, 90 days"))
    uses = used.uses()
    rows: list[tuple[Cell, ...]] = []
    for room in used.ROOMS:
        for role in used.ROLES:
            use = uses[room.key][role.value]
            if use.short is not None:
                rows.append((str(room.label), str(role.label), use.could, use.short, use.long))
    return Table(_("adoption"), heads, rows)


TABLES: dict[str, Callable[[User], Table]] = {"lines": lines, "maturity": maturity, "adoption": adoption}
