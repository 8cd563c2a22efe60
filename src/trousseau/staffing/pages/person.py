"""One person's competencies: levels held and before, gaps to the role and to the accounts they lead, what is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.accounts.access import visible_to as visible_accounts
from trousseau.accounts.models import Account
from trousseau.figures.language import Language
from trousseau.knowledge.pages.said import heard
from trousseau.knowledge.said import NOBODY, of_manager
from trousseau.portfolio import words
from trousseau.selection.queries import tiers
from trousseau.staffing import access
from trousseau.staffing.charts.levels import level_bar, radar
from trousseau.staffing.framework import TIER, Competency, Framework, area_word
from trousseau.staffing.models import Answer, Assessment, DevelopmentAction, Subject, Voice
from trousseau.staffing.pages.competency_words import (
    level_text,
    of_role,
    part_word,
    role_word,
    roles,
    state_word,
    tongue,
)
from trousseau.staffing.queries import frameworks
from trousseau.staffing.queries.assessments import Spoken, rounds_of, spoken
from trousseau.staffing.queries.levels import Held, history

BEFORE = 3
"""Earlier levels shown as ticks."""
WORST = 3
"""Gaps of an account that are named."""
DUE_IN = 21
"""Days a round is given unless something else is typed."""


@dataclass(frozen=True)
class Evidence:
    """What one voice said of one competency."""

    who: str
    part: str
    level: str
    text: str
    on: date


@dataclass(frozen=True)
class Row:
    """One competency."""

    key: str
    name: str
    area: str
    """Its heading, where an area begins; else empty."""
    level: float | None
    text: str
    asked: int | None
    gap: float | None
    """How far below what is asked; 0: met; None: not known or not asked."""
    gap_text: str
    level_before: float | None
    before: str
    moved: str
    """Since the round before: “+1”, “=”, or empty where there is none."""
    bar: SafeString
    spread: str
    disputed: bool
    own_only: bool
    own: str
    head: str
    others: str
    evidence: tuple[Evidence, ...]
    says: str
    """What is seen at the level held."""
    next: str
    """What is seen at the level asked, where it is not reached."""
    on: date | None


@dataclass(frozen=True)
class Seat:
    """One of those asked in the open round."""

    person: User
    part: str
    handed_in: bool
    removable: bool


@dataclass(frozen=True)
class AccountRow:
    """An account the person leads, and what its tier asks of them."""

    account: Account
    tier: str
    asked: int
    met: int
    unknown: int
    short: str
    """The widest gaps."""


@dataclass(frozen=True)
class ActionRow:
    """One action of the plan."""

    action: DevelopmentAction
    name: str
    state: str
    late: bool


@dataclass(frozen=True)
class PersonPage:
    """All that the template shows."""

    subject: Subject
    finding: str
    role: str
    roles: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    radar: SafeString
    known: int
    on: date | None
    version: int
    leads: bool
    own: bool
    open: Assessment | None
    seats: tuple[Seat, ...]
    mine: bool
    """Whether who looks is asked and has not handed in."""
    hidden: bool
    """Whether what others handed in waits for one's own."""
    rounds: tuple[Assessment, ...]
    accounts: tuple[AccountRow, ...]
    heard: str
    """What people of their clients say; empty where they lead no account and nobody spoke of them."""
    plan: tuple[ActionRow, ...]
    competencies: tuple[tuple[str, str], ...]
    owners: tuple[User, ...]
    colleagues: tuple[User, ...]
    states: tuple[tuple[str, str], ...]
    due: date
    problem: str
    typed: Mapping[str, str]

    @property
    def disputed(self) -> int:
        """In how many competencies those who spoke disagree."""
        return sum(1 for row in self.rows if row.disputed)


def page(user: User, subject: Subject, *, problem: str = "", typed: Mapping[str, str] | None = None) -> PersonPage:
    """One person, for who may see them; about fifteen queries, whatever was said."""
    language, now = words.language(), frameworks.in_force()
    rounds = rounds_of(subject)
    current = next((one for one in rounds if not one.closed), None)
    closed = [one for one in rounds if one.closed]
    found = history([subject.pk]).get(subject.pk, {}) if subject.pk else {}
    shown = spoken(user, closed[0]) if closed else []
    asked = now.framework.asked(subject.profile)
    last = closed[0].pk if closed else None
    rows = _rows(now.framework, found, asked, shown, last=last, language=language)
    leads = access.leads(user, subject)
    seats = _seats(current)
    mine = any(one.person.pk == user.pk and not one.handed_in for one in seats)
    accounts = _accounts(user, subject, now.framework, found, language)
    return PersonPage(
        subject=subject,
        finding=_finding(subject, rows, language),
        role=role_word(subject.profile),
        roles=roles(),
        rows=rows,
        radar=_radar(now.framework, rows, asked, found),
        known=sum(1 for row in rows if row.level is not None),
        on=max((row.on for row in rows if row.on), default=None),
        version=now.number,
        leads=leads,
        own=subject.user_id == user.pk,
        open=current,
        seats=seats,
        mine=mine,
        hidden=mine and any(one.handed_in for one in seats),
        rounds=tuple(rounds),
        accounts=accounts,
        heard=_heard(subject, leads=bool(accounts)),
        plan=_plan(subject, now.framework),
        competencies=tuple((one.key, one.called(tongue())) for one in now.framework.competencies),
        owners=_owners(user, subject),
        colleagues=tuple(access.colleagues().exclude(pk__in=_taken(subject, current))) if leads else (),
        states=tuple((state, state_word(state)) for state in DevelopmentAction.State.values),
        due=timezone.localdate() + timedelta(days=DUE_IN),
        problem=problem,
        typed=typed or {},
    )


