"""Every deck opened in LibreOffice and looked at: its words, its charts, and that nothing overflows."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from itertools import combinations

import pytest
from django.utils import timezone
from django.utils.translation import override
from pptx import Presentation
from pptx.util import Pt

from plans.decks import office
from plans.decks.looking import POINT, charts, opened, out_of_place
from trousseau.access.models import Organisation
from trousseau.accounts import queries
from trousseau.accounts.models import AccountFigures
from trousseau.accounts.queries import Sales
from trousseau.plans.actions.health import refresh_all
from trousseau.plans.decks import composing, powerpoint, programme_slides
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.powerpoint import Look
from trousseau.plans.models import Delivered
from trousseau.selection.models import AccountRank

pytestmark = office.needed
LONG = "Donaudampfschifffahrtsgesellschaft"
SAID = {
    "onepage": ({"fr": "Actions ouvertes", "en": "Open actions"}, 0),
    "plan": ({"fr": "Recommandations", "en": "Recommendations"}, 2),
    "review": ({"fr": "trimestre", "en": "quarter"}, 1),
    "preparation": ({"fr": "Trajectoire", "en": "Path"}, 2),
    "programme": ({"fr": "Adoption", "en": "Adoption"}, 4),
}
"""What each deck says in each language, and the charts it has at least."""


@pytest.fixture
def told(house, full, monkeypatch):
    """A plan and a programme with sales of a year, long names, a word too long for a column and a hostile one."""
    today = timezone.localdate().replace(day=1)
    months = tuple(
        queries.Month(today - dt.timedelta(days=30 * at), Decimal(900_000 + 70_000 * at), Decimal(800_000))
        for at in reversed(range(12))
    )
    full.actions.filter(what="Action 1").update(
        what="Ramener les sept grilles de prix à une seule, contrat-cadre à l’échelle du groupe " * 2,
        how="=cmd|'/c calc'!A1 puis relire avec les acheteurs de chaque zone avant la fin du trimestre",
    )
    full.actions.filter(what="Action 2").update(done=40)
    full.risks.update(what=f"{LONG} kündigt", answer="Audit croisé, " * 12)
    full.kpis.update(path=[[(today + dt.timedelta(days=60)).isoformat(), 91]])
    sold, before = Decimal(15_420_000), Decimal(9_600_000)
    found = Sales(None, "EUR", sold, before, 0.606, None, Decimal(0), 120, 0, months)  # type: ignore[arg-type]  # not read
    monkeypatch.setattr(Given, "sales", found)
    Organisation.objects.update(name="Société des ateliers réunis de la vallée de la Garonne et de ses affluents")
    AccountRank.objects.create(account=house["account"], client="A1", tier="key")
    AccountFigures.objects.create(account=house["account"], revenue=sold, previous=before)
    Delivered.objects.create(account=house["account"], what=f"{LONG}: −38 kg", amount=Decimal(40_000), category="cost",
                             method="Counted", since=today - dt.timedelta(days=90))  # fmt: skip
    refresh_all()
    return house, full


def narrow():
    """A company's template: 4 by 3, titles as large as PowerPoint has them, a body that begins at a third."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(720), Pt(540)
    layout = next(one for one in deck.slide_layouts if one.name == "Title and Content")
    for one, top, high in zip(layout.placeholders, (30, 110), (60, 350), strict=False):
        one.left, one.top, one.width, one.height = Pt(220), Pt(top), Pt(480), Pt(high)
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()


@pytest.fixture
def decks(told, tmp_path):
    """Every kind: in English on our template, in French on the company's, with the pages LibreOffice shows."""
    house, plan = told
    written = {}
    for language, look in (("en", Look()), ("fr", Look(narrow()))):
        with override(language):
            for kind in SAID:
                deck = (
                    programme_slides.of_programme(house["director"])
                    if kind == "programme"
                    else composing.of_plan(house["manager"], plan, kind)
                )
                written[kind, language] = powerpoint.written(deck, look)
    names = {key: f"{'-'.join(key)}.pptx" for key in written}
    for key, content in written.items():
        (tmp_path / names[key]).write_bytes(content)
    return {key: (opened(written[key]), pages)
            for key, pages in zip(names, office.seen(tmp_path, names.values()), strict=True)}  # fmt: skip


def test_every_deck_looks_as_it_should(decks):
    assert "Liberation" in office.call("fc-list")
    faults = []
    for (kind, language), (deck, pages) in decks.items():
        assert len(deck.slides) == len(pages)
        said, most = SAID[kind]
        assert said[language] in " ".join(word for words, _picture in pages for *_place, word in words)
        assert len(charts(deck)) >= most
        faults += [(kind, language, *fault) for fault in out_of_place(deck)]
        for at, (slide, (words, picture)) in enumerate(zip(deck.slides, pages, strict=True), 1):
            faults += [(kind, language, at, *fault) for fault in _faults(slide, words, picture)]
    assert not faults


def _faults(slide, words, picture):
    """What is wrong with a page as it is shown."""
    yield from (("outside the page", word) for word in outside(words, picture))
    yield from (("on one another", pair) for pair in on_one_another(words))
    yield from (("beside its place", word) for word in homeless(slide, words))
    yield from (("one place on another", pair) for pair in overlapping(slide))
    for shape in slide.shapes:
        if shape.has_chart and painted(picture, shape, slide) < 0.004:
            yield ("chart without marks", shape.name)


def outside(words, picture):
    """Words that leave the page."""
    wide, high = (side / 48 * 72 for side in picture.size)
    return [word for left, top, right, bottom, word in words
            if left < 0 or top < 0 or right > wide + 1 or bottom > high + 1]  # fmt: skip


def on_one_another(words):
    """Words drawn over each other: what did not fit its place runs into the next."""
    found = []
    for one, other in combinations(words, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        least = min((each[2] - each[0]) * (each[3] - each[1]) for each in (one, other))
        if across > 0 and down > 0 and across * down > 0.4 * least:
            found.append((one[4], other[4]))
    return found


def homeless(slide, words):
    """Words that stand in no place of the slide: a title that leaves its box. Tables may grow to the foot."""
    places = [_place(shape) for shape in slide.shapes]
    foot = slide.part.package.presentation_part.presentation.slide_height / POINT
    places += [(left, top, right, foot - 60) for shape in slide.shapes if shape.has_table
               for left, top, right, _bottom in [_place(shape)]]  # fmt: skip
    return [word for left, top, right, bottom, word in words
            if not any(place[0] - 3 <= (left + right) / 2 <= place[2] + 3 and place[1] - 3 <= (top + bottom) / 2
                       <= place[3] + 3 for place in places)]  # fmt: skip


def overlapping(slide):
    """Places of a slide that share more than a hair."""
    shapes = [one for one in slide.shapes if not one.is_placeholder or one.text_frame.text]
    return [
        (one.name, other.name)
        for one, other in combinations(shapes, 2)
        for a, b in [(_place(one), _place(other))]
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
    ]


def _place(shape):
    sides = (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
    return tuple(side / POINT for side in sides)


def painted(picture, shape, slide):
    """Which share of a chart's place is coloured by its marks, in the blue of the theme or a shade of it."""
    whole = slide.part.package.presentation_part.presentation
    scale = picture.size[0] / whole.slide_width
    place = [round(side * scale) for side in (
        shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)]  # fmt: skip
    part = picture.crop(tuple(place))
    blue = sum(count for count, (r, g, b) in part.getcolors(1 << 24) if b > r + 20 and b > g)
    return blue / (part.size[0] * part.size[1])
