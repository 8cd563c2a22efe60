"""The twelve slides of a business review: with the client in the room, or as we prepare it among us."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.accounts import queries
from trousseau.figures.language import MISSING
from trousseau.plans.decks import blocks, kpi_slide, plan_slides, sales_slides, words
from trousseau.plans.decks.composing import Sheet, register
from trousseau.plans.decks.given import QUARTER, Given
from trousseau.plans.decks.slides import Band, Block, Figure, Kind, Lines, Slide, Table, Tone, one
from trousseau.plans.models import Action, Progress
from trousseau.support.models.commitments import Commitment, Direction
from trousseau.support.models.commitments import State as Kept

BOTH: frozenset[Kind] = frozenset({"review", "preparation"})


def offer() -> None:
    """Register them: with the cover they are twelve."""
    built = (
        ("short", in_short), ("stakes", stakes), ("sales", sales_slides.sales),
        ("growth", sales_slides.growth), ("bought", sales_slides.bought),
        ("kpis", kpi_slide.kpis), ("objectives", objectives), ("actions", actions), ("commitments", promised),
        ("value", together), ("next", next_quarter),
    )  # fmt: skip
    for at, (name, build) in enumerate(built, 1):
        register(Sheet(f"review_{name}", build, 10 * at, BOTH))


def in_short(given: Given) -> Slide:
    """Where we stand together."""
    said, stands = given.said, given.overall
    told = [blocks.finding(given)]
    if given.client and not given.actions:
        told = [_("No action of the plan is shared yet.")]
    kept, settled = _kept(given)
    if settled:
        told.append(_("%(kept)s of %(n)s promises that came due were kept.") % {
            "kept": said.number(kept), "n": said.number(settled)})  # fmt: skip
    soon = _soon(given)
    told.append(
        ngettext("%(n)s action ends within three months.", "%(n)s actions end within three months.", len(soon))
        % {"n": said.number(len(soon))}
    )
    figures = (
        blocks.sales_figure(given),
        Figure(
            _("Progress"),
            said.percent(stands.done, 0),
            _("due by today: %(due)s") % {"due": said.percent(stands.expected, 0)},
        ),
        Figure(_("Late actions"), said.number(stands.late), _("of %(n)s") % {"n": said.number(stands.counted)}),
        Figure(_("Promises kept"), f"{kept} / {settled}" if settled else MISSING, _("since the plan began")),
    )
    return Slide(given.plan.ambition, _("In short"), figures, (one(_("Where we stand"), Lines(tuple(told))),))


def stakes(given: Given) -> Slide:
    """What matters to them, and what serves it."""
    found = plan_slides.stakes(given)
    if found is not None and not given.client:
        return found
    if found is None:
        said = Lines((_("No stake is tied to the plan yet: ask what matters most this year."),))
        return Slide(
            _("What matters to you?") if given.client else _("Their stakes are not written down."),
            _("What is at stake"),
            bands=(one("", said),),
        )
    rows = tuple(
        (stake.title, "; ".join(each.title for each in given.objectives if each.stake_id == stake.pk) or MISSING)
        for stake in given.stakes
    )
    table = Table((_("Your stake"), _("What we do for it")), rows, (4, 6))
    n = len(rows)
    title = ngettext("%(n)s stake that our plan serves.", "%(n)s stakes that our plan serves.", n) % {"n": n}
    return Slide(title, _("What is at stake"), bands=(one("", table),))


def objectives(given: Given) -> Slide:
    """What we want to reach and how far we are."""
    found = plan_slides.objectives(given)
    if found is None:
        return blocks.unknown(
            _("Objectives"), _("No objective is shared yet.") if given.client else _("The plan has no objective yet.")
        )
    return Slide(found.title, found.kicker, bands=found.bands)


def actions(given: Given) -> Slide:
    """What was done in the quarter, and what is late."""
    since = given.today - QUARTER
    done = [each for each in given.actions if each.state == Progress.DONE and each.ended_on and each.ended_on >= since]
    late = sorted((each for each in given.actions if each.late(given.today)), key=lambda each: each.due)
    title = _("%(done)s done in three months, %(late)s late.") % {"done": len(done), "late": len(late)}
    heads = (_("What"), _("Who"), _("Done on"))
    rows = tuple((each.what, words.who(each, given), given.said.date(each.ended_on)) for each in done)
    first = Table(heads, rows, (4, 2.2, 1.5)) if rows else Lines((_("Nothing was finished in these three months."),))
    tones: tuple[Tone, ...] = tuple("bad" for _each in late)
    said = given.said
    told = tuple((each.what, words.who(each, given), said.date(each.due), words.state(each, given)) for each in late)
    late_heads = (_("What"), _("Who"), _("When"), _("State"))
    second = Table(late_heads, told, (3.4, 2, 1.4, 1.7), frozenset({3}), tones)
    rest: Table | Lines = second if late else Lines((_("Nothing is late."),))
    return Slide(
        title, _("Actions of the quarter"), bands=(Band((Block(_("Finished"), first), Block(_("Late"), rest, 1.2))),)
    )


def promised(given: Given) -> Slide:
    """What both sides promised."""
    ours = [each for each in given.commitments if each.direction == Direction.OURS]
    theirs = [each for each in given.commitments if each.direction == Direction.THEIRS]
    kept, settled = _kept(given)
    title = _("No promise is written down yet.")
    if given.commitments:
        title = _("%(kept)s of %(n)s promises that came due were kept.") % {"kept": kept, "n": settled}
    blocks = (_promises(_("We promised"), ours, given), _promises(_("They promised"), theirs, given))
    return Slide(title, _("Promises on both sides"), bands=(Band(blocks),))


def together(given: Given) -> Slide:
    """Who works with whom; the room of value delivered puts its own slide in this place."""
    team = [(str(given.account.manager), _("Manager"))] if given.account.manager is not None else []
    team += [(str(each.user), str(each.said_role)) for each in queries.places(given.account) if each.current]
    theirs = {each.contact for each in given.actions if each.contact is not None}
    rows = tuple((each.name, each.title or MISSING) for each in sorted(theirs, key=lambda each: each.name))
    heads = (_("Person"), _("Role"))
    ours = Table(heads, tuple(team), (2, 2)) if team else Lines((_("Nobody is named yet."),))
    other: Table | Lines = Table(heads, rows, (2, 2)) if rows else Lines((_("Nobody of theirs owns an action yet."),))
    title = _("%(ours)s of us and %(theirs)s of theirs work on it.") % {"ours": len(team), "theirs": len(rows)}
    return Slide(
        title, _("Who works on it"), bands=(Band((Block(_("Our team"), ours), Block(given.account.name, other))),)
    )


def next_quarter(given: Given) -> Slide:
    """What ends within three months, and what to decide."""
    soon = _soon(given)
    n = len(soon)
    title = ngettext("%(n)s action ends within three months.", "%(n)s actions end within three months.", n) % {"n": n}
    content: Table | Lines = (
        blocks.action_table(given, soon) if soon else Lines((_("Nothing ends within three months."),))
    )
    return Slide(
        title,
        _("Next quarter"),
        bands=(one(_("Until %(day)s") % {"day": given.said.date(given.today + QUARTER)}, content),),
    )


def _soon(given: Given) -> list[Action]:
    until = given.today + QUARTER
    return sorted(
        (each for each in given.actions if each.state == Progress.OPEN and given.today <= each.due <= until),
        key=lambda each: each.due,
    )


def _kept(given: Given) -> tuple[int, int]:
    """How many promises were kept of those that came due since the plan began."""
    came = [
        each for each in given.commitments
        if each.state in {Kept.KEPT, Kept.BROKEN} or (each.state == Kept.OPEN and each.due < given.today)
    ]  # fmt: skip
    came = [each for each in came if each.due >= given.plan.starts]
    return sum(each.state == Kept.KEPT for each in came), len(came)


def _promises(title: str, found: list[Commitment], given: Given) -> Block:
    rows, tones = [], list[Tone]()
    for each in sorted(found, key=lambda each: each.due, reverse=True)[:30]:
        late = each.late(given.today)
        state = (
            ngettext("◆ %(n)s day late", "◆ %(n)s days late", late) % {"n": late}
            if late
            else str(Kept(each.state).label)
        )
        rows.append((each.what, given.said.date(each.due), state))
        tones.append("bad" if late else "")
    if not rows:
        return Block(title, Lines((_("Nothing is written down."),)))
    return Block(title, Table((_("What"), _("When"), _("State")), tuple(rows), (3.6, 1.5, 1.6), tones=tuple(tones)))