def _rows(
    framework: Framework,
    found: Mapping[str, list[Held]],
    asked: Mapping[str, int],
    shown: list[Spoken],
    *,
    last: int | None,
    language: Language,
) -> tuple[Row, ...]:
    rows, area = [], ""
    for one in framework.competencies:
        levels = found.get(one.key, [])
        # Who said what is of the last round: levels that an earlier one found stand without it.
        said = shown if levels and levels[0].assessment == last else []
        heading = area_word(one.area, tongue()) if one.area != area else ""
        rows.append(_row(one, levels, asked.get(one.key), said, area=heading, language=language))
        area = one.area
    return tuple(rows)


def _row(
    one: Competency, levels: list[Held], asked: int | None, shown: list[Spoken], *, area: str, language: Language
) -> Row:
    held = levels[0] if levels else None
    level = held.level if held else None
    gap = None if level is None or asked is None else max(0.0, asked - level)
    before = levels[1].level if len(levels) > 1 else None
    moved = "" if level is None or before is None else _moved(level - before, language)
    texts = one.says(tongue())
    name = one.called(tongue())
    return Row(
        key=one.key,
        name=name,
        area=area,
        level=level,
        text=level_text(level, language),
        asked=asked,
        gap=gap,
        gap_text="–" if gap is None else (language.signed(-gap, 0 if gap == int(gap) else 1) if gap else ""),
        level_before=before,
        before=level_text(before, language) if before is not None else "",
        moved=moved,
        bar=level_bar(
            level,
            asked=asked,
            before=[past.level for past in levels[1 : 1 + BEFORE]],
            span=(held.low, held.high) if held else None,
            label=_bar_label(name, level, asked, before, language),
        ),
        spread=_spread(held),
        disputed=held is not None and held.disputed,
        own_only=held is not None and held.own_only,
        own=_levels(one.key, shown, Voice.Part.SELF),
        head=_levels(one.key, shown, Voice.Part.HEAD),
        others=_levels(one.key, shown, Voice.Part.EVALUATOR),
        evidence=tuple(_evidence(one.key, shown)),
        says=texts[int(level) - 1] if level is not None else "",
        next=texts[asked - 1] if asked is not None and (gap is None or gap > 0) else "",
        on=held.on if held else None,
    )


def _moved(change: float, language: Language) -> str:
    return "=" if not change else language.signed(change, 0 if change == int(change) else 1)


def _spread(held: Held | None) -> str:
    if held is None:
        return "–"
    if held.voices == 1:
        return _("one voice")
    if held.low == held.high:
        return _("all agree")
    return _("{low} to {high}").format(low=held.low, high=held.high)


def _bar_label(name: str, level: float | None, asked: int | None, before: float | None, language: Language) -> str:
    """What the bar shows, for who hears it."""
    parts = [_("not known") if level is None else _("level {level} of 5").format(level=level_text(level, language))]
    if asked is not None:
        parts.append(_("asked: {asked}").format(asked=asked))
    if before is not None:
        parts.append(_("before: {before}").format(before=level_text(before, language)))
    return f"{name}: {', '.join(parts)}"


def _levels(key: str, shown: list[Spoken], part: Voice.Part) -> str:
    """What those of one part said, in their order; a question mark for who cannot judge."""
    answers = [one.answers[key] for one in shown if one.voice.part == part and key in one.answers]
    return " · ".join("?" if one.level is None else str(one.level) for one in answers) or "–"


def _evidence(key: str, shown: list[Spoken]) -> list[Evidence]:
    return [
        Evidence(str(one.voice.person), part_word(one.voice.part), _said(one.answers[key]), one.answers[key].evidence,
                 one.answers[key].on)
        for one in shown
        if key in one.answers
    ]  # fmt: skip


