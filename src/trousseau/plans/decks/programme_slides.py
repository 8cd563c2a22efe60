"""The programme review: what all plans of one reader come to, for the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, Role, User
from trousseau.accounts import queries, rows
from trousseau.figures.language import MISSING, Language
from trousseau.plans.decks import spans
from trousseau.plans.decks.composing import TITLES
from trousseau.plans.decks.slides import (
    Band,
    Block,
    Chart,
    Deck,
    Figure,
    Lines,
    Series,
    Slide,
    Table,
    Tone,
    one,
)
from trousseau.plans.models import Condition, Delivered, Opinion, Plan, Risk, State
from trousseau.plans.models.programme import LineKind, LineState, ProgrammeLine
from trousseau.plans.pages import all as all_page
from trousseau.plans.pages import health as health_page
from trousseau.plans.pages import programme as programme_page
from trousseau.plans.queries import adoption, programme, value
from trousseau.plans.queries import all as plans
from trousseau.plans.queries.programme import Review, Round

RISKS, BARS, CLIENTS = 12, 16, 10
TONES: dict[str, Tone] = {"watch": "watch", "bad": "bad"}


@dataclass
class Whole:
    """All plans someone sees, read once."""

    user: User

    @cached_property
    def said(self) -> Language:
        """The reader's language."""
        return rows.language()

    @cached_property
    def base(self) -> str | None:
        """The currency of amounts."""
        return queries.reckoning().base_currency or None

    @cached_property
    def review(self) -> Review:
        """The figures of the programme."""
        return programme.review(self.user)

    @cached_property
    def lines(self) -> list[ProgrammeLine]:
        """Stages, obstacles, next steps."""
        return list(programme.lines())

    @cached_property
    def rounds(self) -> list[Round]:
        """How it was judged."""
        return programme.rounds()

    @cached_property
    def finding(self) -> str:
        """How far the roll-out is, and how mature it was judged."""
        return programme_page.finding(self.lines, self.rounds, self.said)

    @cached_property
    def plans(self) -> list[Plan]:
        """The plans in force, those furthest behind first."""
        return list(plans.matching(self.user, plans.Ask()))

    @cached_property
    def delivered(self) -> list[Delivered]:
        """What was brought to clients."""
        return list(value.matching(self.user, value.Ask()))


def of_programme(user: User) -> Deck:
    """The review of the programme, in the language in force; slides only where there is something to say."""
    whole, title = Whole(user), str(TITLES["programme"])
    house, day = Organisation.current().name, rows.language().date(timezone.localdate())
    foot = _("%(kind)s, %(name)s · %(day)s") % {"kind": title, "name": house, "day": day}
    return Deck(
        kind="programme",
        title=title,
        subtitle=f"{house} · {day}",
        foot=f"{foot} · {_('confidential')}",
        slides=tuple(slide for build in SLIDES if (slide := build(whole)) is not None),
        language=(get_language() or "en")[:2],
        author=str(user),
        name=f"{title} {house}",
    )


def in_short(whole: Whole) -> Slide:
    """The totals, and what stands out."""
    told = (all_page.lead(whole.review.plans, whole.said), whole.finding)
    shown = programme_page.tiles(whole.review, whole.said)
    figures = tuple(Figure(each.label, each.value, each.note) for each in (*shown[:2], *shown[-2:]))
    lines = Lines(tuple(each for each in told if each))
    title = all_page.finding(whole.review.plans, whole.said)
    return Slide(title, _("In short"), figures, (one(_("Where we stand"), lines),))


