"""Of one thing, events arrive in the order in which they happened, whatever the receiver does; workers share."""

import datetime as dt
from collections import Counter, defaultdict

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from racing import race
from trousseau.accounts.actions import leave_out, take_back
from trousseau.webhooks import outbox, sending
from trousseau.webhooks.models import Delivery

ANSWERS = st.sampled_from([204, 204, 500, 429, 404, (503, {"Retry-After": "600"}, b"")])


@pytest.fixture
def listening(house, webhook):
    return webhook(house["director"], "account.scope.changed")[0]


def change(house, name):
    """Something happens to an account: left out, or counted again."""
    account = house[name]
    account.refresh_from_db()
    (take_back if account.excluded else leave_out)(house["director"], account)


@pytest.mark.usefixtures("listening")
@given(
    steps=st.lists(st.sampled_from(["account", "other", "hour", "tell"]), min_size=4, max_size=10),
    answers=st.lists(ANSWERS, max_size=6),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_of_one_thing_events_arrive_in_their_order_and_others_do_not_wait(house, receiver, tell, steps, answers):
    receiver.got.clear()
    receiver.answers[:] = answers
    with transaction.atomic(), time_machine.travel(timezone.now(), tick=False) as clock:
        for step in steps:
            if step == "hour":
                clock.shift(dt.timedelta(hours=1))
            elif step == "tell":
                tell()
            else:
                change(house, step)
        tell()
        while Delivery.objects.filter(state="waiting").exists():
            clock.shift(dt.timedelta(days=1))
            tell()
        assert not Delivery.objects.exclude(state="taken").exists(), "none is lost"
        arrived = defaultdict(list)
        for told in receiver.told():
            arrived[told["data"]["subject"]["id"]].append(told["sequence"])
        assert sum(len(set(numbers)) for numbers in arrived.values()) == Delivery.objects.count()
        for numbers in arrived.values():
            assert numbers == sorted(numbers), "the next only after the one before was taken"
        transaction.set_rollback(True)


def test_what_one_thing_waits_for_holds_up_no_other(listening, house, receiver, tell):
    receiver.answers[:] = [500]
    for name in ("account", "account", "other"):
        change(house, name)
    tell()
    got = [told["data"]["subject"]["id"] for told in receiver.told()]
    assert got == [house["account"].public_id, house["other"].public_id]
    assert listening.deliveries.filter(state="waiting").count() == 2


@pytest.mark.django_db(transaction=True)
def test_workers_who_look_at_the_same_time_send_each_once_and_in_order(listening, house, receiver):
    for _turn in range(3):
        change(house, "account")
        change(house, "other")

    def work():
        outbox.fill()
        while sending.send_next():
            pass

    race(work)
    work()
    assert max(Counter(receiver.ids()).values()) == 1
    arrived = defaultdict(list)
    for told in receiver.told():
        arrived[told["data"]["subject"]["id"]].append(told["sequence"])
    assert [len(numbers) for numbers in arrived.values()] == [3, 3]
    assert all(numbers == sorted(numbers) for numbers in arrived.values())
    assert set(Delivery.objects.values_list("state", flat=True)) == {"taken"}
