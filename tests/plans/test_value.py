"""Value delivered: who writes it, what the client says of it, what counts, what two at once get to read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from trousseau.access.audit import history
from trousseau.access.models import Role
from trousseau.accounts import due
from trousseau.accounts.models import Account
from trousseau.plans.actions import value as actions
from trousseau.plans.actions.value import Bringing
from trousseau.plans.models.value import Delivered
from trousseau.plans.queries import value as queries

TYPED = {"what": "Line stops avoided", "category": "risk", "amount": "412000", "yearly": "on", "method": "3 × 137 k€"}


def bringing(what="Line stops avoided", ago=400, **said):
    said = {"amount": Decimal(412_000), "yearly": True, "method": "3 stops a year × 137 k€", **said}
    return Bringing(category="risk", what=what, since=timezone.localdate() - dt.timedelta(days=ago), **said)


@pytest.fixture
def brought(house):
    return actions.add(house["manager"], house["account"], bringing())


def confirm(user, one, **said):
    given = {"by": "Ana Ruiz", "on": timezone.localdate(), "said": "", "agreed": None, "revision": one.revision}
    return actions.confirm(user, one, **{**given, **said})


def totals(house):
    found = queries.of_account(house["manager"], house["account"])
    return queries.totals(found, timezone.localdate())


def test_only_what_the_client_confirms_counts_and_at_their_amount(house, brought):
    manager = house["manager"]
    assert (totals(house).year, totals(house).open) == (0, 412_000)

    one = confirm(manager, brought, agreed=Decimal(300_000))
    assert (totals(house).year, totals(house).open) == (300_000, 0)
    assert totals(house).ever > totals(house).year

    one = actions.unsay(manager, one, revision=one.revision)
    actions.contest(manager, one, by="Ana Ruiz", on=timezone.localdate(), said="Not ours.", revision=one.revision)
    assert (totals(house).year, totals(house).contested) == (0, 412_000)


def test_another_amount_is_to_be_confirmed_again(house, brought):
    one = confirm(house["manager"], brought)
    one = actions.change(house["manager"], one, bringing(evidence="", amount=Decimal(500_000)), revision=one.revision)

    assert (one.opinion, one.said_by, one.said_on) == ("unsaid", "", None)


def test_what_is_not_in_money_is_counted_and_never_guessed(house):
    actions.add(house["manager"], house["account"], bringing(amount=None, method=""))

    assert (totals(house).unvalued, totals(house).year, totals(house).open) == (1, 0, 0)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"method": ""}, "method"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(10) ** 15}, "amount"),
        ({"ago": -1}, "since"),
        ({"ago": 40_000}, "since"),
        ({"yearly": False, "until": dt.date(2999, 1, 1)}, "until"),
        ({"until": dt.date(2020, 1, 1)}, "until"),
        ({"what": "  "}, "what"),
        ({"what": "x" * 201}, "what"),
    ],
)
def test_bad_input_is_refused_at_its_field(house, said, field):
    with pytest.raises(ValidationError) as refused:
        actions.add(house["manager"], house["account"], bringing(**said))

    assert field in refused.value.message_dict
    assert not Delivered.objects.exists()


def test_contesting_needs_a_reason_and_a_name(house, brought):
    for by, said, field in (("Ana", "", "said"), ("", "No.", "by")):
        with pytest.raises(ValidationError) as refused:
            actions.contest(
                house["manager"], brought, by=by, on=timezone.localdate(), said=said, revision=brought.revision
            )
        assert field in refused.value.message_dict


def test_the_second_of_two_is_told_what_the_first_did(house, brought):
    confirm(house["director"], brought)

    with pytest.raises(ValidationError, match="Claire Dumas: Value confirmed by the client"):
        actions.change(house["manager"], brought, bringing("Other words"), revision=brought.revision)


def test_who_does_not_write_the_account_writes_nothing(house, brought):
    for name in ("other", "expert", "head"):
        with pytest.raises(PermissionDenied):
            actions.add(house[name], house["account"], bringing())


def test_taken_away_it_stays_in_the_trail(house, brought):
    pk = brought.pk
    actions.remove(house["manager"], brought, revision=brought.revision)
    brought.pk = pk

    assert history(brought).first().before["what"] == "Line stops avoided"
    with pytest.raises(ValidationError, match="taken it away"):
        actions.remove(house["manager"], brought, revision=brought.revision)


def test_written_down_on_the_page_and_confirmed_there(client, house):
    client.force_login(house["manager"])
    here = reverse("plans:value_here", args=[house["account"].public_id])

    assert client.post(here, {**TYPED, "since": "2026-01-10"}).status_code == 302
    one = Delivered.objects.get()
    page = client.get(here).content.decode()
    assert "to be confirmed" in page
    said = {"says": "confirmed", "by": "Ana", "on": timezone.localdate().isoformat(), "revision": one.revision}
    assert client.post(reverse("plans:value_opinion", args=[house["account"].public_id, one.public_id]), said).url
    assert "confirms" in client.get(here).content.decode()
    assert "Alstrom SA" in client.get(reverse("plans:value")).content.decode()


def test_what_was_refused_keeps_what_was_typed(client, house):
    client.force_login(house["manager"])
    here = reverse("plans:value_here", args=[house["account"].public_id])

    answer = client.post(here, {**TYPED, "amount": "a lot", "since": "2026-01-10"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Not a number: write it like 1234.56." in page
    assert "a lot" in page
    assert "3 × 137 k€" in page


def test_hostile_text_stays_text(client, house, brought):
    actions.add(house["manager"], house["account"], bringing("=HYPERLINK(1)<script>alert(1)</script>"))
    client.force_login(house["manager"])

    assert "<script>alert" not in client.get(reverse("plans:value")).content.decode()
    sheet = b"".join(client.get(reverse("plans:value_table", args=["csv"])).streaming_content).decode()
    assert ",=HYPERLINK" not in sheet


def test_others_do_not_see_it(client, house, brought):
    client.force_login(house["other"])

    assert client.get(reverse("plans:value_here", args=[house["account"].public_id])).status_code == 404
    assert "Alstrom" not in client.get(reverse("plans:value")).content.decode()


def test_who_reads_only_gets_no_form_and_may_not_post(client, house, person, brought):
    client.force_login(person(Role.EXECUTIVE))
    here = reverse("plans:value_here", args=[house["account"].public_id])

    assert 'id="add"' not in client.get(here).content.decode()
    assert client.post(here, {**TYPED, "since": "2026-01-10"}).status_code == 403


def test_ten_more_rows_cost_no_more_queries(client, house, plan, brought):
    client.force_login(house["manager"])
    pages = [
        reverse("plans:value"), reverse("plans:value_here", args=[house["account"].public_id]),
        reverse("plans:plan", args=[house["account"].public_id]),
    ]  # fmt: skip

    def counts():
        made = []
        for page in pages:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(page).status_code == 200
            made.append(len(seen))
        return made

    counts()
    before = counts()
    for number in range(10):
        other = Account.objects.create(key=f"B{number}", name=f"B{number}", manager=house["manager"])
        actions.add(house["manager"], other, bringing())
        actions.add(house["manager"], house["account"], bringing(f"More {number}"))
    assert counts() == before
    assert max(before) <= 25


def test_what_waits_for_the_client_is_due_for_its_manager(house, brought):
    def mine(user):
        return [one for one in due.items(user) if "not confirmed yet" in str(one.title)]

    assert len(mine(house["manager"])) == 1
    assert mine(house["manager"])[0].amount == 412_000
    assert mine(house["director"]) == []
    confirm(house["manager"], brought)
    assert mine(house["manager"]) == []


def test_the_running_total_ends_at_what_is_confirmed(house, brought):
    confirm(house["manager"], brought)
    found = list(queries.of_account(house["manager"], house["account"]))
    quarters = queries.running(found, timezone.localdate())

    assert abs(quarters[-1].total - totals(house).ever) < 1
    assert [one.total for one in quarters] == sorted(one.total for one in quarters)