def _said(answer: Answer) -> str:
    return _("cannot judge") if answer.level is None else str(answer.level)


def _radar(
    framework: Framework, rows: tuple[Row, ...], asked: Mapping[str, int], found: Mapping[str, list[Held]]
) -> SafeString:
    if not any(row.level is not None for row in rows):
        return SafeString("")
    before = [found[key][1].level if len(found.get(key, [])) > 1 else None for key in framework.keys]
    return radar(
        [row.name for row in rows], [row.level for row in rows], [asked.get(key) for key in framework.keys], before
    )


def _seats(current: Assessment | None) -> tuple[Seat, ...]:
    voices: list[Voice] = getattr(current, "asked", []) if current else []
    return tuple(
        Seat(
            one.person,
            part_word(one.part),
            one.handed_in_at is not None,
            one.part == Voice.Part.EVALUATOR and one.handed_in_at is None,
        )
        for one in voices
    )


def _taken(subject: Subject, current: Assessment | None) -> list[int]:
    """Who cannot be asked as an evaluator: the person, and who is asked already."""
    return [*([subject.user_id] if subject.user_id else []), *(one.person.pk for one in _seats(current))]


def _owners(user: User, subject: Subject) -> tuple[User, ...]:
    """Who can see to an action: the person, those who lead them, and who writes it."""
    found = [*([subject.user] if subject.user else []), *access.above(subject)]
    if user.pk not in {one.pk for one in found}:
        found.append(user)
    return tuple(found)


def _plan(subject: Subject, framework: Framework) -> tuple[ActionRow, ...]:
    if subject.pk is None:
        return ()
    names = {one.key: one.called(tongue()) for one in framework.competencies}
    today = timezone.localdate()
    rows = [
        ActionRow(
            one, names.get(one.competency, one.competency), state_word(one.state), one.pending and one.due < today
        )
        for one in subject.actions.select_related("owner")
    ]
    return tuple(sorted(rows, key=lambda row: not row.action.pending))


def _accounts(
    user: User, subject: Subject, framework: Framework, found: Mapping[str, list[Held]], language: Language
) -> tuple[AccountRow, ...]:
    """The accounts a person leads, as far as who looks may see them, against what their tiers ask."""
    if subject.user_id is None:
        return ()
    led = visible_accounts(user).filter(manager=subject.user_id, excluded=False).select_related("ranked")
    names = {key: tiers.name(None, key, name) for key, name in tiers.choices()}
    words_of = {one.key: one.called(tongue()) for one in framework.competencies}
    held = {key: levels[0].level for key, levels in found.items()}
    rows = []
    for account in led.order_by("name"):
        tier = account.ranked.tier if hasattr(account, "ranked") else ""
        asked = framework.asked(f"{TIER}{tier}") if tier else {}
        gaps = {key: level - held[key] for key, level in asked.items() if key in held and held[key] < level}
        worst = sorted(gaps, key=lambda key: -gaps[key])[:WORST]
        rows.append(
            AccountRow(
                account=account,
                tier=names.get(tier, tier),
                asked=len(asked),
                met=sum(1 for key, level in asked.items() if key in held and held[key] >= level),
                unknown=sum(1 for key in asked if key not in held),
                short=language.listed(
                    [
                        _("{name} ({held} of {asked})").format(
                            name=words_of[key], held=level_text(held[key], language), asked=asked[key]
                        )
                        for key in worst
                    ]
                ),
            )
        )
    return tuple(rows)


def _heard(subject: Subject, *, leads: bool) -> str:
    found = of_manager(subject.user_id) if subject.user_id is not None else NOBODY
    return heard(found) if leads or found.mean.count else ""


def _finding(subject: Subject, rows: tuple[Row, ...], language: Language) -> str:
    known = [row for row in rows if row.level is not None]
    if not known:
        return _("Nobody has assessed {name} yet.").format(name=subject)
    asked = [row for row in rows if row.asked is not None]
    if not asked:
        return ngettext(
            "{name} is assessed in {n} competency.", "{name} is assessed in {n} competencies.", len(known)
        ).format(name=subject, n=language.number(len(known)))
    met = sum(1 for row in asked if row.gap == 0)
    said = ngettext(
        "{name} holds {met} of the {n} level asked {role}",
        "{name} holds {met} of the {n} levels asked {role}",
        len(asked),
    ).format(name=subject, met=language.number(met), n=language.number(len(asked)), role=of_role(subject.profile))
    widest = max((row for row in asked if row.gap), key=lambda row: row.gap or 0.0, default=None)
    if widest is None:
        return f"{said}."
    return _("{said}; the widest gap: {competency}, {held} for {asked}.").format(
        said=said, competency=widest.name[:1].lower() + widest.name[1:], held=widest.text, asked=widest.asked
    )
