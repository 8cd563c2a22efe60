"""The page of the map: everything it says stands in it before any script runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.rules import person
from trousseau.accounts.models import Account
from trousseau.accounts.pages import head
from trousseau.knowledge.access import may_edit
from trousseau.knowledge.actions.relations import where
from trousseau.knowledge.models import BuyingRole, Contact, Stance
from trousseau.knowledge.pages import relations as words
from trousseau.knowledge.pages.map_panel import Row, rows, tied
from trousseau.knowledge.queries.relations import Relations, relations


@dataclass(frozen=True)
class Choices:
    """What the list and the map are narrowed to."""

    unit: str = ""
    role: str = ""
    stance: str = ""

    def lets(self, one: Contact) -> bool:
        """Whether someone is shown."""
        return all(
            not wanted or wanted == (has or NONE)
            for wanted, has in ((self.unit, one.unit), (self.role, one.buying_role), (self.stance, one.stance))
        )

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.unit or self.role or self.stance)


NONE = "none"
"""In an address: those of whom it is not known."""


@dataclass(frozen=True)
class Edge:
    """A line or a tie in the list, with what takes it away."""

    name: str
    """`reports:person:boss` or `influences:by:on`."""
    text: str


@dataclass(frozen=True)
class Told:
    """Someone in the list beside the map."""

    row: Row
    edges: tuple[Edge, ...]


def page(
    request: HttpRequest, account: Account, *, problem: str = "", typed: dict[str, str] | None = None
) -> dict[str, Any]:
    """The list, the map, the questions and their answers."""
    user = person(request)
    found = relations(user, account)
    chosen = Choices(*(request.GET.get(name, "")[:200] for name in ("unit", "role", "stance")))
    answers = words.answers(found)
    ways = [(one, words.way(found, one)) for one in found.named(found.network.deciders())]
    answer = _asked(request, found, answers)
    single, finding = words.single(found), words.finding(found)
    edges = _edges(found)
    return head(request, account, "people") | {
        "found": found,
        "finding": finding,
        "warning": single if single != finding else "",
        "covered": words.covered(found) if found.people else "",
        "questions": answers,
        "answer": answer,
        "deciders": ways,
        "told": [Told(row, edges.get(row.person.pk, ())) for row in rows(found) if chosen.lets(row.person)],
        "people": found.people,
        "chosen": chosen,
        "units": sorted({one.unit for one in found.people if one.unit}),
        "roles": _present(found, "buying_role", BuyingRole),
        "stances": _present(found, "stance", Stance),
        "none": NONE,
        "may_edit": may_edit(user, account),
        "problem": problem,
        "typed": typed or {},
        "drawing": SafeString(words.drawing(found)),
        "map": _for_script(found, account)
        | {
            "answers": {one.name: asdict(one) for one in answers},
            "ways": {one.public_id: asdict(way) for one, way in ways},
            "answer": asdict(answer) if answer else None,
        },
        "days": words.language().number(settings.TROUSSEAU_TOUCH_DAYS),
    }


def _asked(request: HttpRequest, found: Relations, answers: tuple[words.Answer, ...]) -> words.Answer | None:
    """The answer to the question of the address: one of the three, or the way to someone."""
    question = request.GET.get("ask", "")
    for answer in answers:
        if answer.name == question:
            return answer
    for one in found.people:
        if one.public_id == request.GET.get("to"):
            return words.way(found, one)
    return None


def _present(found: Relations, field: str, kinds: type[BuyingRole | Stance]) -> list[tuple[str, str, int]]:
    """The values that occur: as in an address, in words, how often."""
    counts = Counter(getattr(one, field) for one in found.people)
    return [(kind.value or NONE, str(kind.label), counts[kind.value]) for kind in kinds if counts[kind.value]]


def _edges(found: Relations) -> dict[int, tuple[Edge, ...]]:
    """What is told of each person's own lines: to whom they report, on whom they weigh."""
    made: dict[int, list[Edge]] = {}
    ids = {one.pk: one.public_id for one in found.people}
    for line in found.lines:
        text = _("reports to {name}, functionally") if line.dotted else _("reports to {name}")
        edge = Edge(f"reports:{ids[line.person]}:{ids[line.boss]}", text.format(name=found.by_id[line.boss].name))
        made.setdefault(line.person, []).append(edge)
    for tie in found.influences:
        text = _("weighs on {name}").format(name=tied(found.by_id[tie.on].name, tie.strength, supposed=tie.supposed))
        made.setdefault(tie.by, []).append(Edge(f"influences:{ids[tie.by]}:{ids[tie.on]}", text))
    return {key: tuple(edges) for key, edges in made.items()}


def _for_script(found: Relations, account: Account) -> dict[str, Any]:
    """What the script of the map draws and where it tells of a move."""
    ids = {one.pk: one.public_id for one in found.people}
    return {
        "people": [
            asdict(words.card(found, one))
            | {"unit": one.unit or NONE, "role": one.buying_role or NONE, "place": where(one)}
            for one in found.people
        ],
        "lines": [{"from": ids[one.boss], "to": ids[one.person], "dotted": one.dotted} for one in found.lines],
        "ties": [
            {"from": ids[one.by], "to": ids[one.on], "strength": one.strength, "supposed": one.supposed}
            for one in found.influences
        ],
        "place": reverse("knowledge:map_place", args=[account.public_id]),
        "words": {
            "moved": _("Saved."),
            "lost": _("The move could not be saved; the map is as it was."),
            "mine": _("Put it where I dropped it"),
            "below": _("{n} more below"),
            "folded": _("The top of {all} people: {n}. Open a card to see who is below, or see all.").replace(
                "{all}", words.language().number(len(found.people))
            ),
            "selected": _("{name} is selected: arrow keys move, Enter shows the way to them."),
        },
    }
