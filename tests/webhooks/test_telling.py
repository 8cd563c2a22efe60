"""What an action tells, to whom, signed how; what came of it, and what is tried again."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from trousseau.access.audit import history, record
from trousseau.access.models import RoleAssignment
from trousseau.accounts.actions import leave_out, name_manager, take_back
from trousseau.accounts.models import Account
from trousseau.jobs.models import Job
from trousseau.notices.models import Notice
from trousseau.webhooks import actions, handlers, sending
from trousseau.webhooks.models import Delivery, Endpoint

AWAY = "10.1.2.3"


def states(endpoint):
    return sorted(endpoint.deliveries.values_list("state", flat=True))


def test_an_action_is_told_signed_with_names_of_fields_and_where_to_read_them(house, webhook, receiver, tell):
    endpoint, secret = webhook(house["director"])
    name_manager(house["director"], house["account"], house["director"])
    tell()
    ((headers, body),) = receiver.got
    told = Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"changed", b"chanqed"), headers)
    key = house["account"].public_id
    event = history(house["account"]).get(verb="account.manager_named")
    assert told == {
        "type": "account.manager.changed",
        "timestamp": event.at.isoformat(),
        "sequence": told["sequence"],
        "data": {
            "subject": {
                "kind": "accounts",
                "id": key,
                "api": f"https://kam.example.com/api/v1/accounts/{key}",
                "url": f"https://kam.example.com/accounts/{key}/",
                "account": {"kind": "accounts", "id": key, "api": f"https://kam.example.com/api/v1/accounts/{key}"},
            },
            "action": "account.manager_named",
            "changed": ["manager"],
            "by": str(house["director"].pk),
        },
    }
    assert "Alstrom" not in body.decode()
    assert "Dumas" not in body.decode()
    delivery = endpoint.deliveries.get()
    assert (delivery.state, delivery.status, delivery.tries) == ("taken", 204, 1)
    tell()
    assert len(receiver.got) == 1


def test_a_tier_that_changes_is_told_with_what_it_was_and_is(house, webhook, receiver, tell):
    webhook(house["director"], "account.tier.changed")
    with transaction.atomic():
        record(house["director"], "account.tier_changed", house["account"],
               before={"tier": None, "name": "x"}, after={"tier": "key", "name": "y"})  # fmt: skip
    tell()
    [told] = receiver.told()
    assert (told["type"], told["data"]["changed"]) == ("account.tier.changed", ["name", "tier"])
    assert (told["data"]["before"], told["data"]["after"]) == ({"tier": None}, {"tier": "key"})
    assert told["data"]["subject"]["id"] == house["account"].public_id


def test_what_was_rolled_back_and_what_nobody_asked_for_is_told_to_nobody(house, webhook, receiver, tell):
    webhook(house["director"], "account.scope.changed")
    name_manager(house["director"], house["account"], house["director"])
    with transaction.atomic():
        leave_out(house["director"], house["account"])
        transaction.set_rollback(True)
    tell()
    assert receiver.got == []
    leave_out(house["director"], house["account"])
    tell()
    assert [told["data"]["action"] for told in receiver.told()] == ["account.left_out"]


@pytest.mark.django_db(transaction=True)
def test_a_committed_action_wakes_a_worker_and_none_is_woken_where_nobody_listens(house, webhook, tell):
    leave_out(house["director"], house["account"])
    assert not Job.objects.filter(kind=handlers.SEND).exists()
    webhook(house["director"])
    tell()
    Job.objects.all().delete()
    with transaction.atomic():
        take_back(house["director"], house["account"])
        transaction.set_rollback(True)
    assert not handlers.anything()
    take_back(house["director"], house["account"])
    assert Job.objects.get(kind=handlers.SEND).state == "queued"
    assert handlers.anything()


def test_who_owns_a_webhook_is_told_what_they_see_at_the_moment_of_telling(house, webhook, receiver, tell):
    endpoint, _secret = webhook(house["manager"])
    leave_out(house["director"], house["other"])  # not the manager's
    tell()
    assert (receiver.got, states(endpoint)) == ([], ["withheld"])
    leave_out(house["director"], house["account"])
    Account.objects.update(manager=house["director"])  # no longer the manager's
    tell()
    assert (receiver.got, states(endpoint)) == ([], ["withheld"] * 2)


@pytest.mark.parametrize("how", ["inactive", "client"])
def test_a_webhook_of_somebody_who_left_stops_and_administrators_are_told(house, webhook, receiver, tell, how):
    endpoint, _secret = webhook(house["manager"])
    leave_out(house["director"], house["account"])
    if how == "inactive":
        house["manager"].is_active = False
        house["manager"].save()
    else:
        RoleAssignment.objects.filter(user=house["manager"]).update(role="client")
    tell()
    endpoint.refresh_from_db()
    assert (receiver.got, endpoint.state, endpoint.why) == ([], "stopped", "left")
    assert list(Notice.objects.values_list("user__name", "kind")) == [("Inès Carvalho", "webhook.stopped")]
    with pytest.raises(ValidationError):
        actions.start(house["administrator"], endpoint, meanwhile=True)


def test_two_secrets_sign_for_the_time_that_was_chosen_and_no_longer(house, webhook, receiver, tell):
    endpoint, first = webhook(house["director"])
    second = actions.rotate(house["director"], endpoint, 24)
    leave_out(house["director"], house["account"])
    tell()
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        take_back(house["director"], house["account"])
        tell()
        (both, old), (headers, body) = receiver.got
        Webhook(second).verify(body, headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(first).verify(body, headers)
    assert Webhook(first).verify(old, both) == Webhook(second).verify(old, both)
    third = actions.rotate(house["director"], endpoint, 24)
    actions.end_former(house["director"], endpoint)
    leave_out(house["director"], house["account"])
    tell()
    headers, body = receiver.got[-1]
    Webhook(third).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(second).verify(body, headers)
    with pytest.raises(PermissionDenied):
        actions.rotate(house["administrator"], endpoint, 24)


def test_what_is_not_taken_waits_longer_each_time_and_is_given_up_after_three_days(house, webhook, receiver, tell):
    endpoint, _secret = webhook(house["director"])
    leave_out(house["director"], house["account"])
    receiver.answers[:] = [(500, {}, "désolé, \x00 revenez".encode())] * 30
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        waits, delivery = [], None
        while delivery is None or delivery.state == "waiting":
            tell()
            tell()  # not before its time
            delivery = endpoint.deliveries.get()
            if delivery.state == "waiting":
                waits.append(delivery.next_at - timezone.now())
                clock.move_to(delivery.next_at)
        spent = timezone.now() - began
    assert (delivery.state, delivery.tries, len(receiver.got)) == ("failed", 10, 10)
    assert (delivery.status, delivery.answer) == (500, "désolé,   revenez")
    assert len(set(receiver.ids())) == 1
    assert all(0.8 <= wait / planned <= 1.21 for wait, planned in zip(waits, sending.WAITS, strict=True))
    assert dt.timedelta(days=2) < spent < dt.timedelta(days=4)
    receiver.answers.clear()
    assert actions.replay_failed(house["director"], endpoint, began) == 1
    tell()
    assert (states(endpoint), len(set(receiver.ids()))) == (["taken"], 1)
    actions.replay(house["director"], endpoint.deliveries.get())
    tell()
    assert len(receiver.got) == 12


def test_a_receiver_that_asks_for_time_gets_it_and_one_that_is_gone_is_told_no_more(house, webhook, receiver, tell):
    endpoint, _secret = webhook(house["director"])
    receiver.answers[:] = [(503, {"Retry-After": "7200"}, b""), (302, {"Location": "/elsewhere"}, b""), 410]
    leave_out(house["director"], house["account"])
    leave_out(house["director"], house["other"])
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tell()
        assert len(receiver.got) == 1, "both wait"
        clock.shift(7201)
        tell()
        assert len(receiver.got) == 3, "no redirect is followed"
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.why) == ("stopped", "gone")
    told = set(Notice.objects.filter(kind="webhook.stopped").values_list("user__name", flat=True))
    assert told == {"Claire Dumas", "Inès Carvalho"}
    take_back(house["director"], house["other"])
    tell()
    assert len(receiver.got) == 3


def test_a_webhook_that_takes_nothing_for_five_days_is_stopped_and_goes_on_where_it_was(house, webhook, receiver, tell):
    endpoint, _secret = webhook(house["director"])
    receiver.answers[:] = [500] * 40
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _day in range(7):
            leave_out(house["director"], house["account"])
            take_back(house["director"], house["account"])
            tell()
            clock.shift(dt.timedelta(days=1))
        endpoint.refresh_from_db()
        assert (endpoint.state, endpoint.why) == ("stopped", "failing")
        receiver.answers.clear()
        receiver.got.clear()
        leave_out(house["director"], house["other"])
        actions.start(house["director"], endpoint, meanwhile=True)
        tell()
        clock.shift(dt.timedelta(days=1))
        tell()
        assert house["other"].public_id in {told["data"]["subject"]["id"] for told in receiver.told()}
        assert "waiting" not in states(endpoint)
        actions.stop(house["administrator"], endpoint)
        take_back(house["director"], house["other"])
        actions.start(house["director"], endpoint, meanwhile=False)
        receiver.got.clear()
        tell()
        assert receiver.got == []


def test_nothing_inside_is_called_neither_at_the_form_nor_later(house, webhook, receiver, tell, settings):
    endpoint, _secret = webhook(house["director"])
    settings.OUTGOING_ALLOWED = {"names": (), "networks": ()}
    for url in ("http://93.184.216.34/", "https://169.254.169.254/x", f"https://{AWAY}/", receiver.url, "ftp://x/", ""):
        with pytest.raises(ValidationError) as refused:
            actions.add(house["director"], actions.Wishes("x", url, ("plan.approved",)))
        assert list(refused.value.message_dict) == ["url"]
    leave_out(house["director"], house["account"])
    tell()
    assert receiver.got == []
    assert endpoint.deliveries.get().problem in {"scheme", "inside"}


class Killed(BaseException):
    """What no handler catches."""


def test_a_worker_killed_before_it_notes_an_answer_has_the_same_sent_again(house, webhook, receiver, tell, monkeypatch):
    endpoint, _secret = webhook(house["director"])
    leave_out(house["director"], house["account"])
    with monkeypatch.context() as patch:

        def killed(*_told, **_said):
            raise Killed

        patch.setattr(sending, "_note", killed)
        with pytest.raises(Killed):
            tell()
    Job.objects.all().delete()
    tell()
    assert len(receiver.got) == 1, "it may still be at it"
    with time_machine.travel(timezone.now() + sending.ABANDONED * 2):
        tell()
    assert (states(endpoint), len(receiver.got), len(set(receiver.ids()))) == (["taken"], 2, 1)


def test_a_test_goes_to_the_webhook_that_is_tried_and_old_deliveries_go(house, webhook, receiver, tell):
    endpoint, _secret = webhook(house["director"], "plan.approved")
    webhook(house["manager"])
    actions.try_out(house["administrator"], endpoint)
    tell()
    assert [told["type"] for told in receiver.told()] == ["webhook.test"]
    assert json.loads(receiver.got[0][1])["data"]["subject"]["id"] == endpoint.public_id
    with time_machine.travel(timezone.now() + handlers.KEPT * 1.1):
        job = handlers.jobs.start(handlers.FORGET)
        handlers.jobs.run(job.pk)
    assert not Delivery.objects.exists()
    with pytest.raises(PermissionDenied):
        actions.remove(house["manager"], endpoint)
    actions.remove(house["administrator"], endpoint)
    assert Endpoint.objects.count() == 1
