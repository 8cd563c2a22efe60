"""The slides of the full account plan; the plan on one page is beside (`onepage`)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures.language import MISSING
from trousseau.plans.decks import blocks, spans, words
from trousseau.plans.decks.composing import Sheet, register
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.slides import Band, Block, Chart, Figure, Kind, Lines, Series, Slide, Table, Tone, one
from trousseau.plans.models import Horizon, Kpi, Progress

PLAN: frozenset[Kind] = frozenset({"plan"})


def offer() -> None:
    """Register them."""
    for sheet in (
        Sheet("plan_short", in_short, 20, PLAN),
        Sheet("plan_stakes", stakes, 30, PLAN),
        Sheet("plan_objectives", objectives, 40, PLAN),
        Sheet("plan_recommendations", recommendations, 50, PLAN),
        Sheet("plan_actions", actions, 70, PLAN),
        Sheet("plan_calendar", calendar, 80, PLAN),
        Sheet("plan_risks", risks, 90, PLAN),
        Sheet("plan_budget", budget, 100, PLAN),
    ):
        register(sheet)


def in_short(given: Given) -> Slide:
    """How it stands, with the progress of each objective as a chart."""
    said = given.said
    stood = [(one, given.of_objective(one)) for one in given.objectives]
    known = [(one, stands) for one, stands in stood if stands.done is not None and stands.expected is not None][:12]
    bands: tuple[Band, ...] = (one(_("In short"), Lines((blocks.finding(given), *_more_said(given)))),)
    if known:
        picture = Chart(
            "bars", tuple(objective.title for objective, _s in known),
            (
                Series(_("Done"), tuple(round(100 * (stands.done or 0), 1) for _o, stands in known)),
                Series(_("Due by today"), tuple(round(100 * (each.expected or 0), 1) for _o, each in known), "soft"),
            ),
            _("Progress of each objective: done, and what was due by today"), "0",
        )  # fmt: skip
        bands = (
            Band(
                (
                    Block(_("Progress by objective"), picture, 1.5, "%"),
                    Block(_("In short"), bands[0].blocks[0].content),
                ),
            ),
        )
    approved = ""
    if given.plan.approved_at is not None:
        approved = _("version %(version)s, approved on %(day)s by %(who)s") % {
            "version": given.plan.version, "day": said.date(given.plan.approved_at.date()),
            "who": given.plan.approved_by or MISSING,
        }  # fmt: skip
    return Slide(blocks.finding(given), _("Where the plan stands"), blocks.head(given), bands, approved)


def stakes(given: Given) -> Slide | None:
    """Their stakes, and what serves each."""
    if not given.stakes:
        return None
    rows = tuple(
        (
            stake.title,
            stake.quote or MISSING,
            given.said.number(stake.importance) + " / 5",
            "; ".join(objective.title for objective in given.objectives if objective.stake_id == stake.pk) or MISSING,
        )
        for stake in given.stakes
    )
    n = len(rows)
    title = ngettext("The plan serves %(n)s stake of theirs.", "The plan serves %(n)s stakes of theirs.", n) % {"n": n}
    heads = (_("Their stake"), _("In their words"), _("Weight"), _("Objectives that serve it"))
    return Slide(title, _("Their stakes"), bands=(one("", Table(heads, rows, (3, 4, 1, 4))),), continues=True)


def objectives(given: Given) -> Slide | None:
    """What we want to reach, by horizon."""
    if not given.objectives:
        return None
    rows, tones = [], list[Tone]()
    for objective in sorted(given.objectives, key=lambda each: list(Horizon).index(Horizon(each.horizon))):
        stands = given.of_objective(objective)
        rows.append(
            (
                objective.title, str(Horizon(objective.horizon).label), words.span(objective) or MISSING,
                given.said.date(objective.due), str(objective.owner or MISSING), words.progress(stands, given.said),
            )
        )  # fmt: skip
        tones.append(words.tone(stands))
    heads = (_("Objective"), _("Horizon"), _("From → to"), _("Due on"), _("Who"), _("Done / due"))
    table = Table(heads, tuple(rows), (4.2, 1.4, 2, 1.4, 1.8, 1.3), frozenset({5}), tuple(tones))
    n = len(rows)
    title = ngettext("%(n)s objective in three horizons.", "%(n)s objectives in three horizons.", n) % {"n": n}
    return Slide(title, _("Objectives"), bands=(one("", table),), continues=True)


def recommendations(given: Given) -> Slide | None:
    """What we should do, why, and what it is worth."""
    if not given.recommendations:
        return None
    said = given.said
    rows = tuple(
        (each.text, each.reason, said.short_amount(each.expected, given.base)) for each in given.recommendations
    )
    known = [each.expected for each in given.recommendations if each.expected is not None]
    n = len(rows)
    title = ngettext("%(n)s strategic recommendation", "%(n)s strategic recommendations", n) % {"n": n}
    if known:
        title = _("%(title)s, worth %(sum)s a year where it has been said.") % {
            "title": title, "sum": said.short_amount(sum(known, Decimal(0)), given.base),
        }  # fmt: skip
    heads = (_("Recommendation"), _("Why"), _("A year"))
    table = Table(heads, rows, (4, 5, 1.3), frozenset({2}))
    return Slide(title, _("Recommendations"), bands=(one("", table),), continues=True)


def actions(given: Given) -> Slide | None:
    """Who does what, how, by when."""
    if not given.actions:
        return None
    table = blocks.action_table(given, given.actions)
    return Slide(blocks.finding(given), _("Actions"), bands=(one("", table),), continues=True)


def calendar(given: Given) -> Slide | None:
    """When what is done: bars from the first day to the last, as a chart that can be edited."""
    shown = [each for each in given.actions if each.state != Progress.DROPPED][:16]
    if not shown:
        return None
    first, last = min(each.starts for each in shown), max(each.due for each in shown)
    values = {"first": given.said.month(first), "last": given.said.month(last)}
    says = _("Actions from their first day to their last, from %(first)s to %(last)s") % values
    pictured = spans.drawn([each.what for each in shown], [(each.starts, each.due) for each in shown], says)
    title = _("The work runs from %(first)s to %(last)s.") % values
    return Slide(title, _("Calendar"), bands=(one("", pictured),))


def risks(given: Given) -> Slide | None:
    """What could make it fail, and our answer."""
    if not given.risks:
        return None
    said = given.said
    judged = [(each.impact, each.probability) for each in given.risks]
    sure = [float(impact * chance) for impact, chance in judged if impact is not None and chance is not None]
    n = len(given.risks)
    title = ngettext("%(n)s open risk", "%(n)s open risks", n) % {"n": n}
    if sure:
        title = _("%(title)s; those judged weigh %(sum)s a year in expectation.") % {
            "title": title, "sum": said.short_amount(sum(sure), given.base)}  # fmt: skip
    return Slide(title, _("Risks"), bands=(Band((blocks.risks(given, full=True),)),), continues=True)


def budget(given: Given) -> Slide | None:
    """Days and money: planned, spent."""
    plan, said = given.plan, given.said
    spent = list(plan.spendings.select_related("action", "by"))
    if plan.budget_days is None and plan.budget_money is None and not spent:
        return None
    days = sum((each.days for each in spent if each.days is not None), Decimal(0))
    money = sum((each.money for each in spent if each.money is not None), Decimal(0))
    past = (given.today - plan.starts) / max(timedelta(days=1), plan.ends - plan.starts)
    figures = (
        Figure(_("Days spent"), words.days(days, said), _("of %(n)s") % {"n": words.days(plan.budget_days, said)}),
        Figure(
            _("Money spent"),
            said.amount(money, given.base),
            _("of %(n)s") % {"n": said.amount(plan.budget_money, given.base)},
        ),
        Figure(_("Time gone"), said.percent(max(0.0, min(1.0, past)), 0), _("of the plan")),
    )
    rows = tuple(
        (said.date(each.on), str(each.action or each.note or MISSING), str(each.by or MISSING),
         words.days(each.days, said), said.amount(each.money, given.base))
        for each in spent
    )  # fmt: skip
    heads = (_("Day"), _("For what"), _("Who"), _("Days"), _("Money"))
    table = Table(heads, rows, (1.4, 5, 2, 1, 1.5), frozenset({3, 4}))
    content: Table | Lines = table if rows else Lines((_("Nothing has been written down as spent yet."),))
    title = _("%(days)s days and %(money)s spent so far.") % {
        "days": words.days(days, said), "money": said.short_amount(money, given.base)}  # fmt: skip
    return Slide(title, _("Budget"), figures, (one(_("Spent"), content),), continues=True)


def _more_said(given: Given) -> list[str]:
    """What the next weeks bring, and what waits."""
    soon = [each for each in blocks.open_actions(given) if given.today <= each.due <= given.today + timedelta(days=31)]
    told = []
    if soon:
        told.append(
            ngettext("%(n)s action is due within a month.", "%(n)s actions are due within a month.", len(soon))
            % {"n": given.said.number(len(soon))}
        )
    unowned = [each for each in blocks.open_actions(given) if each.owner_id is None and each.contact_id is None]
    if unowned:
        told.append(
            ngettext("%(n)s action belongs to nobody.", "%(n)s actions belong to nobody.", len(unowned))
            % {"n": given.said.number(len(unowned))}
        )
    told += [_unread(each) for each in given.kpis if words.latest(each) is None][:2]
    return told


def _unread(kpi: Kpi) -> str:
    return _("“%(kpi)s” has not been read yet.") % {"kpi": kpi.name}
