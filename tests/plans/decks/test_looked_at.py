"""A business review opened in LibreOffice and looked at: its words, its charts, and that nothing overflows."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from decimal import Decimal
from itertools import combinations

import pytest
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from plans.decks.looking import opened
from trousseau.accounts import queries
from trousseau.accounts.queries import Sales
from trousseau.plans.decks import composing, powerpoint
from trousseau.plans.decks.given import Given

NEEDS = ("soffice", "pdftotext", "pdftoppm", "fc-list")
pytestmark = pytest.mark.skipif(
    any(shutil.which(one) is None for one in NEEDS), reason="tools/need-libreoffice says what to install"
)
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@pytest.fixture
def review(house, full, monkeypatch):
    """A preparation in French with sales of a year, long names and a hostile one."""
    today = timezone.localdate().replace(day=1)
    months = tuple(
        queries.Month(today - dt.timedelta(days=30 * at), Decimal(900_000 + 70_000 * at), Decimal(800_000))
        for at in reversed(range(12))
    )
    full.actions.filter(what="Action 1").update(
        what="Ramener les sept grilles de prix à une seule, contrat-cadre à l’échelle du groupe " * 2,
        how="=cmd|'/c calc'!A1 puis relire avec les acheteurs de chaque zone avant la fin du trimestre",
    )
    full.kpis.update(path=[[(today + dt.timedelta(days=60)).isoformat(), 91]])
    sold, before = Decimal(15_420_000), Decimal(9_600_000)
    found = Sales(None, "EUR", sold, before, 0.606, None, Decimal(0), 120, 0, months)  # type: ignore[arg-type]  # not read
    monkeypatch.setattr(Given, "sales", found)
    with override("fr"):
        return powerpoint.written(composing.of_plan(house["manager"], full, "preparation"))


@pytest.fixture
def seen(review, tmp_path):
    """Its pages: the words with their places in points, and the picture."""
    (tmp_path / "review.pptx").write_bytes(review)
    call("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(tmp_path / "review.pptx"))  # fmt: skip
    call("pdftotext", "-bbox", str(tmp_path / "review.pdf"), str(tmp_path / "words.html"))
    call("pdftoppm", "-r", "48", "-png", str(tmp_path / "review.pdf"), str(tmp_path / "page"))
    pages = (tmp_path / "words.html").read_text("utf-8").split("<page ")[1:]
    pictures = [Image.open(one).convert("RGB") for one in sorted(tmp_path.glob("page-*.png"))]
    return [([(*map(float, one[:4]), one[4]) for one in WORD.findall(page)], pictures[at])
            for at, page in enumerate(pages)]  # fmt: skip


def call(*command):
    subprocess.run(command, check=True, timeout=180, capture_output=True)


def test_a_review_looks_as_it_should(review, seen):
    slides = list(opened(review).slides)
    assert len(seen) == len(slides) == 12
    said = " ".join(word for words, _picture in seen for *_place, word in words)
    assert all(word in said for word in ("Objectifs", "Indicateurs", "Engagements", "trimestre"))
    assert "Liberation" in subprocess.run(["fc-list"], capture_output=True, text=True, check=True).stdout
    for slide, (words, picture) in zip(slides, seen, strict=True):
        assert not outside(words, picture), slide.shapes.title.text
        assert not on_one_another(words), slide.shapes.title.text
        for shape in slide.shapes:
            if shape.has_chart:
                assert painted(picture, shape, slide) > 0.004


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


def painted(picture, shape, slide):
    """Which share of a chart's place is coloured by its marks, in the blue of the theme or a shade of it."""
    whole = slide.part.package.presentation_part.presentation
    scale = picture.size[0] / whole.slide_width
    place = [round(side * scale) for side in (
        shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)]  # fmt: skip
    part = picture.crop(tuple(place))
    blue = sum(count for count, (r, g, b) in part.getcolors(1 << 24) if b > r + 20 and b > g)
    return blue / (part.size[0] * part.size[1])
