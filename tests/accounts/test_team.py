"""Teams of accounts: roles, dates, the sponsor, who led when; what has ended gives no access."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.accounts import access, actions, queries
from trousseau.accounts.actions import Place
from trousseau.accounts.models import ManagerTerm, TeamMember
from trousseau.accounts.pages import event_sentence


@pytest.fixture
def account(portfolio, cast):
    """An account led by the manager of the cast."""
    found = portfolio(2)[1]
    return actions.name_manager(cast["director"], found, cast["manager"])


def test_a_member_sees_the_account_until_they_leave(account, cast, person):
    expert = person("expert", name="Eva")
    member = actions.add_member(cast["manager"], account, expert, Place("expert", label="quality"))
    assert access.visible_to(expert).count() == 1

    actions.end_member(cast["manager"], member)

    assert access.visible_to(expert).count() == 0
    assert TeamMember.objects.get(pk=member.pk).over
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["account.member_added", "account.member_ended"]
    assert event_sentence(AuditEvent.objects.order_by("pk").last()) == "Left the team: Eva, Expert"


def test_who_begins_later_does_not_see_it_yet(account, cast, person):
    expert = person("expert", name="Eva")
    begins = timezone.localdate() + timedelta(days=3)
    actions.add_member(cast["manager"], account, expert, Place("expert", since=begins))
    assert access.visible_to(expert).count() == 0


def test_a_back_up_may_write_while_it_lasts(account, cast, person):
    backup = person("manager", name="Bob")
    member = actions.add_member(cast["manager"], account, backup, Place("backup"))
    assert access.may_write(backup, account)
    actions.end_member(cast["manager"], member)
    assert not access.may_write(backup, account)


def test_an_account_has_one_sponsor_at_a_time_who_directs_the_house(account, cast, person):
    first, second = person("executive", name="Henri"), person("director", name="Anne")
    actions.add_member(cast["director"], account, first, Place("sponsor", since=date(2024, 1, 1)))
    actions.add_member(cast["director"], account, second, Place("sponsor"))

    assert queries.sponsor(account) == second
    assert account.members.get(user=first).until == timezone.localdate()
    with pytest.raises(ValidationError, match="cannot sponsor"):
        actions.add_member(cast["director"], account, cast["manager"], Place("sponsor"))
    old = account.members.get(user=first)
    with pytest.raises(ValidationError, match="is the sponsor in that time"):
        actions.change_member(cast["director"], old, Place("sponsor", since=date(2024, 1, 1)), old.revision)
    with pytest.raises(PermissionDenied):
        actions.add_member(cast["manager"], account, first, Place("sponsor"))


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (Place("king"), "Choose a role"),
        (Place("expert", since=date(2025, 2, 1), until=date(2025, 1, 1)), "last day lies before"),
        (Place("expert", since=date(1066, 1, 1)), "between 1950"),
        (Place("expert", label="x" * 101), "at most 100"),
        (Place("expert", note="x" * 501), "at most 500"),
        (Place("backup"), "cannot stand in"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(account, cast, place, sentence):
    with pytest.raises(ValidationError, match=sentence):
        actions.add_member(cast["manager"], account, cast["expert"], place)


def test_clients_and_administrators_are_on_no_team(account, cast):
    for role in ("client", "administrator"):
        with pytest.raises(ValidationError, match="not someone of the house"):
            actions.add_member(cast["manager"], account, cast[role], Place("other"))


def test_the_same_role_twice_is_refused_and_a_past_one_may_come_back(account, cast):
    place = Place("expert", since=date(2024, 1, 1), until=date(2024, 6, 1))
    actions.add_member(cast["manager"], account, cast["expert"], place)
    actions.add_member(cast["manager"], account, cast["expert"], Place("expert"))
    with pytest.raises(ValidationError, match="already has this role"):
        actions.add_member(cast["manager"], account, cast["expert"], Place("expert"))
    assert account.members.filter(user=cast["expert"]).count() == 2


def test_the_second_of_two_is_told_what_it_is_now(account, cast):
    member = actions.add_member(cast["manager"], account, cast["expert"], Place("expert"))
    actions.change_member(cast["manager"], member, Place("service"), 1)
    with pytest.raises(ValidationError, match="changed this meanwhile"):
        actions.change_member(cast["director"], member, Place("sales"), 1)
    assert TeamMember.objects.get(pk=member.pk).role == "service"


def test_others_change_no_team(account, cast):
    for role in ("executive", "controller", "expert", "head"):
        with pytest.raises(PermissionDenied):
            actions.add_member(cast[role], account, cast["expert"], Place("expert"))


def test_who_led_the_account_stays_written(account, cast, person):
    other = person("manager", name="Olga")
    actions.name_manager(cast["director"], account, other)
    actions.name_manager(cast["director"], account, None)
    assert [str(term.user) for term in ManagerTerm.objects.order_by("pk")] == [str(cast["manager"]), "Olga"]
    assert not ManagerTerm.objects.filter(until=None).exists()


def test_the_list_filters_and_sorts_by_sponsor(account, cast, signed_in):
    actions.add_member(cast["director"], account, cast["executive"], Place("sponsor"))
    client = signed_in(cast["director"])
    page = client.get(f"/accounts/?cols=sponsor&sort=sponsor&sponsor={cast['executive'].pk}").content.decode()
    assert account.name in page
    assert str(cast["executive"]) in page
    assert "1 account here" in page
    exported = b"".join(client.get("/accounts/export.csv?cols=sponsor").streaming_content).decode("utf-8-sig")
    assert str(cast["executive"]) in exported


def test_a_sponsor_finds_their_accounts_at_home(account, cast, signed_in):
    actions.add_member(cast["director"], account, cast["executive"], Place("sponsor"))
    assert account.name in signed_in(cast["executive"]).get("/").content.decode()
