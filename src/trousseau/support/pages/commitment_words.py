"""How a promise and its figures are said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures.language import Language
from trousseau.method.punctuality import Punctuality
from trousseau.support.models.commitments import Commitment, State
from trousseau.support.queries.commitments import SOON, Figures


@dataclass(frozen=True)
class Mark:
    """The shape of a promise's state, with its words."""

    state: str
    """good, watch, bad or none."""
    words: str


def mark(one: Commitment, today: dt.date, language: Language) -> Mark:
    """What state a promise is in today, as a shape and in words."""
    if one.state == State.OPEN:
        return _open(one, today)
    day = language.date(one.settled_on)
    if one.state == State.KEPT:
        late = (one.settled_on - one.due).days if one.settled_on else 0
        if late <= 0:
            return Mark("good", _("kept on {date}").format(date=day))
        said = ngettext("kept on {date}, {n} day late", "kept on {date}, {n} days late", late)
        return Mark("watch", said.format(date=day, n=language.number(late)))
    if one.state == State.BROKEN:
        return Mark("bad", _("broken on {date}").format(date=day))
    return Mark("none", _("withdrawn on {date}").format(date=day))


def _open(one: Commitment, today: dt.date) -> Mark:
    days = (one.due - today).days
    if days < 0:
        return Mark("bad", ngettext("{n} day late", "{n} days late", -days).format(n=-days))
    if days == 0:
        return Mark("watch", _("due today"))
    return Mark("watch" if days <= SOON else "good", ngettext("in {n} day", "in {n} days", days).format(n=days))


def kept(year: Punctuality, language: Language) -> str:
    """How many of those that fell due over 12 months were kept: “kept over 12 months: 31 of 34”."""
    if not year.due:
        return _("none fell due over 12 months")
    return _("kept over 12 months: {kept} of {due}").format(
        kept=language.number(year.kept), due=language.number(year.due)
    )


def in_time(figures: Punctuality, language: Language) -> str:
    """The share kept by the day, with its interval; that there are too few where there are."""
    if not figures.due:
        return "–"
    if figures.too_few:
        return _("too few to say")
    return _("{share} ({low} to {high})").format(
        share=language.percent(figures.share, 0),
        low=language.percent(figures.low, 0),
        high=language.percent(figures.high, 0),
    )


def finding(found: Figures, language: Language) -> str:
    """The headline of the register."""
    year = found.year
    if not found.open and not year.due:
        return _("Nothing is promised to a client and open.")
    said = [ngettext("{n} promise to clients is open", "{n} promises to clients are open", found.open)]
    counts = [found.open]
    if found.late:
        said.append(ngettext("{n} is late", "{n} are late", found.late))
        counts.append(found.late)
    if found.soon:
        said.append(ngettext("{n} is due within a week", "{n} are due within a week", found.soon))
        counts.append(found.soon)
    texts = [text.format(n=language.number(count)) for text, count in zip(said, counts, strict=True)]
    first = _("{open}: {parts}").format(open=texts[0], parts=language.listed(texts[1:])) if texts[1:] else texts[0]
    if not year.due:
        return _("{open}.").format(open=first)
    return _("{open}. Over 12 months {kept} of {due} were kept, {on_time} by the day agreed.").format(
        open=first,
        kept=language.number(year.kept),
        due=language.number(year.due),
        on_time=language.number(year.on_time),
    )
