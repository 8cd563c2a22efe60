"""The ideas of a space, as its people see them and as we answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import User
from trousseau.portal.access import Window
from trousseau.portal.models import Proposal, ProposalState, Space
from trousseau.portal.pages import shell
from trousseau.portal.queries.proposals import proposals_of, titles
from trousseau.portal.voice_forms import AcceptForm, DeclineForm, MergeForm, ProposalForm
from trousseau.portfolio import words


@dataclass(frozen=True)
class Row:
    """One idea as it is shown."""

    one: Any
    whose: str
    told: str
    """What became of it, or by when we answer."""
    state: str
    comments: str
    answer: str


def ideas(window: Window, form: ProposalForm | None = None) -> dict[str, Any]:
    """The page of a client: propose, vote, read our answers."""
    reader = window.member.user if window.member else None
    rows = [row(one, reader) for one in proposals_of(window.space, reader)]
    return shell.around(window, "ideas") | {
        "rows": rows,
        "said": heading([one.one for one in rows]),
        "form": form or ProposalForm(auto_id="p-%s"),
    }


def heading(rows: list[Proposal]) -> str:
    """How many ideas there are, and what became of them, in a sentence."""
    if not rows:
        return _("No idea yet: yours can be the first.")
    taken = sum(one.state == ProposalState.ACCEPTED for one in rows)
    waiting = sum(one.state == ProposalState.OPEN for one in rows)
    language = words.language()
    said = ngettext("%(n)s idea between us", "%(n)s ideas between us", len(rows)) % {"n": language.number(len(rows))}
    parts = []
    if taken:
        parts.append(ngettext("%(n)s taken up", "%(n)s taken up", taken) % {"n": language.number(taken)})
    if waiting:
        parts.append(ngettext("%(n)s under study", "%(n)s under study", waiting) % {"n": language.number(waiting)})
    return f"{said}{_(': ')}{', '.join(parts)}." if parts else f"{said}."


def row(one: Any, reader: User | None) -> Row:  # noqa: ANN401 - a row with what the query counted
    """One idea in words; `one` comes from `proposals_of`."""
    language = words.language()
    name = one.author.name if one.author else "–"
    if reader is not None and one.author_id == reader.pk:
        whose = pgettext("an idea", "from you")
    else:
        whose = _("from %(name)s") % {"name": name}
    if one.state == ProposalState.MERGED and one.into is not None:
        told = _("merged into “%(title)s”") % {"title": one.into.title}
    elif one.state != ProposalState.OPEN:
        told = one.get_state_display()
    elif one.due:
        told = _("under study, answer by %(day)s") % {"day": language.date(one.due)}
    else:
        told = _("open for votes")
    said = ngettext("%(n)s comment", "%(n)s comments", one.said) % {"n": language.number(one.said)}
    answer = _("%(name)s answers: %(text)s") % {"name": one.answered_by or "–", "text": one.answer}
    return Row(one, whose, told, one.state, said, answer if one.answer else "")


@dataclass(frozen=True)
class Answering:
    """One idea with the forms of our answer."""

    row: Row
    accept: BaseForm
    merge: BaseForm | None
    decline: BaseForm
    opened: str


def answering(space: Space, refused: Mapping[tuple[str, str], BaseForm]) -> list[Answering]:
    """The ideas of a space as we answer them; `refused`: a form that was refused, by (idea, verb)."""
    others = dict(titles(space))
    made = []
    for one in proposals_of(space):
        key = one.public_id
        beside = {other: title for other, title in others.items() if other != key}
        made.append(
            Answering(
                row(one, None),
                refused.get((key, "accept")) or AcceptForm(auto_id=f"a-{key}-%s"),
                (refused.get((key, "merge")) or MergeForm(auto_id=f"m-{key}-%s", others=beside)) if beside else None,
                refused.get((key, "decline")) or DeclineForm(auto_id=f"d-{key}-%s"),
                next((verb for idea, verb in refused if idea == key), ""),
            )
        )
    return made
