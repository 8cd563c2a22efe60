"""The relationship map in drawings and words: cards, the three questions, the way to who decides, what is at risk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trousseau.figures import relations as drawn
from trousseau.figures.language import Language
from trousseau.figures.palette import LIGHT, token
from trousseau.knowledge.models import BuyingRole, Contact
from trousseau.knowledge.queries.relations import KEY_ROLES, Relations
from trousseau.method.influence import Line, Path

MOST = 12
"""People on the account page; the map shows all."""
NAMED = 6
"""Names in one sentence; the others are counted."""


@dataclass(frozen=True)
class Answer:
    """A question about the people, its answer in a sentence, and who it names."""

    name: str
    question: str
    sentence: str
    people: tuple[str, ...]
    """By their public id."""


def drawing(found: Relations, *, only: Collection[int] | None = None, paper: bool = False) -> str:
    """The picture of the people, or of some of them; on paper with colours of its own."""
    people = [one for one in found.people if only is None or one.pk in only]
    ids = {one.pk: one.public_id for one in people}
    placed = {one.public_id: (one.x, one.y) for one in people if one.x is not None and one.y is not None}
    return drawn.drawing(
        [card(found, one) for one in people],
        [drawn.Line(ids[one.person], ids[one.boss], one.dotted) for one in found.lines if _both(ids, one)],
        [
            drawn.Tie(ids[one.by], ids[one.on], one.strength, one.supposed)
            for one in found.influences
            if one.by in ids and one.on in ids
        ],
        label=_("Who decides, who influences: {covered}").format(covered=covered(found)),
        places=placed,
        paint=LIGHT.__getitem__ if paper else token,
    )


def _both(ids: dict[int, str], line: Line[int]) -> bool:
    return line.person in ids and line.boss in ids


def language() -> Language:
    """How figures are written in the language of this request."""
    return Language("fr" if (get_language() or "").startswith("fr") else "en")


def card(found: Relations, one: Contact) -> drawn.Card:
    """What is written of someone."""
    days = found.days(one)
    return drawn.Card(
        id=one.public_id,
        name=one.name,
        title=one.title,
        stance=one.stance,
        stance_word=str(one.get_stance_display()),
        role_word=str(one.get_buying_role_display()) if one.buying_role else "",
        days="" if days is None else written_days(days),
        late=found.quiet(one),
        initials=one.owner.initials if one.owner else "",
        nobody=_("Nobody of us"),
    )


def written_days(days: int) -> str:
    """“41 d”."""
    return _("{n} d").format(n=language().number(days))


def shortlist(found: Relations, most: int = MOST) -> set[int]:
    """Who is shown where there is no room for all: who decides, who weighs on them most, then who matters."""
    weight = found.network.weight()

    def rank(one: Contact) -> tuple[float, int]:
        return weight.get(one.pk, 0.0) + (0.5 if one.buying_role in KEY_ROLES else 0.0), one.importance or 0

    return {one.pk for one in sorted(found.people, key=rank, reverse=True)[:most]}


def covered(found: Relations) -> str:
    """“7 people of 8 covered, 2 deciders of 3”."""
    people, deciders = found.people, [one for one in found.people if one.buying_role == BuyingRole.DECIDES]
    said = language()
    first = ngettext("{n} person of {all} covered", "{n} people of {all} covered", _held(people)).format(
        n=said.number(_held(people)), all=said.number(len(people))
    )
    second = ngettext("{n} decider of {all}", "{n} deciders of {all}", _held(deciders)).format(
        n=said.number(_held(deciders)), all=said.number(len(deciders))
    )
    return f"{first}, {second}" if deciders else first


def _held(people: Sequence[Contact]) -> int:
    return sum(one.owner_id is not None for one in people)


def finding(found: Relations) -> str:
    """What weighs most: who decides and is covered by nobody, what hangs from one person, who cannot be reached."""
    deciders = found.named(found.network.deciders())
    alone = [one for one in deciders if one.owner_id is None]
    if not found.people:
        return _("Nobody is known at this client yet.")
    if not deciders:
        return ngettext(
            "{n} person is known, and nobody has said who decides.",
            "{n} people are known, and nobody has said who decides.",
            len(found.people),
        ).format(n=language().number(len(found.people)))
    if alone:
        return ngettext(
            "Nobody of us looks after {names}, who decides.",
            "Nobody of us looks after {names}, who decide.",
            len(alone),
        ).format(names=names(alone))
    deaf = [one for one in deciders if found.network.best(one.pk) is None]
    if deaf:
        return _("Nobody well disposed to us is heard by {names}.").format(names=names(deaf))
    return single(found) or _("Every decider is covered and can be reached: {covered}.").format(covered=covered(found))


def single(found: Relations) -> str:
    """The warning that all hangs from one of ours, or from one of theirs; "" where it does not."""
    holding = found.network.holding()
    if holding.single:
        owner = next(one.owner for one in found.people if one.owner is not None)
        return _("{owner} alone holds all {n} contacts: if they leave, so does all we have.").format(
            owner=owner, n=language().number(holding.covered)
        )
    if holding.covered == 1:
        only = next(one for one in found.people if one.owner_id is not None)
        return _("All we have is {name}: one contact holds everything.").format(name=only.name)
    return ""


def answers(found: Relations) -> tuple[Answer, ...]:
    """The three questions, answered."""
    return _decides(found), _blocks(found), _unknown(found)


def _decides(found: Relations) -> Answer:
    people = found.named(found.network.deciders())
    if not people:
        sentence = _("Nobody has said who decides.")
    else:
        alone = [one for one in people if one.owner_id is None]
        sentence = ngettext("{names} decides.", "{names} decide.", len(people)).format(names=names(people))
        if alone:
            sentence += " " + _("Nobody of us looks after {names}.").format(names=names(alone))
    return Answer("decides", _("Who decides?"), sentence, _ids(people))


def _blocks(found: Relations) -> Answer:
    people = found.named(found.network.hindering())
    if not people:
        return Answer("blocks", _("Who blocks?"), _("Nobody is known to be reserved or opposed."), ())
    said = [
        _("{name} ({stance})").format(name=one.name, stance=str(one.get_stance_display()).lower())
        for one in people[:NAMED]
    ]
    sentence = _("Against us or reserved: {names}.").format(names=_listed(said, len(people)))
    weighs = [
        found.by_id[tie.on]
        for tie in found.influences
        if tie.by == people[0].pk and found.by_id[tie.on].buying_role in KEY_ROLES
    ]
    if weighs:
        sentence += " " + _("{name} weighs on {names}.").format(name=people[0].name, names=names(weighs))
    return Answer("blocks", _("Who blocks?"), sentence, _ids(people))


def _unknown(found: Relations) -> Answer:
    people = found.named(found.network.unknown())
    alone = [one for one in found.named(found.network.uncovered()) if one not in people]
    parts = []
    if people:
        said = _("We do not know where they stand or what they do in buying: {names}.")
        parts.append(said.format(names=names(people)))
    if alone:
        parts.append(_("Nobody of us looks after {names}.").format(names=names(alone)))
    sentence = " ".join(parts) or _("We know where everyone stands, what they do in buying, and one of us holds them.")
    return Answer("unknown", _("Whom do we not know?"), sentence, _ids([*people, *alone]))


def way(found: Relations, decider: Contact) -> Answer:
    """The most persuasive path to someone, in words."""
    best = found.network.best(decider.pk)
    if best is None:
        sentence = _("Nobody well disposed to us, and looked after by one of us, is heard by {name}.").format(
            name=decider.name
        )
        return Answer("path", decider.name, sentence, (decider.public_id,))
    return Answer("path", decider.name, _way(found, decider, best), _ids(found.named(list(best.people))))


def _way(found: Relations, decider: Contact, best: Path[int]) -> str:
    people = found.named(list(best.people))
    owner, first = people[0].owner, people[0]
    if len(people) == 1:
        return _("{owner} holds {name}, who is well disposed: the way is open.").format(owner=owner, name=decider.name)
    steps = [_step(found, by, on) for by, on in pairwise(people)]
    sentence = _("To reach {name}: {owner} speaks to {first}, who {steps}.").format(
        name=decider.name, owner=owner, first=first.name, steps=_(", who ").join(steps)
    )
    gates = found.named([one for one in found.network.through(decider.pk) if one != first.pk])
    if len(found.network.paths(decider.pk)) == 1:
        sentence += " " + _("There is no other way.")
    elif gates:
        sentence += " " + _("Every way leads through {names}.").format(names=names(gates))
    return sentence


def _step(found: Relations, by: Contact, on: Contact) -> str:
    """“weighs decisively on Paul Renaudin”."""
    tie = next((one for one in found.influences if (one.by, one.on) == (by.pk, on.pk)), None)
    if tie is None:
        boss = any((one.person, one.boss) == (on.pk, by.pk) for one in found.lines)
        return (_("is the boss of {name}") if boss else _("reports to {name}")).format(name=on.name)
    words = {
        1: _("weighs a little on {name}"),
        2: _("weighs much on {name}"),
        3: _("weighs decisively on {name}"),
    }
    said = words[tie.strength].format(name=on.name)
    return _("{said}, as we suppose").format(said=said) if tie.supposed else said


class Named(Protocol):
    """Whoever has a name."""

    @property
    def name(self) -> str:
        """As it is said."""


def names(people: Sequence[Named]) -> str:
    """“Marc Thévenot, Paul Renaudin and 3 others”."""
    return _listed([one.name for one in people[:NAMED]], len(people))


def _listed(said: list[str], count: int) -> str:
    more = count - len(said)
    if more > 0:
        said = [*said, ngettext("{n} other", "{n} others", more).format(n=language().number(more))]
    return language().listed(said)


def _ids(people: Sequence[Contact]) -> tuple[str, ...]:
    return tuple(one.public_id for one in people)
