"""Good, to watch and bad by written rules: who is what, publishing, and what is kept of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from trousseau.access.models import AuditEvent
from trousseau.method.rules import DEFAULT, RuleSet
from trousseau.portfolio.actions import PublishingError, publish_rules
from trousseau.portfolio.models import AccountStanding, ClassMove, FrozenError, RuleVersion
from trousseau.portfolio.queries import classes
from trousseau.portfolio.queries.contributions import whale_curve
from trousseau.portfolio.queries.source import asked

pytestmark = pytest.mark.django_db
STRICTER = RuleSet.read({"rules": {"contribution_rate": {"watch": 0.45, "bad": 0.2}}, "least_known": 0.5})


@pytest.fixture
def director(margins, person):
    return person("director")


def test_each_account_has_its_class_and_its_reasons(director):
    found = classes.judged(asked(director, {"by": "account"}))
    assert found.names() == {"C1": "good", "C2": "bad", "C3": "watch", "C4": "unknown", "C5": "good"}
    loser = classes.standing_of(found, "C2")
    assert [(r.rule.measure, r.class_, round(r.value, 3)) for r in loser.reasons] == [
        ("contribution_rate", "bad", -0.125),
        ("contribution", "bad", -1200.0),
    ]
    assert loser.not_judged == ("payment_days",)
    unknown = classes.standing_of(found, "C4")
    assert (unknown.too_little_known, unknown.rate, unknown.reasons) == (True, None, ())
    assert classes.standing_of(found, "nobody") is None


def test_sums_of_the_classes_add_up_to_the_portfolio(director):
    found = classes.judged(asked(director, {"by": "account"}))
    sums = found.sums().values()
    assert sum(one.revenue for one in sums) == 12 * 2700
    assert sum(one.contribution for one in sums) == 12 * (400 - 100 + 50 + 50)
    assert sum(one.accounts for one in sums) == 5


def test_who_moved_since_the_period_before(director):
    found = classes.moved(asked(director, {"by": "account"}))
    assert [(m.name, m.before, m.after) for m in found] == [("Perte", "watch", "bad"), ("Mince", "good", "watch")]


def test_the_whale_has_its_peak_its_drag_and_those_beside_it(director):
    found = whale_curve(asked(director, {"by": "account"}))
    assert [row.name for row in found.rows] == ["Bon", "Mince", "Petit bon", "Perte"]
    assert (found.peak, found.drag, found.total) == (12 * 500, 12 * 100, 12 * 400)
    assert (found.carrying, [row.name for row in found.tail]) == (1, ["Perte"])
    assert [(row.name, row.revenue) for row in found.unknown] == [("Inconnu", 3600)]


def test_the_refresh_writes_a_standing_for_every_list(margins):
    assert {row.account.key: row.name for row in AccountStanding.objects.select_related("account")} == {
        "C1": "good", "C2": "bad", "C3": "watch", "C4": "unknown", "C5": "good",
    }  # fmt: skip


def test_publishing_keeps_the_version_and_who_moved(director):
    version = publish_rules(director, STRICTER, " Too kind ", based_on=0)
    assert (version.number, version.reason, version.published_by) == (1, "Too kind", director)
    assert version.counts["before"] == {"good": 2, "watch": 1, "bad": 1, "unknown": 1}
    assert version.counts["after"] == {"good": 1, "watch": 1, "bad": 2, "unknown": 1}
    assert {(m.name, m.before, m.after, m.revenue) for m in version.moves.all()} == {
        ("Mince", "watch", "bad", 6000),
        ("Bon", "good", "watch", 12000),
    }
    assert classes.in_force().rules == STRICTER
    assert AccountStanding.objects.get(account__key="C1").name == "watch"
    event = AuditEvent.objects.get(verb="rules.published")
    assert event.before == DEFAULT.as_json()
    assert event.after["reason"] == "Too kind"
    with pytest.raises(FrozenError):
        version.save()


def test_the_second_of_two_who_publish_is_told(director, person):
    publish_rules(director, STRICTER, "First", based_on=0)
    with pytest.raises(PublishingError) as refused:
        publish_rules(person("director", email="second@example.org"), DEFAULT, "Second", based_on=0)
    assert refused.value.code == "rules_outdated"
    assert RuleVersion.objects.count() == 1


def test_publishing_the_same_rules_or_without_a_reason_changes_nothing(director):
    for rules, reason, code in ((DEFAULT, "Why not", "rules_unchanged"), (STRICTER, "  ", "rules_reason")):
        with pytest.raises(PublishingError) as refused:
            publish_rules(director, rules, reason, based_on=0)
        assert refused.value.code == code
    assert not ClassMove.objects.exists()


def test_only_a_director_publishes(margins, person):
    with pytest.raises(PermissionDenied):
        publish_rules(person("controller"), STRICTER, "Mine", based_on=0)
