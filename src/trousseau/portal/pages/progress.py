"""Our progress: each shared objective with what is done and what should be, and the sentence they make together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from trousseau.access.once import once
from trousseau.portal.access import Window
from trousseau.portal.pages.heard import heard
from trousseau.portal.queries.progress import of_objectives
from trousseau.portal.told import ToldObjective
from trousseau.portfolio.words import language

ROOM = 0.05
"""So far from what should be done, either way, still counts as on time."""
FAR = 0.15
"""Further behind than this is behind; less is to watch."""
NUMBERS = (
    pgettext_lazy("a number of objectives", "none"), pgettext_lazy("a number of objectives", "one"),
    pgettext_lazy("a number of objectives", "two"), pgettext_lazy("a number of objectives", "three"),
    pgettext_lazy("a number of objectives", "four"), pgettext_lazy("a number of objectives", "five"),
    pgettext_lazy("a number of objectives", "six"), pgettext_lazy("a number of objectives", "seven"),
    pgettext_lazy("a number of objectives", "eight"), pgettext_lazy("a number of objectives", "nine"),
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """An objective as the first page shows it."""

    told: ToldObjective
    way: str
    """From where to where, in words."""
    done: float | None
    """0–1; None: nothing of it is planned yet."""
    due: float | None
    """What should be done by today."""
    state: str
    """good, watch, bad or none: the shape."""
    word: str
    figures: str


def standings(window: Window) -> list[Standing]:
    """The shared objectives, those behind first; worked out once a page."""
    return once(("standings", window.space.pk, window.preview, window.beside), lambda: _standings(window))


def _standings(window: Window) -> list[Standing]:
    today = timezone.localdate()
    objectives: Sequence[ToldObjective] = heard(window, "objective")
    far = of_objectives(window, [one.id for one in objectives], today)
    found = []
    for one in objectives:
        its = far.get(one.id)
        found.append(_standing(one, its.done if its else None, its.expected if its else None, today))
    order = ("bad", "watch", "good", "none")
    return sorted(found, key=lambda each: (order.index(each.state), each.told.due))


def _standing(one: ToldObjective, done: float | None, due: float | None, today: dt.date) -> Standing:
    way = " → ".join(part for part in (one.from_, one.to) if part)
    if done is None or due is None:
        return Standing(one, way, None, None, "none", pgettext("an objective", "to begin"), _("nothing planned yet"))
    if one.due < today:
        due = 1.0
    figures = _("{done} done, {due} expected").format(
        done=language().percent(done, 0), due=language().number(due * 100)
    )
    state, word = placed(done, due)
    return Standing(one, way, done, due, state, word, figures)


def placed(done: float, due: float) -> tuple[str, str]:
    """The state of something so far done of which so much should be, and its word."""
    if done >= 1:
        return "good", pgettext("progress", "done")
    if done < due - FAR:
        return "bad", pgettext("progress", "behind")
    if done < due - ROOM:
        return "watch", pgettext("progress", "to watch")
    return "good", pgettext("progress", "ahead") if done > due + ROOM else pgettext("progress", "on time")


def sentence(found: Sequence[Standing]) -> str:
    """How the shared objectives stand, in one sentence."""
    if not found:
        return _("We share no objective with you yet; what we agree on will stand here.")
    counted = Counter(one.state for one in found)
    behind = [one.told.title for one in found if one.state == "bad"]
    if len(found) == 1:
        return _("Our shared objective: {title}, {word}.").format(title=behind[0] if behind else found[0].told.title,
            word=found[0].word)  # fmt: skip
    if counted["good"] == len(found):
        return _("Our {n} shared objectives are all on time or ahead.").format(n=_number(len(found)))
    parts = []
    for state, said in (
        ("good", ngettext("{n} is on time or ahead", "{n} are on time or ahead", counted["good"])),
        ("watch", ngettext("{n} is to watch", "{n} are to watch", counted["watch"])),
        ("bad", ngettext("{n} has fallen behind", "{n} have fallen behind", counted["bad"])),
        ("none", ngettext("{n} is still to begin", "{n} are still to begin", counted["none"])),
    ):
        if counted[state]:
            parts.append(said.format(n=_number(counted[state])))
    if 0 < len(behind) <= 2 and not counted["none"]:
        return _("Of our {n} shared objectives, {parts}: {behind}.").format(
            n=_number(len(found)), parts=language().listed(parts), behind=language().listed(behind)
        )
    return _("Of our {n} shared objectives, {parts}.").format(
        n=_number(len(found)), parts=language().listed(parts)
    )  # fmt: skip


def _number(n: int) -> str:
    return str(NUMBERS[n]) if n < len(NUMBERS) else language().number(n)


def section(window: Window) -> dict[str, Any]:
    """Our progress, on the first page."""
    return {"rows": standings(window)}
