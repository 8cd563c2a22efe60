"""Drawings are well-formed, escape what they write, and take their colours from the tokens."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from trousseau.figures import palette, svg
from trousseau.figures.indicators import indicators
from trousseau.figures.language import Language
from trousseau.method.pareto import pareto

EN = Language("en")


def well_formed(drawing):
    root = ET.fromstring(drawing)
    assert root.tag == "svg"
    assert "style" not in drawing
    return root


def test_spark():
    well_formed(svg.spark([1, 2, None, 3]))
    assert svg.spark([1]) == svg.spark([]) == svg.spark([None, None]) == ""
    well_formed(svg.spark([0, 0, 0]))


def test_bullets_stay_on_their_axis(checkup):
    for row in indicators(checkup):
        root = well_formed(svg.bullet(row))
        for rect in root.iter("rect"):
            assert 0 <= float(rect.get("x")) <= 168


@pytest.mark.parametrize("fraction", [-1, 0, 0.5, 3, float("nan")])
def test_bars(fraction):
    width = float(next(well_formed(svg.bar(fraction, width=100)).iter("rect")).get("width"))
    assert 0 <= width <= 100


@pytest.mark.parametrize("values", [[1], [3, 1], [1] * 40, [100, -20, 20], list(range(1, 3000))])
def test_pareto_curve(values, language):
    drawing = svg.pareto_curve(pareto(values), language, title='<"curve">')
    root = well_formed(drawing)
    assert root.get("aria-label") == '<"curve">'
    for text in root.iter("text"):
        assert -1 <= float(text.get("x")) <= 640


def test_no_curve_where_shares_mean_nothing():
    assert svg.pareto_curve(pareto([]), EN) == svg.pareto_curve(pareto([1, -1]), EN) == ""


def test_a_large_curve_is_drawn_with_few_points():
    curve = pareto(np.random.default_rng(1).pareto(1.1, 200_000))
    points = svg.curve_points(curve)
    assert len(points) <= 401
    assert (points[0], points[-1]) == (0, 200_000)


def test_the_palette_is_that_of_the_pages():
    css = (Path(palette.__file__).parent.parent / "web/assets/css/tokens.css").read_text()
    tokens = {n: (a, b) for n, a, b in re.findall(r"--([a-z0-9-]+): light-dark\((#\w+), (#\w+)\)", css)}
    for name in palette.LIGHT:
        assert tokens[name] == (palette.LIGHT[name], palette.DARK[name])
