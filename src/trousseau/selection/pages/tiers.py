"""The page of the tiers: those in force, a form to change them, what that would change, the versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.figures.language import Language
from trousseau.figures.typed import written
from trousseau.ledger.selection import MEASURES
from trousseau.method.tiers import Entry, Tier, Tiers, TiersError
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.availability import days_a_month
from trousseau.selection.models import TierVersion
from trousseau.selection.pages.fields import figure_field
from trousseau.selection.pages.tier_preview import Preview, preview, proposed_for
from trousseau.selection.pages.tier_words import in_percent, measures, promise_text, rules_text
from trousseau.selection.queries import tiers
from trousseau.selection.queries.load import leads

MOST = 10
"""Tiers that a company can have."""
CONDITIONS = 3
"""Conditions that the form has room for, beside those a tier has."""
ROOM = 12
"""Conditions of a tier that are read."""


@dataclass(frozen=True)
class Condition:
    """One condition as its three fields hold it."""

    measure: str = ""
    least: str = ""
    most: str = ""


@dataclass(frozen=True)
class TierRow:
    """A tier as the page shows it, or as its fields hold it."""

    at: int
    place: str
    key: str
    name: str
    word: str
    """What it is called."""
    capacity: str
    touchpoints: str
    days: str
    sponsor: bool
    conditions: tuple[Condition, ...]
    drop: bool = False
    rules: str = ""
    promise: str = ""
    held: int = 0
    proposed: int | None = None


@dataclass(frozen=True)
class ManagerRow:
    """A manager and the days a month they have."""

    manager: User
    days: str
    leads: int


@dataclass(frozen=True)
class TiersPage:
    """All that the template shows."""

    now: tiers.InForce
    rows: tuple[TierRow, ...]
    editing: bool
    may_edit: bool
    measures: tuple[tuple[str, str], ...]
    preview: Preview | None
    versions: QuerySet[TierVersion]
    managers: tuple[ManagerRow, ...]
    finding: str
    problem: str
    warning: str
    reason: str
    based_on: int
    blank: TierRow | None
    """A further tier in the form; None where there are as many as there can be."""


def page(
    user: User,
    asked: Asked | None,
    *,
    edit: bool = False,
    problem: str = "",
    typed_days: Mapping[str, str] | None = None,
) -> TiersPage:
    """The tiers in force, or the form to change them; `typed_days`: the days of managers as someone wrote them."""
    now = tiers.now(tiers.capacity())
    rows = rows_of(now.tiers, asked, counted=True)
    editing = edit and may(user, "edit_tiers")
    return _page(user, now, rows, editing=editing, wanted=now.tiers, problem=problem, typed_days=typed_days or {})


def typed(
    user: User, given: Mapping[str, str], asked: Asked | None, *, wanted: Tiers | None, problem: str = ""
) -> TiersPage:
    """The form as someone filled it; `wanted` are the tiers it means, None where it means none."""
    now = tiers.now(tiers.capacity())
    based_on = given.get("based_on", "")
    return _page(
        user,
        now,
        tuple(_typed_row(given, at) for at in _filled(given)),
        editing=True,
        wanted=wanted or now.tiers,
        preview=preview(asked, now.tiers, wanted) if asked and wanted else None,
        problem=problem,
        reason=given.get("reason", ""),
        based_on=int(based_on) if based_on.isdecimal() and len(based_on) < 9 else now.number,
    )


def read_form(given: Mapping[str, str]) -> Tiers:
    """The tiers a form means.

    Raises:
        TiersError: what was wrong, and where.
    """
    language = words.language()
    rows = [row for row in (_typed_row(given, at) for at in _filled(given)) if not row.drop]
    placed = sorted(rows, key=lambda row: (_place(row.place, language), bool(row.key)))  # a new one comes before
    taken = {row.key for row in rows if row.key}
    said = []
    for row in placed:
        key = row.key or _new_key(row.name, taken)
        taken.add(key)
        said.append(_said(row, key, language))
    return Tiers.read({"tiers": said}, list(MEASURES))


def rows_of(shown: Tiers, asked: Asked | None, *, counted: bool = False) -> tuple[TierRow, ...]:
    """Tiers as rows, with how many clients hold each and are proposed for it."""
    language = words.language()
    base = asked.facts.base if asked else None
    held = Counter(one.tier for one in tiers.held().values()) if counted else Counter[str]()
    proposed = proposed_for(asked, shown) if counted and asked else None
    return tuple(
        _row(at, tier, language, rules=rules_text(tier.entry, base, language, last=at == len(shown.tiers) - 1),
             held=held[tier.key], proposed=proposed[tier.key] if proposed is not None else None)
        for at, tier in enumerate(shown.tiers)
    )  # fmt: skip


def _page(user: User, now: tiers.InForce, rows: tuple[TierRow, ...], **said: Any) -> TiersPage:
    language, wanted, typed_days = words.language(), said.pop("wanted"), said.pop("typed_days", {})
    room = len(rows) < MOST
    given: dict[str, Any] = {"preview": None, "problem": "", "reason": "", "based_on": now.number, **said}
    return TiersPage(
        now=now,
        rows=rows,
        may_edit=may(user, "edit_tiers"),
        measures=measures(language),
        versions=tiers.versions(),
        managers=_managers(language, typed_days),
        finding=_finding(now.tiers, sum(row.held for row in rows) or len(tiers.held()), language),
        warning=_warning(wanted, now.places, language),
        blank=_blank(rows) if room else None,
        **given,
    )


def _row(at: int, tier: Tier, language: Language, *, rules: str, held: int, proposed: int | None) -> TierRow:
    conditions = [_condition(one, language) for one in tier.entry]
    blanks = max(1, CONDITIONS - len(conditions))
    service = tier.service
    return TierRow(
        at=at,
        place=str(at + 1),
        key=tier.key,
        name=tier.name,
        word=tiers.name(tier),
        capacity="" if tier.capacity is None else str(tier.capacity),
        touchpoints=_field(service.touchpoints, language),
        days=_field(service.days, language),
        sponsor=service.sponsor,
        conditions=(*conditions, *[Condition()] * blanks),
        rules=rules,
        promise=promise_text(service, language),
        held=held,
        proposed=proposed,
    )


def _condition(one: Entry, language: Language) -> Condition:
    by = 100.0 if in_percent(one.measure) else 1.0
    least, most = (None if end is None else end * by for end in (one.least, one.most))
    return Condition(one.measure, _field(least, language), _field(most, language))


def _field(value: float | None, language: Language) -> str:
    return "" if value is None else written(value, language)


def _blank(rows: Sequence[TierRow]) -> TierRow:
    at = max((row.at for row in rows), default=-1) + 1
    return TierRow(at, str(len(rows)), "", "", "", "", "", "", sponsor=False, conditions=(Condition(),) * CONDITIONS)


def _filled(given: Mapping[str, str]) -> list[int]:
    """The places of the form that bear a tier: one of those there were, or a further one with a name."""
    return [at for at in range(2 * MOST) if given.get(f"key-{at}") or given.get(f"name-{at}", "").strip()]


def _typed_row(given: Mapping[str, str], at: int) -> TierRow:
    def field(name: str) -> str:
        return given.get(f"{name}-{at}", "").replace("\x00", "").strip()[:80]

    conditions = tuple(
        Condition(*(field_of(given, at, place, name) for name in ("measure", "least", "most")))
        for place in range(ROOM)
        if f"measure-{at}-{place}" in given
    )
    key, name = field("key"), field("name")
    return TierRow(
        at=at,
        place=field("place"),
        key=key,
        name=name,
        word=name or tiers.name(None, key),
        capacity=field("capacity"),
        touchpoints=field("touchpoints"),
        days=field("days"),
        sponsor=bool(given.get(f"sponsor-{at}")),
        conditions=conditions or (Condition(),) * CONDITIONS,
        drop=bool(given.get(f"drop-{at}")),
    )


def field_of(given: Mapping[str, str], at: int, place: int, name: str) -> str:
    """A field of a condition."""
    return given.get(f"{name}-{at}-{place}", "").replace("\x00", "").strip()[:40]


def _place(text: str, language: Language) -> float:
    place = figure_field(text, language)
    return place if isinstance(place, float) else float("inf")


def _new_key(name: str, taken: set[str]) -> str:
    """A key for a new tier, from its name."""
    base = slugify(name)[:40] or "tier"
    key, n = base, 2
    while key in taken:
        key, n = f"{base}-{n}", n + 1
    return key


def _said(row: TierRow, key: str, language: Language) -> dict[str, Any]:
    """A row as `Tiers.read` takes it; what is no number stays as it was written, for the sentence that refuses it."""
    capacity = _number(row.capacity, language)
    if isinstance(capacity, float) and capacity.is_integer():
        capacity = int(capacity)
    entry = []
    for one in row.conditions:
        least, most = _number(one.least, language), _number(one.most, language)
        if not one.measure and least is None and most is None:
            continue
        if not one.measure:
            raise TiersError("tiers_measure", tier=row.word, value="–")
        if least is None and most is None:
            continue
        if in_percent(one.measure):
            least, most = (end / 100.0 if isinstance(end, float) else end for end in (least, most))
        entry.append({"measure": one.measure, "least": least, "most": most})
    return {
        "key": key,
        "name": row.name,
        "capacity": capacity,
        "entry": entry,
        "service": {
            "touchpoints": _number(row.touchpoints, language),
            "days": _number(row.days, language),
            "sponsor": row.sponsor,
        },
    }


def _number(text: str, language: Language) -> float | str | None:
    return figure_field(text, language) if text else None


def _managers(language: Language, typed_days: Mapping[str, str]) -> tuple[ManagerRow, ...]:
    """The key account managers and whoever leads accounts, by name."""
    led = Counter(lead.manager for lead in leads().values())
    days = days_a_month()
    people = User.objects.filter(is_active=True, assignments__role=Role.MANAGER) | User.objects.filter(
        pk__in=[*led, *days]
    )
    return tuple(
        ManagerRow(
            one,
            typed_days.get(f"days-of-{one.pk}", written(days[one.pk], language) if one.pk in days else ""),
            led[one.pk],
        )
        for one in people.distinct().order_by("name", "email")
    )


def read_days(given: Mapping[str, str]) -> dict[User, Decimal | None]:
    """The days a month a form tells of each manager it names.

    Raises:
        ValueError: the text that is no number of days.
    """
    language = words.language()
    told = {name.removeprefix("days-of-"): text.strip() for name, text in given.items() if name.startswith("days-of-")}
    people = {str(one.pk): one for one in User.objects.filter(pk__in=[key for key in told if key.isdecimal()][:500])}
    found: dict[User, Decimal | None] = {}
    for key, text in told.items():
        if key not in people:
            continue
        days = figure_field(text, language) if text else None
        if isinstance(days, str) or (days is not None and not 0 <= days <= 31):
            raise ValueError(text)
        found[people[key]] = None if days is None else Decimal(str(round(days, 1)))
    return found


def _warning(shown: Tiers, places: int, language: Language) -> str:
    """That the list is cut elsewhere than the first tier ends."""
    first = shown.tiers[0]
    if first.capacity is None or first.capacity == places:
        return ""
    return _(
        "“{tier}” has {own} places and the grid ranks for {grid}: how sure the list is concerns the first {grid}."
    ).format(tier=tiers.name(first), own=language.number(first.capacity), grid=language.number(places))


def _finding(shown: Tiers, held: int, language: Language) -> str:
    first = shown.tiers[0]
    text = _("{count} tiers, from “{first}” to “{last}”.").format(
        count=language.number(len(shown.tiers)), first=tiers.name(first), last=tiers.name(shown.tiers[-1])
    )
    if not held:
        return text + " " + _("No client holds one yet: a decision session gives them.")
    more = ngettext("{n} client holds one.", "{n} clients hold one.", held).format(n=language.number(held))
    return f"{text} {more}"


@dataclass(frozen=True)
class VersionPage:
    """Tiers as they were published."""

    version: TierVersion
    rows: tuple[tuple[TierRow, int | None], ...]
    """With how many clients the rules proposed for each, that day."""


def version_page(version: TierVersion, asked: Asked | None) -> VersionPage:
    """A version as it was published."""
    rows = rows_of(tiers.read(version.tiers), asked)
    return VersionPage(version, tuple((row, version.counts.get(row.key)) for row in rows))