def conditions(whole: Whole) -> Slide | None:
    """Plans by health and by state, as charts."""
    if not whole.plans:
        return None
    states = [State.DRAFT, State.REVIEW, State.APPROVED]
    counts = tuple(float(sum(each.state == state for each in whole.plans)) for state in states)
    healthy = whole.review.plans.states
    blocks = tuple(
        Block(title, Chart("columns", tuple(names), (Series(_("Plans"), numbers),), title, "0"))
        for title, names, numbers in (
            (_("By health"), map(str, Condition.labels), tuple(float(healthy[key]) for key in Condition.values)),
            (_("By state"), (str(state.label) for state in states), counts),
        )
    )
    return Slide(
        all_page.finding(whole.review.plans, whole.said), _("Plans by health and state"), bands=(Band(blocks),)
    )


def every_plan(whole: Whole) -> Slide | None:
    """Each plan with its health and why: what the totals are made of."""
    if not whole.plans:
        return None
    told, tones = [], list[Tone]()
    percent = whole.said.percent
    for plan in whole.plans:
        sound = health_page.kept(plan, whole.said)
        told.append((
            plan.account.name, str(plan.account.manager or MISSING), str(State(plan.state).label),
            sound.word if sound else MISSING, sound.reason if sound else MISSING,
            f"{percent(sound.done, 0)} / {percent(sound.expected, 0)}" if sound and sound.done is not None else MISSING,
        ))  # fmt: skip
        tones.append(TONES.get(sound.state, "") if sound else "")
    heads = (_("Account"), _("Manager"), _("State"), _("Health"), _("What weighs most"), _("Done / due"))
    table = Table(heads, tuple(told), (2.6, 1.9, 1.2, 1.4, 4, 1.4), frozenset({5}), tuple(tones))
    n = len(told)
    title = ngettext("%(n)s plan, and why it is as it is.", "%(n)s plans, and why each is as it is.", n) % {"n": n}
    return Slide(title, _("Every plan"), bands=(one("", table),), continues=True)


def calendar(whole: Whole) -> Slide | None:
    """From when to when each plan runs, as a chart that can be edited."""
    shown = sorted(whole.plans, key=lambda each: (each.ends, each.account.name))[:BARS]
    if not shown:
        return None
    first, last = min(each.starts for each in shown), max(each.ends for each in shown)
    values = {"first": whole.said.month(first), "last": whole.said.month(last)}
    title = _("The plans run from %(first)s to %(last)s.") % values
    chart = spans.drawn([each.account.name for each in shown], [(each.starts, each.ends) for each in shown], title)
    left = len(whole.plans) - len(shown)
    note = ngettext("%(n)s plan that ends later is not shown.", "%(n)s plans that end later are not shown.", left)
    return Slide(title, _("Calendar"), bands=(one("", chart),), note=note % {"n": left} if left else "")


def risks(whole: Whole) -> Slide | None:
    """Those that weigh most in expectation, over all plans."""
    found = list(Risk.objects.filter(plan__in=whole.plans, closed_on=None).select_related("plan__account", "owner"))
    if not found:
        return None
    found.sort(key=lambda each: (_weight(each) is None, -(_weight(each) or Decimal(0)), each.pk))
    said, base, money = whole.said, whole.base, whole.said.short_amount
    told = tuple(
        (each.plan.account.name, each.what, each.answer or MISSING, str(each.owner or MISSING),
         said.percent(each.probability, 0), money(each.impact, base), money(_weight(each), base))
        for each in found[:RISKS]
    )  # fmt: skip
    heads = (_("Account"), _("Risk"), _("How we answer it"), _("Who"), _("Chance"), _("Impact"), _("In expectation"))
    table = Table(heads, told, (1.8, 3, 3, 1.6, 0.9, 1.1, 1.3), frozenset({4, 5, 6}))
    total = sum((weight for each in found if (weight := _weight(each)) is not None), Decimal(0))
    n = len(found)
    title = ngettext("%(n)s open risk", "%(n)s open risks", n) % {"n": n}
    if total:
        title = _("%(title)s; those judged weigh %(sum)s a year in expectation.") % {
            "title": title, "sum": said.short_amount(total, base)}  # fmt: skip
    return Slide(title, _("Largest risks"), bands=(one("", table),))


