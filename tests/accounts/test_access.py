"""Who sees which account, and who may change it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from trousseau.accounts import access, actions
from trousseau.accounts.models import TeamMember


def seen(user):
    return set(access.visible_to(user).values_list("key", flat=True))


@pytest.fixture
def three(portfolio):
    """Two accounts in France, one in Asia."""
    return portfolio(3)


@pytest.mark.parametrize("role", ["director", "executive", "controller"])
def test_reading_roles_see_everything(three, cast, role):
    assert seen(cast[role]) == {account.key for account in three}
    assert access.sees_everything(cast[role])


@pytest.mark.parametrize("role", ["administrator", "client", "manager", "expert", "head"])
def test_the_others_see_nothing_that_was_not_given_to_them(three, cast, role):
    assert seen(cast[role]) == set()
    assert not access.sees_everything(cast[role])


def test_a_manager_sees_the_accounts_they_lead_and_those_of_their_team(three, person):
    alice, bob = person("manager", name="Alice"), person("manager", name="Bob")
    first, second, _ = three
    access.every_account().filter(pk=first.pk).update(manager=alice)
    TeamMember.objects.create(account=second, user=alice)

    assert seen(alice) == {first.key, second.key}
    assert seen(bob) == set()


def test_an_open_organisation_lets_managers_read_but_not_write_the_others(three, person, organisation):
    organisation.manager_reads = "open"
    organisation.save()
    alice = person("manager", name="Alice")

    assert seen(alice) == {account.key for account in three}
    assert not access.may_write(alice, three[0])
    with pytest.raises(PermissionDenied):
        access.writable_or_403(alice, three[0].public_id)


def test_an_expert_sees_their_teams_and_a_head_what_their_people_see(three, person):
    head = person("head", name="Hugo")
    deputy = person("head", name="Denis", reports_to=head)
    expert = person("expert", name="Eva", reports_to=deputy)
    TeamMember.objects.create(account=three[2], user=expert)

    assert seen(expert) == {three[2].key}
    assert seen(deputy) == {three[2].key}
    assert seen(head) == {three[2].key}


def test_people_who_report_in_a_circle_do_not_hang(three, person):
    one = person("head", name="One")
    two = person("head", name="Two", reports_to=one)
    one.reports_to = two
    one.save()

    assert seen(one) == set()


def test_a_limited_role_sees_the_accounts_of_its_zones(three, person):
    france = person("director", zones=["France"])
    nowhere = person("controller", zones=["France"], divisions=["Fonderie"])

    assert seen(france) == {"C00000", "C00002"}
    assert seen(nowhere) == set()
    assert set(access.scope_for(france).accounts) == {"C00000", "C00002"}


def test_no_access_is_404_and_never_tells_that_the_account_exists(three, cast):
    with pytest.raises(Http404):
        access.account_or_404(cast["expert"], three[0].public_id)
    with pytest.raises(Http404):
        access.account_or_404(cast["director"], "nothing")


def test_a_later_app_may_show_an_account_to_someone(three, cast, monkeypatch):
    monkeypatch.setattr(access, "_grants", [])
    access.register_grant(lambda user: Q(key="C00001") if user == cast["expert"] else Q(pk=None))

    assert seen(cast["expert"]) == {"C00001"}
    assert seen(cast["client"]) == set()


def test_the_scope_of_answers_leaves_out_the_excluded_and_knows_groups_made_by_hand(three, cast):
    access.every_account().filter(key="C00001").update(excluded=True)
    access.every_account().filter(key="C00002").update(group_origin="hand", group=three[0].group)

    scope = access.scope_for(cast["director"])

    assert scope.accounts is None
    assert scope.excluded == ("C00001",)
    assert scope.groups == {"C00002": "Alstrom Holding"}


def test_in_an_open_organisation_a_head_opens_the_accounts_their_portfolio_shows(three, person, organisation):
    organisation.manager_reads = "open"
    organisation.save()

    assert seen(person("head")) == {account.key for account in three}
    assert seen(person("head", zones=["France"])) == {"C00000", "C00002"}
    assert seen(person("expert")) == set()


def test_the_name_of_a_group_is_told_to_nobody_who_sees_none_of_its_accounts(three, person, cast, signed_in):
    address = f"/accounts/?group={three[0].group.public_id}&q=zzz"

    assert "Alstrom Holding" in signed_in(cast["director"]).get(address).content.decode()
    assert "Alstrom Holding" not in signed_in(person("manager")).get(address).content.decode()


def test_a_manager_no_database_can_hold_is_no_filter(three, cast, signed_in):
    assert signed_in(cast["director"]).get(f"/accounts/?manager={'9' * 5000}").status_code == 200


def test_keeping_a_view_asks_who_keeps_it(three, cast):
    with pytest.raises(PermissionDenied):
        actions.save_view(cast["client"], "Mine", "")
