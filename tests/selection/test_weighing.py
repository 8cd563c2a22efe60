"""Weights by swing and by pairs: worked out, taken into the draft, kept with the version."""

from __future__ import annotations

import pytest
from django.urls import reverse

from selection.test_grid_pages import publish, save
from trousseau.selection.models import GridDraft, GridVersion

SWINGS = {"swing-revenue": "100", "swing-growth": "60", "swing-tenure": "40"}


def post(browser, name, **answers):
    return browser.post(reverse(f"selection:{name}"), answers)


def weights():
    return {one["key"]: one["weight"] for one in GridDraft.objects.get().grid["criteria"]}


@pytest.fixture
def draft(browser):
    save(browser)
    return browser


def test_swings_become_weights_that_add_up_to_a_hundred(draft):
    tried = post(draft, "swing", **SWINGS)
    assert [round(one.share * 100) for one in tried.context["page"].results] == [50, 30, 20]
    assert "€" in tried.context["page"].rows[0].swing
    assert post(draft, "swing", take="1", **SWINGS).status_code == 302
    assert weights() == {"revenue": 50, "growth": 30, "tenure": 20}
    assert GridDraft.objects.get().weighed == {"by": "swing", "points": {"revenue": 100, "growth": 60, "tenure": 40}}


@pytest.mark.parametrize("answer", ["-1", "101", "much", ""])
def test_a_swing_is_a_number_from_0_to_100(draft, answer):
    before = weights()
    refused = post(draft, "swing", take="1", **SWINGS | {"swing-growth": answer})
    assert refused.status_code == 422
    assert "Growth" in refused.context["page"].problem
    assert refused.context["page"].rows[1].points == answer
    assert weights() == before


def test_swings_that_leave_an_axis_empty_take_nothing(draft):
    before = weights()
    post(draft, "swing", take="1", **SWINGS | {"swing-tenure": "0"})
    assert weights() == before


PAIRS = {"pair-revenue-growth": "2", "pair-revenue-tenure": "4", "pair-growth-tenure": "2"}


def test_pairs_that_go_together_become_weights(draft):
    tried = post(draft, "pairs", **PAIRS).context["page"]
    assert tried.consistent
    assert [round(one.share * 100) for one in tried.results] == [57, 29, 14]
    assert post(draft, "pairs", take="1", **PAIRS).status_code == 302
    assert weights() == {"revenue": 57, "growth": 29, "tenure": 14}
    publish(draft)
    assert GridVersion.objects.get().weighed["times"]["revenue"] == {"growth": 2.0, "tenure": 4.0}


def test_the_pair_that_contradicts_the_others_is_pointed_at_and_mended_in_one_press(draft):
    """Revenue twice growth, growth twice tenure, but tenure nine times revenue: the last should be a quarter."""
    tried = post(draft, "pairs", **PAIRS | {"pair-revenue-tenure": "1/9"}).context["page"]
    assert not tried.consistent
    assert tried.suggestion
    mended = post(draft, "pairs", **dict(tried.suggested)).context["page"]
    assert float(mended.finding.split("ratio ")[1].split(",")[0]) < 0.2


def test_moving_a_weight_by_hand_afterwards_is_direct_again(draft):
    post(draft, "swing", take="1", **SWINGS)
    save(draft, **{"weight-0": "40"})
    assert GridDraft.objects.get().weighed == {"by": "direct"}


def test_two_versions_are_compared(draft):
    publish(draft)
    save(draft, **{"weight-0": "10", "weight-2": "60", "capacity": "3"})
    publish(draft, "years count")
    answer = draft.get(reverse("selection:compare_grids"), {"a": "1", "b": "2"})
    page = answer.context["page"]
    assert [(row.before, row.after) for row in page.rows] == [("50%", "10%"), ("30%", "30%"), ("20%", "60%")]
    entered = {move.name for move in page.moves.entered}
    back = draft.get(reverse("selection:compare_grids"), {"a": "2", "b": "1"}).context["page"]
    assert {move.name for move in back.moves.left} == entered
    assert draft.get(reverse("selection:compare_grids"), {"a": "7"}).status_code == 404
    file = draft.get(reverse("selection:compare_table", args=["csv"]), {"a": "1", "b": "2"})
    assert file.status_code == 200
    assert all(name in file.content.decode("utf-8-sig") for name in entered)
