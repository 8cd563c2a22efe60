"""Tiers edited in a form, refused with a sentence, published once of two; days of managers; filters and the panel."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from selection.test_sessions import DAY, THREE, grid
from trousseau.accounts import access
from trousseau.accounts.models import TeamMember
from trousseau.method.tiers import Tiers
from trousseau.portfolio.queries.source import asked
from trousseau.selection import actions
from trousseau.selection.models import AccountRank, GridVersion, ManagerDays, TierVersion
from trousseau.selection.queries import tiers


@pytest.fixture
def ruled(director):
    GridVersion.objects.create(number=1, reason="first", grid=grid().as_json(), moves={})
    return director


def fields(**changes):
    """Three tiers: key with two places, develop by a rule, the rest."""
    form = {"do": "publish", "reason": "The board asked", "based_on": "0"}
    for at, (key, name, capacity, days) in enumerate(
        (("key", "Partners", "2", "2"), ("develop", "Growers", "", "0.5"), ("maintain", "Others", "", "0.1"))
    ):
        form |= {
            f"key-{at}": key, f"name-{at}": name, f"place-{at}": str(at + 1), f"capacity-{at}": capacity,
            f"days-{at}": days, f"measure-{at}-0": "", f"least-{at}-0": "", f"most-{at}-0": "",
        }  # fmt: skip
    form |= {"measure-1-0": "growth", "least-1-0": "5"}
    return form | changes


def send(browser, **changes):
    return browser.post(reverse("selection:change_tiers"), fields(**changes))


def test_tiers_are_published_in_the_words_of_the_company(browser, ruled):
    answer = send(browser)
    version = TierVersion.objects.get()
    assert answer.url == reverse("selection:tier_version", args=[1])
    kept = tiers.read(version.tiers)
    assert [tier.name for tier in kept.tiers] == ["Partners", "Growers", "Others"]
    assert kept.tiers[1].entry[0].least == 0.05
    assert sum(version.counts.values()) == 8
    assert version.counts["key"] == 2
    page = browser.get(reverse("selection:tiers")).context["page"]
    assert page.rows[1].rules == "Growth 5% or more"
    assert browser.get(answer.url).status_code == 200
    ranking = browser.get(reverse("selection:ranking")).context["page"]
    assert ranking.rows[0].tier == "Partners"


def test_what_would_change_is_shown_before_publishing(browser, ruled):
    answer = send(browser, do="try", **{"capacity-0": "1"})
    assert answer.status_code == 200
    preview = answer.context["page"].preview
    assert ("Partners", 0, 2, 1) in preview.counts
    assert preview.total == len(preview.moves)
    assert not TierVersion.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"least-1-0": "50", "most-1-0": "5"}, "crosses over"),
        ({"least-1-0": "a lot"}, "a lot"),
        ({"capacity-0": "0"}, "0 is no capacity"),
        ({"capacity-0": "2.5"}, "2.5 is no capacity"),
        ({"capacity-0": "many"}, "many is no capacity"),
        ({"days-0": "-1"}, "less than nothing"),
        ({"drop-0": "1", "drop-1": "1"}, "fewer than two"),
        ({"name-1": "Partners"}, "called “Partners”"),
        ({"capacity-2": "5"}, "last tier"),
        ({"measure-1-0": "", "least-1-0": ""}, "takes everyone who is left"),
        ({"measure-1-0": "luck"}, "luck"),
        ({"measure-1-0": "", "least-1-0": "5"}, "nothing a rule can ask"),
        ({"place-0": "9"}, "last tier"),
        ({"reason": " "}, "Say why"),
        ({"based_on": "7"}, "Someone published"),
        ({"based_on": "x"}, "Someone published"),
    ],
)
def test_what_means_nothing_is_said_and_what_was_typed_stays(browser, ruled, changes, words):
    answer = send(browser, **changes)
    assert answer.status_code == 422
    page = answer.context["page"]
    assert words in page.problem
    assert page.editing
    assert not TierVersion.objects.exists()


def test_a_new_tier_stands_before_the_one_whose_place_it_takes(browser, ruled):
    more = {"key-3": "", "name-3": "High hopes!", "place-3": "3", "capacity-3": "4"}
    assert send(browser, **more).status_code == 302
    assert [tier.key for tier in tiers.in_force(2).tiers] == ["key", "develop", "high-hopes", "maintain"]


def test_of_two_who_publish_the_second_is_told(browser, ruled):
    send(browser)
    answer = send(browser, **{"name-0": "Mine"})
    assert answer.status_code == 422
    assert "Someone published" in answer.context["page"].problem
    assert "Mine" in answer.content.decode()
    assert "already" in send(browser, based_on="1").context["page"].problem


def test_only_directors_edit(ruled, person):
    with pytest.raises(PermissionDenied):
        actions.publish_tiers(person("controller"), THREE, "x", based_on=0, asked=None)
    with pytest.raises(PermissionDenied):
        actions.set_manager_days(person("head"), {})


def test_days_of_managers_are_kept_and_taken_back(browser, ruled, person):
    manager = person("manager")
    name = f"days-of-{manager.pk}"
    browser.post(reverse("selection:manager_days"), {name: "12.5"})
    assert ManagerDays.objects.get().days == 12.5
    answer = browser.post(reverse("selection:manager_days"), {name: "45"})
    assert answer.status_code == 422
    assert 'value="45"' in answer.content.decode()
    browser.post(reverse("selection:manager_days"), {name: ""})
    assert not ManagerDays.objects.exists()


@pytest.fixture
def held(ruled):
    actions.publish_tiers(ruled, THREE, "first", based_on=0, asked=asked(ruled, {}))
    session = actions.open_session(ruled, "Winter", DAY, [], asked(ruled, {}))
    actions.decide_tier(ruled, session, "Alstrom", "key", "First by far", seen=0)
    actions.decide_tier(ruled, session, "C4", "key", "Strategic", seen=0)
    actions.close_session(ruled, session)
    return session


def test_the_ranking_shows_who_would_enter_and_leave(browser, held):
    page = browser.get(reverse("selection:ranking")).context["page"]
    rows = {row.name: (row.held, row.tier) for row in page.rows}
    assert rows["Alstrom"] == ("Key", "Key")
    assert rows["Vernay"] == ("", "Key")
    assert [one.name for one in page.moves.entering] == ["Vernay"]
    assert [one.name for one in page.moves.leaving] == ["Kessler"]


def test_the_ranking_is_filtered_and_its_ranks_stay_true(browser, held):
    everyone = browser.get(reverse("selection:ranking")).context["page"]
    page = browser.get(reverse("selection:ranking"), {"tier": "key"}).context["page"]
    assert {row.name for row in page.rows} == {"Alstrom", "Vernay", "Kessler"}
    assert {row.name: row.rank for row in page.rows}.items() <= {row.name: row.rank for row in everyone.rows}.items()
    assert page.total == 3
    drawn = [bubble["label"]["formatter"] for series in page.option["series"] for bubble in series["data"]]
    assert set(drawn) <= {"Alstrom", "Vernay", "Kessler"}
    fragile = browser.get(reverse("selection:ranking"), {"fragile": "1"}).context["page"]
    assert all(row.fragile for row in fragile.rows)
    assert browser.get(reverse("selection:ranking"), {"tier": "<no>", "fragile": "x"}).context["page"].total == 8
    table = browser.get(reverse("selection:ranking_table", args=["csv"]), {"tier": "key"}).content.decode()
    assert table.count("\n") == 4


def test_by_account_an_account_holds_what_its_group_does(browser, held):
    page = browser.get(reverse("selection:ranking"), {"by": "account", "all": "1"}).context["page"]
    assert {row.name: row.held for row in page.rows}["Alstrom DE"] == "Key"


def test_the_list_of_accounts_filters_by_tier(browser, held):
    answer = browser.get(reverse("accounts:list"), {"tier": "key"})
    text = answer.content.decode()
    assert "Alstrom SA" in text
    assert "Kessler" in text
    assert "Moyen" not in text
    assert browser.get(reverse("accounts:list"), {"rank": "fragile"}).status_code == 200
    assert set(AccountRank.objects.filter(tier="key").values_list("account__key", flat=True)) == {"C1", "C2", "C4"}


def panel(client, key):
    account = access.every_account().get(key=key)
    return client.get(reverse("accounts:panel", args=[account.public_id, "tier"])).content.decode()


def test_the_account_page_says_tier_why_and_decisions(browser, held, django_assert_max_num_queries):
    panel(browser, "C2")
    with django_assert_max_num_queries(25):
        text = panel(browser, "C2")
    for said in ("Key", "20 Jan 2026", "First by far", "as part of the group Alstrom", "Points by criterion", "Rank"):
        assert said in text


def test_a_manager_sees_tier_and_decisions_without_scores(client, held, person):
    manager = person("manager")
    access.every_account().filter(key="C4").update(manager=manager)
    client.force_login(manager)
    text = panel(client, "C4")
    assert "Strategic" in text
    assert "Points by criterion" not in text
    assert "Vernay" not in text


def test_an_expert_sees_the_tier_alone(client, held, person):
    expert = person("expert")
    account = access.every_account().get(key="C4")
    TeamMember.objects.create(account=account, user=expert, role="expert")
    client.force_login(expert)
    text = panel(client, "C4")
    assert "Key" in text
    assert "Strategic" not in text


def test_tiers_as_kept_are_read_back():
    assert Tiers.read(THREE.as_json()) == THREE
    assert THREE.kind(None, "key") == "entry"
    assert THREE.kind("key", "develop") == "demotion"
    assert THREE.kind("develop", "key") == "promotion"
    assert THREE.kind("exit", "develop") == "promotion"
    assert THREE.kind("gone", "key") == "moved"
    assert THREE.kind("key", "exit") == "exit"
    assert THREE.kind("key", "key") == "kept"
