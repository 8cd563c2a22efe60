"""`trousseau rank` on the stored ledger: the same answer as the page, by any published grid."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portfolio.conftest import director, sales, stored
from selection.test_ranking_page import GRID
from trousseau.selection.models import GridVersion

__all__ = ["director", "sales", "stored"]


@pytest.fixture
def rank(sales, run):
    """Run the command on the stored ledger."""
    return lambda *flags: run("rank", *flags)


@pytest.fixture
def published(sales):
    two = GRID | {"capacity": 2}
    for number, grid in enumerate((GRID, two), 1):
        GridVersion.objects.create(number=number, reason="test", grid=grid, moves={})


def test_the_command_says_what_the_page_says(rank, published, director, client):
    answer = rank("--json")
    assert answer.code == 0, answer.err
    found = answer.json
    assert (found["grid_version"], found["by"], found["capacity"]) == (2, "group", 2)
    client.force_login(director)
    rows = client.get(reverse("selection:ranking"), {"all": "1"}).context["page"].rows
    assert [one["name"] for one in found["accounts"]] == [row.name for row in rows]
    assert [one["rank"] for one in found["accounts"]] == [row.rank for row in rows]
    assert [one["top_probability"] for one in found["accounts"]] == [row.probability for row in rows]
    assert [one["fragile"] for one in found["accounts"]] == [row.fragile for row in rows]


def test_any_published_grid_ranks_by_its_number(rank, published):
    assert rank("--grid", "1", "--json").json["capacity"] == 3
    shipped = rank("--grid", "0", "--json").json
    assert shipped["grid_version"] == 0
    assert shipped["capacity"] == 20
    assert "Grid v1" in rank("--grid", "1", "--lang", "en").out


def test_a_number_that_is_no_version_says_which_there_are(rank, published):
    answer = rank("--grid", "7", "--lang", "en")
    assert answer.code == 2
    assert "0, 1, 2" in answer.err


def test_a_number_means_nothing_for_the_lines_of_a_file(rank, tmp_path):
    lines = tmp_path / "lines.csv"
    lines.write_text("customer,date,amount\nA,2024-01-01,100\n", encoding="utf-8")
    answer = rank(lines, "--nominal", "--grid", "1", "--lang", "en")
    assert answer.code == 2
    assert "stored ledger" in answer.err
