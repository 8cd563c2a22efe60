"""A director's grid: drafted, tried, published once of two, kept for good."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from trousseau.access.models import AuditEvent
from trousseau.figures.language import Language
from trousseau.figures.typed import written
from trousseau.method.criteria import Grid
from trousseau.portfolio.queries.source import asked
from trousseau.selection import actions
from trousseau.selection.models import GridDraft, GridVersion
from trousseau.selection.pages.fields import figure_field


def fields(**changes):
    """The form as it stands: three criteria."""
    form = {"capacity": "2", "points": "5"}
    for at, (measure, axis, weight) in enumerate(
        (("revenue", "attractiveness", "50"), ("growth", "attractiveness", "30"), ("tenure", "strength", "20"))
    ):
        form |= {f"measure-{at}": measure, f"axis-{at}": axis, f"weight-{at}": weight, f"name-{at}": ""}
    return form | changes


def save(browser, **changes):
    return browser.post(reverse("selection:draft"), fields(**changes))


def publish(browser, reason="The board asked for growth"):
    return browser.post(reverse("selection:publish_grid"), {"reason": reason})


def test_a_draft_is_tried_and_published(browser, director):
    assert save(browser).status_code == 302
    page = browser.get(reverse("selection:grid")).context["page"]
    assert page.preview is not None
    assert [row.share for row in page.rows] == [50, 30, 20]
    answer = publish(browser)
    version = GridVersion.objects.get()
    assert answer.url == reverse("selection:grid_version", args=[1])
    assert (version.number, version.published_by) == (1, director)
    assert not GridDraft.objects.exists()
    assert AuditEvent.objects.filter(verb="grid.published").count() == 1
    assert browser.get(answer.url).status_code == 200
    assert Grid.read(version.grid).capacity == 2


def test_figures_are_valued_on_the_portfolio_and_kept_as_they_are_written(browser, director):
    save(browser)
    row = browser.get(reverse("selection:grid")).context["page"].rows[1]
    assert row.unit == "%"
    anchors = {f"figure-1-{at}": one.figure for at, one in enumerate(row.anchors)}
    anchors |= {f"points-1-{at}": one.points for at, one in enumerate(row.anchors)}
    before = GridDraft.objects.get().grid["criteria"][1]
    save(browser, **anchors, **{"was-1": "growth"})
    assert GridDraft.objects.get().grid["criteria"][1] == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weight-0": "-5"}, "-5"),
        ({"weight-0": "much"}, "much"),
        ({"measure-2": ""}, "2"),
        ({"axis-2": "attractiveness"}, "both axes"),
        ({"measure-1": "revenue"}, "Sales"),
        ({"measure-1": "luck"}, "luck"),
        ({"capacity": "0"}, "0"),
        ({"points": "200"}, "200"),
        ({"weight-0": "0", "weight-1": "0", "weight-2": "0"}, "Every weight"),
        ({"figure-0-0": "5", "points-0-0": "10", "was-0": "revenue"}, "value function"),
        ({"drop-0": "1"}, "2"),
    ],
)
def test_what_means_nothing_is_said_and_nothing_is_kept(browser, changes, words):
    answer = save(browser, **changes)
    assert answer.status_code == 422
    assert words in answer.context["page"].problem
    assert not GridDraft.objects.exists()


def test_of_two_directors_the_second_is_told(browser):
    save(browser)
    draft = GridDraft.objects.get()
    GridVersion.objects.create(number=1, reason="faster", grid=draft.grid, moves={})
    answer = publish(browser)
    assert answer.status_code == 422
    assert "Someone published another grid" in answer.content.decode()
    assert GridVersion.objects.count() == 1
    assert GridDraft.objects.exists()


def test_a_reason_is_asked_and_the_same_grid_is_nothing_new(browser):
    save(browser)
    assert publish(browser, " ").status_code == 422
    publish(browser)
    save(browser)
    assert publish(browser).status_code == 422
    assert GridVersion.objects.count() == 1


def test_a_version_never_changes(browser):
    save(browser)
    publish(browser)
    version = GridVersion.objects.get()
    version.reason = "another"
    with pytest.raises(TypeError):
        version.save()


def test_dropping_a_draft_leaves_the_grid(browser):
    save(browser)
    assert browser.post(reverse("selection:drop_draft")).status_code == 302
    assert not GridDraft.objects.exists()


def test_actions_ask_for_the_right_themselves(sales, person):
    controller = person("controller")
    question = asked(controller, {})
    with pytest.raises(PermissionDenied):
        actions.publish_grid(controller, "because", question)
    with pytest.raises(PermissionDenied):
        actions.drop_draft(controller)


@pytest.mark.parametrize(
    ("text", "language", "figure"),
    [
        ("1 234,5", "fr", 1234.5),
        ("1,234.5", "en", 1234.5),
        ("12.5", "fr", 12.5),
        ("12,5", "en", 12.5),
        ("−5 %", "fr", -5.0),
        ("many", "en", "many"),
    ],
)
def test_figures_are_read_as_each_language_writes_them(text, language, figure):
    with translation.override(language):
        assert figure_field(text, Language(language)) == figure


@pytest.mark.parametrize("value", [0.0, 12.5, -3.25, 1e9, 0.0001])
def test_a_figure_written_in_a_field_is_read_back(value):
    for language in (Language("fr"), Language("en")):
        assert figure_field(written(value, language), language) == value
