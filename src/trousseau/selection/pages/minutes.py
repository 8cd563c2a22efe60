"""The minutes of a closed session: one list of blocks that the page and the files are written from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation
from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.portfolio import words
from trousseau.selection.models import TierDecision
from trousseau.selection.pages.sessions import closed_finding, load_row, load_text
from trousseau.selection.pages.words import criterion_name
from trousseau.selection.queries import tiers
from trousseau.selection.queries.sessions import Held


@dataclass(frozen=True)
class Heading:
    """Opens a part."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two."""

    text: str
    kind: str = "paragraph"


@dataclass(frozen=True)
class Facts:
    """What and its value, line by line."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Grid:
    """A table."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "grid"


Block = Heading | Paragraph | Facts | Grid


@dataclass(frozen=True)
class Minutes:
    """All that is written of a session."""

    title: str
    company: str
    blocks: tuple[Block, ...]


def minutes(found: Held) -> Minutes:
    """The minutes of a closed session, in the language of the request."""
    language = words.language()
    return Minutes(
        title=_("Minutes: {title}").format(title=found.session.title),
        company=Organisation.current().name,
        blocks=tuple(_blocks(found, language)),
    )


def _blocks(found: Held, language: Language) -> Iterator[Block]:
    yield Paragraph(closed_finding(found, language))
    yield Facts(_facts(found, language))
    yield Heading(_("Decisions"))
    if found.decisions:
        yield _decisions(found.decisions, language)
    else:
        yield Paragraph(_("Nothing was decided."))
    discussion = tuple(_discussion(found, language))
    if discussion:
        yield Heading(_("Proposals and discussion"))
        yield Grid((_("Client"), _("Who"), _("When"), _("What was said")), discussion)
    undecided = found.closing.undecided if found.closing else []
    yield Heading(_("Left undecided"))
    if undecided:
        rows = tuple((name, _called(found, client, key)) for client, name, key in undecided)
        yield Grid((_("Client"), _("Stays")), rows)
    else:
        yield Paragraph(_("Nothing: every move was decided."))
    load = found.load()
    yield Heading(_("Load of managers"))
    yield Paragraph(load_text(load, language))
    carried = [load_row(one, language) for one in load.rows]
    if carried:
        headers = (_("Manager"), _("Days a month before"), _("after"), _("available"))
        yield Grid(headers, tuple((row.name, row.before, row.after, row.available) for row in carried))


def _facts(found: Held, language: Language) -> tuple[tuple[str, str], ...]:
    frozen, closing, session = found.frozen, found.closing, found.session
    known = frozen.said
    grid = (
        _("version {number} of {date}").format(
            number=known["grid_number"], date=language.date(date.fromisoformat(known["grid_at"]))
        )
        if known["grid_at"]
        else _("as shipped")
    )
    weights = language.listed(
        [
            f"{criterion_name(one, language)} {language.percent(weight, 0)}"
            for one, weight in zip(frozen.grid.criteria, frozen.grid.weights.tolist(), strict=True)
        ]
    )
    ruled = _("version {number}").format(number=known["tiers_number"]) if known["tiers_number"] else _("as shipped")
    return (
        (_("Date"), language.date(session.date)),
        (_("Present"), language.listed(session.attendees) if session.attendees else _("not noted")),
        (_("Opened by"), f"{session.opened_by or '–'}, {_moment(session.opened_at, language)}"),
        (_("Closed by"), f"{closing.closed_by or '–'}, {_moment(closing.closed_at, language)}" if closing else "–"),
        (_("Grid"), _("{what}: {details}").format(what=grid, details=weights)),
        (_("Tiers"), ruled),
        (_("Data"), _("version {version} of the ledger, {period}").format(
            version=language.number(known["ledger_version"]), period=language.period(*frozen.period))),
        (_("Ranked"), _("{clients} clients for {places} places, {samples} weightings within {points} points").format(
            clients=language.number(len(known["columns"]["client"])), places=language.number(frozen.grid.capacity),
            samples=language.number(known["samples"]), points=language.number(frozen.grid.points, 0))),
        (_("Agreement of the assessors"), _agreement(found, language)),
    )  # fmt: skip


def _agreement(found: Held, language: Language) -> str:
    """Krippendorff's α by judged criterion, where it was known the day the session was opened."""
    alphas = found.frozen.said.get("agreement") or {}
    judged = [one for one in found.frozen.grid.criteria if one.judged]
    if not judged:
        return _("no criterion is judged by people")
    parts = [
        f"{criterion_name(one, language)} α = {language.number(alphas[one.key], 2)}"
        for one in judged
        if alphas.get(one.key) is not None
    ]
    return language.listed(parts) if parts else _("not known")


def _decisions(decisions: Sequence[TierDecision], language: Language) -> Grid:
    headers = (
        _("Client"), _("Rank"), _("On the list"), _("From"), _("To"), _("Decision"), _("Reason"), _("Proposed by"),
        _("Decided by"),
    )  # fmt: skip
    return Grid(headers, tuple(_decision(one, language) for one in decisions))


def _decision(one: TierDecision, language: Language) -> tuple[str, ...]:
    kind = str(TierDecision.Kind(one.kind).label)
    if one.exception:
        kind = _("{kind}, exception: the rules proposed {tier}").format(
            kind=kind, tier=said.tier_word(one.rules_proposed, language)
        )
    proposed = "–"
    if one.proposed_at:
        who, day = one.proposed_by or "–", language.date(timezone.localtime(one.proposed_at).date())
        proposed = _("{what}: {details}").format(what=f"{who}, {day}", details=one.proposed_why)
    return (
        one.name,
        "–" if one.rank is None else language.number(one.rank),
        "–" if one.top_probability is None else said.chance(one.top_probability, language),
        before_text(one),
        after_text(one),
        kind,
        one.reason,
        proposed,
        f"{one.decided_by or '–'}, {language.date(timezone.localtime(one.decided_at).date())}",
    )


def before_text(one: TierDecision) -> str:
    """The tier a client left; – for none."""
    return tiers.name(None, one.before, one.before_name) if one.before else "–"


def after_text(one: TierDecision) -> str:
    """The tier it was given."""
    return tiers.name(None, one.after, one.after_name)


def _discussion(found: Held, language: Language) -> Iterator[tuple[str, ...]]:
    names = {place.client: place.name for place in found.frozen.places.values()}
    voices = [
        (client, one.at, one.by, _("Proposes {tier}: {why}").format(tier=found.frozen.tier_name(one.tier), why=one.why))
        for client, rows in found.proposals.items()
        for one in rows
    ]
    voices += [(client, one.at, one.by, one.text) for client, rows in found.remarks.items() for one in rows]
    for client, at, who, text in sorted(voices, key=lambda voice: (names.get(voice[0], ""), voice[1])):
        yield names.get(client, client), str(who or "–"), _moment(at, language), text


def _called(found: Held, client: str, key: str) -> str:
    called = found.frozen.held.get(client, {}).get("tier_name", "")
    return found.frozen.tier_name(key, called) if key else _("without a tier")


def _moment(at: datetime, language: Language) -> str:
    local = timezone.localtime(at)
    return f"{language.date(local.date())}, {local:%H:%M}"
