"""The twelve slides of a business review: with the client in the room, or as we prepare it among us."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.accounts import queries
from trousseau.figures.language import MISSING
from trousseau.ledger.facts.calendar import between, last_day, month
from trousseau.plans.corridor import corridor
from trousseau.plans.decks import plan_slides, words
from trousseau.plans.decks.composing import Sheet, register
from trousseau.plans.decks.given import QUARTER, Given
from trousseau.plans.decks.slides import Band, Block, Chart, Figure, Kind, Lines, Series, Slide, Table, Tone, one
from trousseau.plans.models import Action, Kpi, Progress, Unit
from trousseau.support.models.commitments import Commitment, Direction
from trousseau.support.models.commitments import State as Kept

BOTH: frozenset[Kind] = frozenset({"review", "preparation"})
MILLION = 1_000_000
MONTHS = 36
"""Months of an indicator drawn at most; the last ones."""


def offer() -> None:
    """Register them: with the cover they are twelve."""
    built = (
        ("short", in_short), ("stakes", stakes), ("sales", sales), ("growth", growth), ("bought", bought),
        ("kpis", kpis), ("objectives", objectives), ("actions", actions), ("commitments", promised),
        ("value", together), ("next", next_quarter),
    )  # fmt: skip
    for at, (name, build) in enumerate(built, 1):
        register(Sheet(f"review_{name}", build, 10 * at, BOTH))


def in_short(given: Given) -> Slide:
    """Where we stand together."""
    said, stands = given.said, given.overall
    told = [plan_slides.finding(given)]
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
        plan_slides.sales_figure(given),
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


def sales(given: Given) -> Slide:
    """Month by month, beside the year before."""
    found, said = given.sales, given.said
    if found is None or not found.months:
        return _unknown(_("Sales month by month"), _("There are no sales lines of this account."))
    scale, unit, number = _scale((each.revenue for each in found.months), found.base)
    picture = Chart(
        "columns", tuple(said.month(each.month) for each in found.months),
        (
            Series(_("Twelve months"), tuple(_scaled(each.revenue, scale) for each in found.months)),
            Series(_("The year before"), tuple(_scaled(each.year_before, scale) for each in found.months), "soft"),
        ),
        _("Sales month by month, beside the same month a year before"), number,
    )  # fmt: skip
    values = {"sum": said.short_amount(found.revenue, found.base), "change": said.signed_percent(found.change)}
    title = (
        _("%(sum)s in twelve months, %(change)s on the year before.") % values
        if found.change is not None
        else _("%(sum)s in twelve months.") % values
    )
    return Slide(title, _("Sales month by month"), bands=(one(_("Sales"), picture, note=unit),))


def growth(given: Given) -> Slide:
    """As published, at constant rates, real; among us also what made it."""
    found, said = given.growth, given.said
    kicker = _("Growth told straight")
    if found is None:
        return _unknown(
            kicker, _("Growth is not known here: two comparable years are needed, and the right to read it.")
        )
    total = found.total
    rates = (
        (_("As published"), total.reported), (_("At constant rates"), total.constant_growth), (_("Real"), total.real),
    )  # fmt: skip
    values = {
        name: said.signed_percent(rate)
        for name, rate in zip(("published", "constant", "real"), (r for _n, r in rates), strict=True)
    }
    title = _("%(published)s as published, %(constant)s at constant rates, %(real)s in real terms.") % values
    straight = Chart(
        "columns", tuple(name for name, _rate in rates),
        (Series(_("Growth, %"), tuple(None if rate is None else round(100 * rate, 2) for _name, rate in rates)),),
        title, "0.0",
    )  # fmt: skip
    rows = tuple(
        (row.name or row.key, said.short_amount(row.previous, found.base), said.short_amount(row.current, found.base),
         said.signed_percent(row.reported), said.signed_percent(row.real))
        for row in found.rows[:10]
    )  # fmt: skip
    heads = (_("Zone"), _("Before"), _("Now"), _("As published"), _("Real"))
    zones = Block(_("By zone"), Table(heads, rows, (2.4, 1.5, 1.5, 1.4, 1.2), frozenset({1, 2, 3, 4})), 1.4)
    note = "" if total.real is not None else _("Real growth needs the inflation of every zone; it is not known here.")
    return Slide(title, kicker, bands=(Band((Block(_("Growth"), straight, 1, "%"), zones)),), note=note)


def bought(given: Given) -> Slide:
    """What they buy, by family or the next dimension that is known."""
    said = given.said
    wanted = {each.dimension: each for each in given.breakdowns}
    found = next((wanted[name] for name in ("family", "product", "division", "zone") if name in wanted), None)
    kicker = _("What is bought")
    if found is None:
        return _unknown(kicker, _("The sales lines do not say what was bought."))
    names = tuple(
        each.value or (_("%(n)s others") % {"n": each.count} if each.count > 1 else _("not told"))
        for each in found.bars
    )
    scale, unit, number = _scale((each.revenue for each in found.bars), given.base)
    picture = Chart(
        "bars", names,
        (
            Series(_("Twelve months"), tuple(_scaled(each.revenue, scale) for each in found.bars)),
            Series(_("The year before"), tuple(_scaled(each.previous, scale) for each in found.bars), "soft"),
        ),
        _("What was bought in twelve months, beside the year before"), number,
    )  # fmt: skip
    first = found.bars[0]
    title = _("%(name)s makes %(share)s of it.") % {"name": names[0], "share": said.percent(first.share, 0)}
    return Slide(title, kicker, bands=(one(_("Sales"), picture, note=unit),))


def kpis(given: Given) -> Slide:
    """The indicators: from where, to where, where now; the first as a chart."""
    kicker = _("Indicators")
    if not given.kpis:
        why = _("No indicator is shared yet.") if given.client else _("The plan has no indicator yet.")
        return _unknown(kicker, why)
    rows = tuple(_kpi_row(each, given) for each in given.kpis)
    heads = (_("Indicator"), _("Baseline"), _("Now"), _("Target"), _("Due on"))
    table = Table(heads, rows, (2.8, 1.4, 1.9, 1.3, 1.7), frozenset({1, 2, 3}))
    read = sum(words.latest(each) is not None for each in given.kpis)
    n = len(given.kpis)
    title = ngettext("%(read)s of %(n)s indicator has been read.", "%(read)s of %(n)s indicators have been read.", n)
    title = title % {"read": read, "n": n}
    pictured = next((each for each in given.kpis if words.latest(each) is not None), None)
    blocks = [Block(_("All of them"), table, 1.2)]
    if pictured is not None:
        blocks.insert(0, Block(pictured.name, _kpi_chart(pictured, given)))
    return Slide(title, kicker, bands=(Band(tuple(blocks)),))


def objectives(given: Given) -> Slide:
    """What we want to reach and how far we are."""
    found = plan_slides.objectives(given)
    if found is None:
        return _unknown(
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
        plan_slides.action_table(given, soon) if soon else Lines((_("Nothing ends within three months."),))
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


def _kpi_row(kpi: Kpi, given: Given) -> tuple[str, ...]:
    found = words.latest(kpi)
    return (
        kpi.name, words.reading(kpi.baseline, kpi, given), words.reading(found.value if found else None, kpi, given),
        words.reading(kpi.target, kpi, given), given.said.date(kpi.target_on),
    )  # fmt: skip


def _kpi_chart(kpi: Kpi, given: Given) -> Chart:
    """What was read, month by month, beside its path as it was laid out, up to the day of the target."""
    read = {month(each.on): float(each.value) for each in kpi.readings.all() if each.value is not None}
    target = month(kpi.target_on)
    names = between(min(month(kpi.baseline_on), *read), max(target, *read))
    names = names if len(names) <= MONTHS else names[-MONTHS:]
    path = corridor(kpi)
    number = "#,##0" if kpi.unit == Unit.MONEY else "#,##0.##"
    series = [Series(_("Read"), tuple(read.get(name) for name in names))]
    if path is not None:
        way = tuple(path.expected(last_day(name)) for name in names)
        series.append(
            Series(_("Path to the target"), tuple(None if one is None else round(one, 4) for one in way), "dashed")
        )
    return Chart(
        "lines", tuple(given.said.month(last_day(name)) for name in names), tuple(series),
        _("%(kpi)s as it was read, beside its path to the target") % {"kpi": kpi.name}, number,
    )  # fmt: skip


def _unknown(kicker: str, why: str) -> Slide:
    return Slide(why, kicker, bands=(one("", Lines((_("This slide fills itself as soon as it is known."),))),))


def _scale(amounts: Iterable[Decimal | None], base: str | None) -> tuple[int, str, str]:
    """By what the amounts of a chart are divided, the unit in words, and how its numbers are written."""
    most = max((abs(each) for each in amounts if each is not None), default=Decimal(0))
    if most >= MILLION:
        return MILLION, _("millions of %(currency)s") % {"currency": base} if base else "", "#,##0.00"
    return 1_000, _("thousands of %(currency)s") % {"currency": base} if base else "", "#,##0"


def _scaled(amount: Decimal | None, scale: int) -> float | None:
    return None if amount is None else round(float(amount) / scale, 3)