def brought(whole: Whole) -> Slide | None:
    """What clients confirm, quarter by quarter, and by client."""
    today, said = timezone.localdate(), whole.said
    quarters = value.running(whole.delivered, today)
    if not quarters:
        return None
    sums = value.totals(whole.delivered, today)
    confirmed = tuple(round(float(each.confirmed) / 1000, 1) for each in quarters)
    waiting = tuple(round(float(each.waiting) / 1000, 1) for each in quarters)
    series = (
        Series(str(Opinion.CONFIRMED.label), confirmed),
        Series(str(Opinion.UNSAID.label), waiting, "soft"),
    )
    title = _("%(sum)s of value confirmed by clients over 12 months.") % {
        "sum": said.short_amount(sums.year, whole.base)
    }
    chart = Chart("stacked", tuple(said.month(each.end) for each in quarters), series, title, "#,##0")
    told = tuple(
        (account.name, said.short_amount(its.year, whole.base), said.short_amount(its.open, whole.base))
        for account, its in value.by_account(whole.delivered, today)[:CLIENTS]
    )
    heads = (_("Client"), _("confirmed"), _("to be confirmed"))
    table = Table(heads, told, (3, 1.5, 1.7), frozenset({1, 2}))
    unit = _("thousands of %(currency)s") % {"currency": whole.base} if whole.base else ""
    blocks = (Block(_("Quarter by quarter"), chart, 1.3, unit), Block(_("Over 12 months"), table))
    return Slide(title, _("Value delivered"), bands=(Band(blocks),))


def used(whole: Whole) -> Slide | None:
    """Who uses what: of those who could, how many did; nobody is named, few are not told of."""
    found, touched = adoption.uses(), adoption.touched(whole.user)
    told = tuple(
        (str(room.label), *(_use(found[room.key].get(role.value)) for role in adoption.ROLES))
        for room in adoption.ROOMS
    )
    heads = (_("What is used"), *(str(Role(role).label) for role in adoption.ROLES))
    table = Table(heads, told, (2.4, *([1.4] * len(adoption.ROLES))), frozenset(range(1, len(heads))))
    values = {"n": touched.short, "all": touched.plans, "days": adoption.SHORT}
    title = _("%(n)s of %(all)s plans were worked on within %(days)s days.") % values
    note = _("Who wrote something within %(days)s days, of those who could; of fewer than %(least)s nothing is told.")
    return Slide(title, _("Adoption"), bands=(one("", table),), note=note % {**values, "least": adoption.LEAST})


def ahead(whole: Whole) -> Slide | None:
    """What stands in the way, and what comes next."""
    still = [each for each in whole.lines if each.state != LineState.DONE]
    blocks = tuple(
        Block(title, _lines(found, whole))
        for title, kind in ((_("Obstacles"), LineKind.OBSTACLE), (_("Next steps"), LineKind.STEP))
        if (found := [each for each in still if each.kind == kind])
    )
    if not blocks:
        return None
    return Slide(whole.finding, _("What comes next"), bands=(Band(blocks),))


SLIDES: tuple[Callable[[Whole], Slide | None], ...] = (
    in_short, conditions, every_plan, calendar, risks, brought, used, ahead,
)  # fmt: skip


def _weight(risk: Risk) -> Decimal | None:
    """What a risk takes a year in expectation; None where nobody judged it."""
    return None if risk.probability is None or risk.impact is None else risk.probability * risk.impact


def _use(use: adoption.Use | None) -> str:
    return MISSING if use is None or use.short is None else f"{use.short} / {use.could}"


def _lines(found: list[ProgrammeLine], whole: Whole) -> Table:
    told = tuple((each.said, str(each.owner or MISSING), whole.said.date(each.due)) for each in found)
    return Table((_("What"), _("Who"), _("When")), told, (4, 1.8, 1.4))
