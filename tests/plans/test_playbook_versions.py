"""A company's own playbooks: written in versions, refused in a sentence, offered to the accounts they fit."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from trousseau.plans.actions import playbook_versions as actions
from trousseau.plans.actions.playbook_versions import Line, Written
from trousseau.plans.actions.playbooks import apply
from trousseau.plans.models import Action, PlaybookVersion
from trousseau.plans.playbook import read
from trousseau.plans.playbooks_delivered import BY_KEY, PLAYBOOKS
from trousseau.plans.queries import playbooks as queries
from trousseau.selection.models import AccountRank

FAIR = Written(
    "Trade fair", "First day of the fair",
    {1: Line("Invite them", "manager", -20, 2), 2: Line("Show them round", "sales", 0, 1, 2, (1,))},
)  # fmt: skip


def as_said(playbook, **changes):
    numbers = {step.key: n for n, step in enumerate(playbook.steps, 1)}
    lines = {
        n: Line(
            step.what.said, step.who, step.at, step.takes, step.weight, [numbers[key] for key in step.after], step.key
        )
        for n, step in enumerate(playbook.steps, 1)
    }
    return replace(Written(playbook.name.said, playbook.day.said, lines), **changes)


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda one: one.key)
def test_a_playbook_is_kept_as_it_is(playbook):
    kept = playbook.as_json()

    assert read(playbook.key, playbook.version, {"en": playbook.name.en, "fr": playbook.name.fr}, kept) == playbook


def test_a_new_playbook_is_offered_and_applied(house, plan):
    made = actions.add(house["director"], FAIR)

    assert queries.in_force() == [*PLAYBOOKS, made]
    owners = {step.key: house["manager"] for step in made.steps}
    apply(house["manager"], plan, made, timezone.localdate(), owners)
    assert list(Action.objects.values_list("what", flat=True)) == ["Invite them", "Show them round"]


def test_a_delivered_one_keeps_both_languages_where_nobody_changed_its_words_and_stays_readable(house):
    alert = BY_KEY["loss_alert"]
    said = as_said(alert, name="Loss alert, ours")

    made = actions.change(house["director"], "loss_alert", said, seen=1)

    assert (made.version, made.name.fr) == (2, "Loss alert, ours")
    assert [step.what for step in made.steps] == [step.what for step in alert.steps]
    assert [queries.as_said(row) for row in queries.versions("loss_alert")] == [made, alert]


def test_saving_what_is_there_already_makes_no_version(house):
    actions.change(house["director"], "loss_alert", as_said(BY_KEY["loss_alert"]), seen=1)

    assert queries.find("loss_alert").version == 1


@pytest.mark.parametrize("who", ["head", "manager", "expert"])
def test_only_who_runs_the_programme_writes(house, who):
    with pytest.raises(PermissionDenied):
        actions.add(house[who], FAIR)
    with pytest.raises(PermissionDenied):
        actions.retire(house[who], "loss_alert", "no", seen=1)


def test_of_two_editors_the_second_is_told_who_was_first(house):
    actions.change(house["director"], "loss_alert", as_said(BY_KEY["loss_alert"], day="The day"), seen=1)

    with pytest.raises(ValidationError, match="Claire Dumas saved version 2 meanwhile"):
        actions.change(house["director"], "loss_alert", as_said(BY_KEY["loss_alert"], day="That day"), seen=1)

    assert queries.find("loss_alert").day.en == "The day"


def test_of_two_saves_at_once_one_is_kept_and_the_other_told(house, monkeypatch):
    actions.change(house["director"], "loss_alert", as_said(BY_KEY["loss_alert"], day="One"), seen=1)
    monkeypatch.setattr(queries, "find", BY_KEY.get)  # what the other one read before the first was there

    with pytest.raises(ValidationError, match="saved version 2 meanwhile"):
        actions.change(house["director"], "loss_alert", as_said(BY_KEY["loss_alert"], day="Other"), seen=1)

    assert PlaybookVersion.objects.filter(key="loss_alert").count() == 2


def test_a_retired_one_is_offered_no_longer_nor_applied_and_comes_back(house, plan):
    retired = actions.retire(house["director"], "loss_alert", "Replaced", seen=1)

    assert "loss_alert" not in {one.key for one in queries.in_force()}
    with pytest.raises(ValidationError, match="Replaced"):
        apply(house["manager"], plan, retired, timezone.localdate(), {})
    actions.revive(house["director"], "loss_alert", seen=2)
    assert "loss_alert" in {one.key for one in queries.in_force()}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "  "}, "Give it a name"),
        ({"name": "x" * 121}, "121 characters"),
        ({"day": ""}, "what the day is"),
        ({"lines": {}}, "at least one step"),
        ({"lines": {n: Line("Do it", "manager", 0, 1) for n in range(1, 301)}}, "300 steps: a playbook has at most 40"),
        ({"lines": {1: Line(" ", "manager", 0, 1)}}, "Say what is done"),
        ({"lines": {1: Line("Do", "nobody", 0, 1)}}, "Choose who"),
        ({"lines": {1: Line("Do", "manager", 751, 1)}}, "at most 750"),
        ({"lines": {1: Line("Do", "manager", 0, -1)}}, "from 0 to 250"),
        ({"lines": {1: Line("Do", "manager", 0, 1, 0)}}, "from 1 to 100"),
        ({"lines": {1: Line("Do", "manager", 0, 1, 1, (1,))}}, "wait for itself"),
        ({"lines": {1: Line("Do", "manager", 0, 1, 1, (7,))}}, "step 7, which is not there"),
        (
            {"lines": {1: Line("Do", "manager", -5, 1, 1, (2,)), 2: Line("First", "manager", 2, 1)}},
            "due 5 working days before, earlier than step 2 that it waits for, due 2 working days after",
        ),
        (
            {"lines": {1: Line("A", "manager", 0, 1, 1, (2,)), 2: Line("B", "manager", 0, 1, 1, (1,))}},
            "wait for each other: 1 → 2 → 1",
        ),
        ({"tiers": ["none such"]}, "one of the list"),
        ({"industries": [f"n{n}" for n in range(11)]}, "At most 10 industries"),
        ({"event": "tier"}, "which tiers"),
        ({"event": "contract"}, "how many days before"),
        ({"event": "never"}, "one of the list"),
    ],
)
def test_what_makes_no_playbook_is_refused_in_a_sentence(house, changes, said):
    with pytest.raises(ValidationError) as refused:
        actions.add(house["director"], replace(FAIR, **changes))

    assert said in " ".join(refused.value.messages)
    assert not PlaybookVersion.objects.exists()


WAITS = st.lists(st.frozensets(st.integers(1, 8), max_size=3), min_size=8, max_size=8)


@given(WAITS)
def test_steps_are_refused_where_they_wait_in_a_circle_and_only_there(waits):
    lines = {n: Line("Do", "manager", 0, 1, 1, sorted(after)) for n, after in enumerate(waits, 1)}
    left = {n: set(line.after) for n, line in lines.items()}
    while ready := {n for n, after in left.items() if not after & set(left)}:
        for n in ready:
            del left[n]

    found = actions.circle(lines)

    assert bool(found) == bool(left)
    assert all(following in lines[one].after for one, following in itertools.pairwise(found))


def form_of(playbook, **changes):
    said = {"name": playbook.name.said, "day": playbook.day.said, "rows": str(len(playbook.steps)),
            "revision": str(playbook.version)}  # fmt: skip
    numbers = {step.key: n for n, step in enumerate(playbook.steps, 1)}
    for step in playbook.steps:
        n = numbers[step.key]
        said |= {f"key-{n}": step.key, f"what-{n}": step.what.said, f"who-{n}": step.who, f"at-{n}": str(step.at),
                 f"takes-{n}": str(step.takes), f"weight-{n}": str(step.weight),
                 f"after-{n}": ", ".join(str(numbers[key]) for key in step.after)}  # fmt: skip
    return said | changes


def test_the_editor_saves_a_version_and_its_page_says_what_changed(client, house):
    client.force_login(house["director"])
    address = reverse("plans:edit_playbook", args=["loss_alert"])
    assert "Check the alert in the figures" in client.get(address).content.decode()

    sent = form_of(BY_KEY["loss_alert"], **{"at-2": "4", "who-3": "client", "out-6": "yes"})
    assert client.post(address, sent).status_code == 302

    page = client.get(reverse("plans:playbook", args=["loss_alert"])).content.decode()
    for said in (
        "Call the client and ask what has changed — Due: 3 working days after → 4 working days after",
        "Name the cause: price, quality, deadline, person, competitor — Who: Expert → The client",
        "Step taken out: Look at the orders again: did they come back?",
        "version 1, delivered",
    ):
        assert said in page
    old = client.get(reverse("plans:playbook", args=["loss_alert"]), {"version": "1"}).content.decode()
    assert "Look at the orders again" in old
    assert client.get(reverse("plans:playbook", args=["loss_alert"]), {"version": "9"}).status_code == 404


def test_the_editor_keeps_what_was_typed_names_the_line_and_gives_more_lines(client, house):
    client.force_login(house["director"])
    address = reverse("plans:new_playbook")

    refused = client.post(address, form_of(BY_KEY["loss_alert"], **{"at-2": "soon", "after-3": "9"}))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Step 2: Due: “soon” is no whole number." in page
    assert 'value="soon"' in page
    assert not PlaybookVersion.objects.exists()

    more = client.post(address, form_of(BY_KEY["loss_alert"], more="1")).content.decode()
    assert 'name="what-11"' in more
    assert not PlaybookVersion.objects.exists()


def test_a_copy_begins_with_the_steps_of_another(client, house):
    client.force_login(house["director"])
    address = f"{reverse('plans:new_playbook')}?from=contract_renewal"
    assert "Contract renewal (copy)" in client.get(address).content.decode()

    sent = form_of(BY_KEY["contract_renewal"], name="Renewal, rail", industries="Rail; rail ;  ", tiers=["key"])
    assert client.post(address, sent).status_code == 302

    made = queries.in_force()[-1]
    assert (made.name.en, made.tiers, made.industries, len(made.steps)) == (
        "Renewal, rail",
        ("key",),
        ("Rail", "rail"),
        7,
    )
    with translation.override("fr"):
        assert made.steps[0].what.said.startswith("Relire le contrat")


def test_those_that_fit_the_account_come_first_and_the_rest_under_them(client, house, plan):
    actions.add(house["director"], replace(FAIR, name="For key accounts", tiers=("key",)))
    actions.add(house["director"], replace(FAIR, name="For others", tiers=("develop",)))
    actions.add(house["director"], replace(FAIR, name="For shipyards", industries=("Shipyards",)))
    AccountRank.objects.create(account=house["account"], client="A1", tier="key")
    client.force_login(house["manager"])

    seen = client.get(reverse("plans:apply", args=[house["account"].public_id])).context

    assert seen["fit"][0]["name"] == "For key accounts"
    assert [one["name"] for one in seen["others"]] == ["For others", "For shipyards"]


def test_retiring_and_offering_again_by_the_page(client, house):
    client.force_login(house["director"])
    page = reverse("plans:playbook", args=["loss_alert"])
    retire, revive = (reverse("plans:settle_playbook", args=["loss_alert", verb]) for verb in ("retire", "revive"))

    assert client.post(retire, {"revision": "1", "why": " "}).status_code == 422
    assert client.post(retire, {"revision": "1", "why": "Replaced by ours"}).status_code == 302
    assert "It is offered no longer: Replaced by ours" in client.get(page).content.decode()
    assert client.post(revive, {"revision": "1"}).status_code == 422
    assert client.post(revive, {"revision": "2"}).status_code == 302
    assert "Retire it" in client.get(page).content.decode()


def test_a_manager_reads_playbooks_and_changes_none(client, house):
    client.force_login(house["manager"])

    assert "Loss alert" in client.get(reverse("plans:playbooks")).content.decode()
    assert "Change it" not in client.get(reverse("plans:playbook", args=["loss_alert"])).content.decode()
    assert client.get(reverse("plans:edit_playbook", args=["loss_alert"])).status_code == 403
