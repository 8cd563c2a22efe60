"""Judged criteria, presets and refusals in the form of the grid."""

from __future__ import annotations

import pytest
from django.urls import reverse

from selection.test_grid_pages import fields, publish, save
from trousseau.method.criteria import Grid
from trousseau.selection.models import GridDraft, GridVersion

LEVELS = {f"level-3-{number}": f"what {number} means" for number in range(1, 6)}


def draft():
    return Grid.read(GridDraft.objects.get().grid)


def page(browser):
    return browser.get(reverse("selection:grid")).context["page"]


def relationship(**changes):
    return {"measure-3": "judged:relationship", "axis-3": "strength", "weight-3": "25", "name-3": ""} | changes


def test_a_delivered_judgement_is_tried_and_published_open_where_nobody_judged(browser):
    assert save(browser, **relationship()).status_code == 302
    found = page(browser)
    row = found.rows[3]
    assert [level.number for level in row.levels] == [1, 2, 3, 4, 5]
    assert row.levels[0].says.startswith("Exploratory")
    assert row.known == 0
    assert "the others keep anything from 0 to 100 points open" in row.scant
    assert publish(browser).status_code == 302
    version = GridVersion.objects.get()
    assert version.grid["criteria"][3] == {
        "key": "relationship",
        "axis": "strength",
        "weight": 25.0,
        "levels": [""] * 5,
    }
    assert version.weighed == {"by": "direct"}
    text = browser.get(reverse("selection:grid_version", args=[1])).content.decode()
    assert "Interdependent" in text


def test_delivered_words_follow_the_reader_until_someone_rewrites_them(browser):
    save(browser, **relationship())
    shown = {f"level-3-{level.number}": level.says for level in page(browser).rows[3].levels}
    save(browser, **relationship(**shown | {"level-3-5": "One team"}))
    assert draft().criteria[3].levels == ("", "", "", "", "One team")
    browser.cookies["django_language"] = "fr"
    says = [level.says for level in page(browser).rows[3].levels]
    assert says[0].startswith("Exploratoire")
    assert says[4] == "One team"


def test_a_judgement_of_ones_own_has_a_name_and_five_levels(browser):
    own = relationship(**{"measure-3": "judged:own", "name-3": "Sustainability of the client"})
    refused = save(browser, **own)
    assert refused.status_code == 422
    assert "level 1" in refused.context["page"].problem
    assert refused.context["page"].rows[3].own_name == "Sustainability of the client"
    assert save(browser, **own | {"name-3": ""} | LEVELS).status_code == 422
    assert save(browser, **own | LEVELS).status_code == 302
    kept = draft().criteria[3]
    assert (kept.name, kept.levels[2]) == ("Sustainability of the client", "what 3 means")
    again = own | LEVELS | {"measure-3": f"judged:{kept.key}", "weight-3": "30"}
    assert save(browser, **again).status_code == 302
    assert draft().criteria[3].key == kept.key


def test_a_refusal_keeps_what_was_typed(browser):
    refused = save(browser, **{"weight-0": "much", "name-1": "Our growth", "figure-1-0": "-10", "points-1-0": "0"})
    assert refused.status_code == 422
    shown = refused.context["page"].rows
    assert (shown[0].weight, shown[1].own_name, shown[1].anchors[0].figure) == ("much", "Our growth", "-10")
    assert "much" in refused.content.decode()


@pytest.mark.parametrize(
    ("preset", "points"), [("more", [0.0, 50.0, 100.0]), ("less", [100.0, 50.0, 0.0]), ("between", [0.0, 100.0, 0.0])]
)
def test_a_value_function_is_set_on_the_portfolio(browser, preset, points):
    save(browser, **{"preset-0": preset, "figure-0-0": "1", "points-0-0": "1", "figure-0-1": "2", "points-0-1": "9"})
    assert [worth for _, worth in draft().criteria[0].anchors] == points


def test_what_people_tell_can_be_a_criterion_and_is_open_until_they_do(browser):
    save(browser, **{"measure-3": "share_of_wallet", "axis-3": "strength", "weight-3": "20", "name-3": ""})
    row = page(browser).rows[3]
    assert row.known == 0
    assert row.scant


def test_nine_criteria_do_not_fit(browser):
    many = {}
    for at, measure in enumerate(["zones", "divisions", "alive", "expected_orders", "recency"], 3):
        many |= {f"measure-{at}": measure, f"axis-{at}": "strength", f"weight-{at}": "5", f"name-{at}": ""}
    assert save(browser, **many).status_code == 302
    assert page(browser).blank is None
    assert len(draft().criteria) == 8
    assert fields()["capacity"] == "2"
