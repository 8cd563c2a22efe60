"""What programs do with webhooks: what the page does, within the same rights; a secret never leaves by the API."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.conftest import call  # noqa: F401 - a fixture
from trousseau.access.models import AuditEvent
from trousseau.accounts.actions import leave_out, take_back
from trousseau.webhooks.actions import rotate
from trousseau.webhooks.models import Endpoint


@pytest.fixture
def made(house, webhook):
    """A webhook of the director, told of accounts that are left out, and its secret."""
    return webhook(house["director"], "account.scope.changed")


def at(endpoint, *more):
    return "/".join(("/webhooks", endpoint.public_id, *more))


def test_its_owner_looks_after_it_and_the_trail_says_by_what(house, made, receiver, call, tell):  # noqa: F811
    endpoint, _secret = made
    program = call(house["director"])
    read = program.get(at(endpoint))
    assert read.json() == {
        "id": endpoint.public_id, "name": "ERP", "url": receiver.url, "kinds": ["account.scope.changed"],
        "owner": {"id": str(house["director"].pk), "name": "Claire Dumas"}, "state": "active", "why": "",
        "stopped_at": None, "former_until": None, "created_at": read.json()["created_at"], "revision": 1,
    }  # fmt: skip
    wishes = {"name": "Warehouse", "url": receiver.url, "kinds": ["account.scope.changed", "plan.approved"]}
    assert program.post(at(endpoint, "change"), wishes).status_code == 428
    changed = program.post(at(endpoint, "change"), wishes, If_Match=read["ETag"])
    assert (changed.json()["name"], changed.json()["kinds"], changed.json()["revision"]) == (
        "Warehouse", ["account.scope.changed", "plan.approved"], 2,
    )  # fmt: skip
    assert program.post(at(endpoint, "change"), wishes, If_Match=read["ETag"]).status_code == 412
    inside = wishes | {"url": "https://10.1.2.3/", "kinds": ["everything"]}
    refused = program.post(at(endpoint, "change"), inside, If_Match="*")
    assert (refused.status_code, {one["field"] for one in refused.json()["errors"]}) == (422, {"url", "kinds"})

    assert program.post(at(endpoint, "try-out")).status_code == 204
    assert program.post(at(endpoint, "stop")).status_code == 204
    refused = program.post(at(endpoint, "try-out"))
    assert (refused.status_code, refused.json()["detail"]) == (422, "It is stopped: start it, then try it.")
    leave_out(house["director"], house["account"])
    assert program.post(at(endpoint, "start"), {"meanwhile": True}).status_code == 204
    tell()
    assert [told["type"] for told in receiver.told()] == ["webhook.test", "account.scope.changed"]
    assert receiver.told()[0]["data"]["subject"]["api"] == f"https://kam.example.com/api/v1{at(endpoint)}"
    assert program.post(at(endpoint, "remove")).status_code == 204
    assert program.get(at(endpoint)).status_code == 404
    by = AuditEvent.objects.filter(target_type="webhooks.endpoint").exclude(verb="webhook.made")
    assert set(by.values_list("actor_label", flat=True)) == {"Claire Dumas · API"}


def test_what_came_of_each_is_read_and_what_was_given_up_is_sent_again(house, made, receiver, call, tell):  # noqa: F811
    endpoint, _secret = made
    program = call(house["director"])
    receiver.answers += [(301, {}, b""), 204]
    leave_out(house["director"], house["account"])
    tell()
    [one] = program.get(f"/webhook-deliveries?endpoint={endpoint.public_id}&state=waiting").json()["items"]
    assert (one["kind"], one["tries"], one["problem"], one["message"]) == (
        "account.scope.changed", 1, "redirect", receiver.ids()[0],
    )  # fmt: skip
    assert one["why"] == "It sends on to another address, which is not followed: give that address instead."
    standing = program.get(at(endpoint, "standing")).json()
    assert (standing["waiting"], standing["failed"], standing["last_taken_at"]) == (1, 0, None)
    assert standing["failing_since"] is not None
    again = f"/webhook-deliveries/{one['id']}/replay"
    assert program.post(again).json()["detail"] == "It is on its way already."
    endpoint.deliveries.update(state="failed", ended_at=timezone.now())
    since = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    assert program.post(at(endpoint, "replay-failed"), {"since": since}).json() == {"result": 1}
    tell()
    [taken] = program.get("/webhook-deliveries?state=taken").json()["items"]
    assert (taken["status"], taken["why"], receiver.ids()) == (204, "", [one["message"]] * 2)
    assert program.post(again).status_code == 204
    tell()
    assert receiver.ids() == [one["message"]] * 3


def test_administrators_look_after_all_without_leading_any_elsewhere(house, made, receiver, call, tell):  # noqa: F811
    endpoint, _secret = made
    wishes = {"name": "ERP", "url": receiver.url, "kinds": ["plan.approved"]}
    looks_after = call(house["administrator"])
    assert [one["id"] for one in looks_after.get("/webhooks").json()["items"]] == [endpoint.public_id]
    assert looks_after.post(at(endpoint, "change"), wishes, If_Match="*").status_code == 403
    assert looks_after.post(at(endpoint, "end-former")).status_code == 403
    leave_out(house["director"], house["account"])
    tell()
    [one] = looks_after.get("/webhook-deliveries").json()["items"]
    assert looks_after.post(f"/webhook-deliveries/{one['id']}/replay").status_code == 204
    assert [looks_after.post(at(endpoint, verb)).status_code for verb in ("stop", "remove")] == [204, 204]
    assert not Endpoint.objects.exists()


def test_others_see_nothing_of_it_and_a_token_does_what_it_was_made_for(house, made, call, tell):  # noqa: F811
    endpoint, _secret = made
    leave_out(house["director"], house["account"])
    tell()
    delivery = f"/webhook-deliveries/{endpoint.deliveries.get().public_id}"
    other = call(house["manager"])
    assert other.get("/webhooks").json()["items"] == other.get("/webhook-deliveries").json()["items"] == []
    assert {other.get(path).status_code for path in (at(endpoint), at(endpoint, "standing"), delivery)} == {404}
    assert {other.post(at(endpoint, verb)).status_code for verb in ("stop", "try-out", "remove")} == {404}
    assert other.post(f"{delivery}/replay").status_code == 404
    reads = call(house["director"], scopes=("read",))
    assert reads.get(at(endpoint)).status_code == 200
    assert reads.post(at(endpoint, "stop")).status_code == 403


def test_no_answer_holds_a_secret_and_none_is_made_by_a_program(house, made, call, tell):  # noqa: F811
    endpoint, secret = made
    program = call(house["director"])
    after = rotate(house["director"], endpoint, 24)
    leave_out(house["director"], house["account"])
    tell()
    read = ("/webhooks", at(endpoint), at(endpoint, "standing"), "/webhook-deliveries", "/audit")
    told = [program.get(path).content.decode() for path in read]
    assert not [one for one in told for held in (secret, after, "whsec_") if held in one]
    assert program.post("/webhooks", {"name": "x"}).status_code == 405
    assert {program.post(f"/webhooks/{verb}", {}).status_code for verb in ("add", "rotate")} == {405}
    assert program.post(at(endpoint, "rotate"), {"hours": 1}).status_code == 404
    assert program.post(at(endpoint, "end-former")).status_code == 204
    endpoint.refresh_from_db()
    assert (endpoint.secret, endpoint.former) == (after, "")


def test_lists_take_as_many_statements_for_one_as_for_many(house, made, webhook, call, tell):  # noqa: F811
    program = call(house["director"])
    counted = []
    for turn in (leave_out, take_back, leave_out):
        turn(house["director"], house["account"])
        webhook(house["director"], "account.scope.changed")
        tell()
        for path in ("/webhooks", "/webhook-deliveries"):
            program.get(path)
            with CaptureQueriesContext(connection) as found:
                assert len(program.get(path).json()["items"]) > 0
            counted.append(len(found))
    assert counted[:2] == counted[2:4] == counted[4:]
