"""The names beside the map of good and bad customers: one under the other, never one on another."""

from itertools import pairwise

import pytest

from trousseau.method.rules import DEFAULT
from trousseau.portfolio.charts.good_bad import LINES, Dot, good_bad

LABELS = {"axis": "", "above": "", "below": "", "watch": ""}


@pytest.mark.parametrize("rates", [[0.3], [0.3, 0.3, 0.301, 0.31], [-0.4] * 9, [0.9, -0.9, 0.0, 0.2, 0.2, -0.59, -0.6]])
def test_names_stand_a_line_apart_and_inside_the_picture(rates):
    dots = [Dot(f"C{n}", "good", 1_000.0 + n, rate, "", named=True) for n, rate in enumerate(rates)]

    option = good_bad(dots, DEFAULT, LABELS, [(3, "1k"), (4, "10k")])

    low, high = option["yAxis"]["min"], option["yAxis"]["max"]
    heights = sorted(end["coord"][1] for _, end in option["series"][-1]["markLine"]["data"])
    assert len(heights) == len(rates)
    assert all(low <= height <= high for height in heights)
    assert all(b - a >= (high - low) / LINES - 0.02 for a, b in pairwise(heights))
