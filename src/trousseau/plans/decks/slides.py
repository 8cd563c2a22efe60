"""What a slide says, before anything writes it: a finding, figures, and bands of tables, charts and lines.

The same slides become a PowerPoint deck (`powerpoint`) and a PDF (`paper`): words and numbers only, no place, no size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["onepage", "plan", "review", "preparation", "programme"]
"""One page, the full plan, the review shown to the client, the same with what is ours alone, the whole programme."""
Tone = Literal["", "good", "watch", "bad"]


@dataclass(frozen=True)
class Figure:
    """One figure with its label above and what explains it below."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table in words: `widths` share the breadth; columns in `right` hold numbers; `tones` colour whole rows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    tones: tuple[Tone, ...] = ()
    """One a row, or none at all; a tone is never all that says it."""


@dataclass(frozen=True)
class Series:
    """One row of numbers of a chart; `soft` recedes, `dashed` is estimated, `hidden` only lifts what stands on it."""

    name: str
    values: tuple[float | None, ...]
    look: Literal["main", "soft", "dashed", "hidden", "good", "bad"] = "main"
    number: str = ""
    """How a spreadsheet writes them, where not as the chart's axis."""


@dataclass(frozen=True)
class Chart:
    """A chart that stays one: its numbers go along and can be changed. `spans` are bars that begin where others end."""

    form: Literal["columns", "bars", "lines", "stacked", "spans"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    says: str
    """What it shows, for who cannot see it."""
    number: str = "#,##0.0"
    """How a spreadsheet writes its numbers."""
    least: float | None = None
    """Where its axis begins; None: at zero, or where the chart puts it."""
    step: float | None = None
    """How far apart the numbers along its axis are; None: as the chart puts them."""


@dataclass(frozen=True)
class Lines:
    """Short sentences, one under the other."""

    said: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """A table, a chart or lines under their title."""

    title: str
    content: Table | Chart | Lines
    width: float = 1
    note: str = ""


@dataclass(frozen=True)
class Band:
    """Blocks beside one another; `height` is its share of what the figures leave."""

    blocks: tuple[Block, ...]
    height: float = 1


@dataclass(frozen=True)
class Slide:
    """One slide. What does not fit goes on to the next one where it `continues`, else the rest is counted."""

    title: str
    """The finding, one sentence."""
    kicker: str
    """What it is about."""
    figures: tuple[Figure, ...] = ()
    bands: tuple[Band, ...] = ()
    note: str = ""
    """Where it comes from and what is not known."""
    continues: bool = False


@dataclass(frozen=True)
class Deck:
    """A whole deck: the cover and its slides."""

    kind: Kind
    title: str
    subtitle: str
    foot: str
    """At the foot of each slide: for whom, by whom, when."""
    slides: tuple[Slide, ...]
    language: str
    cover: bool = True
    author: str = ""
    name: str = ""
    """What a file of it is called."""

    def without(self, *kickers: str) -> Deck:
        """The same without some slides."""
        return replace(self, slides=tuple(one for one in self.slides if one.kicker not in kickers))


def one(title: str, content: Table | Chart | Lines, *, note: str = "") -> Band:
    """A band of one block."""
    return Band((Block(title, content, note=note),))
