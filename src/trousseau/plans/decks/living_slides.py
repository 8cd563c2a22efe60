"""What keeps a plan alive, as slides: its health and why, white space, touchpoints, value delivered.

Each only where there is something to say. In a business review value delivered takes the place of who works on it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.figures.language import MISSING
from trousseau.plans.decks import review_slides
from trousseau.plans.decks.composing import Sheet, register
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.slides import Band, Block, Chart, Series, Slide, Table, Tone, one
from trousseau.plans.pages import health as health_page
from trousseau.plans.pages import rhythm as rhythm_page
from trousseau.plans.pages import value as value_page
from trousseau.plans.pages import whitespace as white_page
from trousseau.plans.queries import rhythm, value, whitespace

PLACES, THINGS = 10, 14
TONES: dict[str, Tone] = {"watch": "watch", "bad": "bad"}


def offer() -> None:
    """Register them."""
    for name, build, order in (
        ("plan_health", health, 25), ("plan_white", white, 60), ("plan_rhythm", touchpoints, 84),
        ("plan_value", delivered, 88),
    ):  # fmt: skip
        register(Sheet(name, build, order, frozenset({"plan"})))
    register(Sheet("review_value", delivered_or_together, 100, review_slides.BOTH))


def health(given: Given) -> Slide | None:
    """How healthy it is, and what takes most from it."""
    told = health_page.live(given.plan)[1]
    known = [side for side in told.sides if side.value is not None]
    if told.score is None or not known:
        return None
    title = _("%(state)s: %(reason)s.") % {"state": told.word, "reason": told.reason}
    parts = Series(_("Health"), tuple(round(100 * (side.value or 0.0)) for side in known))
    chart = Chart("bars", tuple(side.title for side in known), (parts,), title, "0")
    rows = tuple((side.title, side.words, side.takes or MISSING) for side in told.sides)
    tones = tuple(TONES.get(side.state, "") for side in told.sides)
    table = Table((_("Factor"), _("Why"), _("Points")), rows, (1.8, 4, 1), frozenset({2}), tones)
    drawn = (Block(_("Of 100"), chart),) if any(side.value for side in known) else ()  # bars of nothing are no picture
    return Slide(title, _("Health"), bands=(Band((*drawn, Block(_("Reasons"), table, 1.3))),))


def white(given: Given) -> Slide | None:
    """Where the client could buy more: their units and our offers, most first."""
    found = whitespace.white_space(given.user, given.account)
    left = found.grid.grow(PLACES) if found is not None else []
    if found is None or not left:
        return None
    money = given.said.short_amount
    rows = tuple(
        (spot.unit.name, spot.offer.name, money(spot.sold, given.base),
         money(spot.potential.amount if spot.potential else None, given.base), money(spot.left, given.base),
         ", ".join(rival.name for rival in spot.rivals) or MISSING)
        for spot in left
    )  # fmt: skip
    heads = (_("Their unit"), _("Our offer"), _("Sold"), _("Potential"), _("Left to sell"), _("Competitors"))
    table = Table(heads, rows, (2.4, 2.4, 1.3, 1.3, 1.3, 2.4), frozenset({2, 3, 4}))
    return Slide(white_page.finding(found), _("White space"), bands=(one(_("Where most is left"), table),))


def touchpoints(given: Given) -> Slide | None:
    """What was promised of meetings, level by level, and what was kept."""
    found = rhythm.rhythms(given.user, given.account)
    if not found or not found[0].promised:
        return None
    said = given.said
    rows = tuple(
        (rhythm_page.level(line), said.number(line.promised), said.number(line.held), said.number(line.planned),
         said.date(line.last), said.date(line.next))
        for line in found[0].lines
    )  # fmt: skip
    tones = tuple(TONES.get(line.state, "") for line in found[0].lines)
    heads = (_("Level"), _("Promised"), _("Held"), _("Planned"), _("Last one"), _("Next one"))
    table = Table(heads, rows, (2.4, 1, 1, 1, 1.5, 1.5), frozenset({1, 2, 3}), tones)
    return Slide(rhythm_page.finding(found[:1]), _("Touchpoints"), bands=(one(_("Over 12 months"), table),))


def delivered(given: Given) -> Slide | None:
    """What was brought to the client's own growth, and what they say of it; they see what is shared with them."""
    found = [each for each in value.of_account(given.user, given.account) if each.shared or not given.client]
    if not found:
        return None
    rows, tones = [], list[Tone]()
    for each in found[:THINGS]:
        told = value_page.row(each, given.today)
        rows.append((each.what, told.category, given.said.date(each.since), told.amount, told.word))
        tones.append("bad" if told.state == "bad" else "")
    heads = (_("What the client has of it"), _("Category"), _("Since"), _("Amount"), _("Opinion of the client"))
    table = Table(heads, tuple(rows), (4, 1.5, 1.4, 1.9, 1.7), frozenset({3}), tuple(tones))
    title = value_page.finding(given.account, value.totals(found, given.today))
    return Slide(title, _("Value delivered"), bands=(one("", table),), continues=not given.client)


def delivered_or_together(given: Given) -> Slide:
    """The tenth slide of a review."""
    found = delivered(given)
    if found is None:
        return review_slides.together(given)
    return Slide(found.title, found.kicker, bands=found.bands)
