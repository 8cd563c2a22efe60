"""The trail is read, filtered, paged and given out; the file can be checked by anybody."""

import csv
import io
import json

import pytest
from django.db import transaction
from django.urls import reverse

from trousseau.access import queries
from trousseau.access.audit import record
from trousseau.accounts.models import TeamMember
from trousseau.cli import main
from trousseau.trust import trail_files

PAGE = reverse("trust:audit")


def happened(actor, verb, target, **said):
    with transaction.atomic():
        return record(actor, verb, target, **said)


def read(client, **asked):
    """Verbs shown for a filter, in order."""
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return [one["event"].verb for one in answer.context["events"]]


def test_the_trail_is_filtered_by_who_room_account_and_object(cast, account, signed_in):
    orion, vega = account("Orion", code="C1"), account("Vega")
    member = TeamMember.objects.create(account=orion, user=cast["manager"])
    happened(cast["director"], "account.regrouped", orion)
    happened(cast["manager"], "account.member_added", member)
    happened(cast["manager"], "account.regrouped", vega)
    happened(cast["administrator"], "person.changed", cast["manager"])
    client = signed_in(cast["director"])

    assert len(read(client)) == 4
    assert read(client, person=cast["manager"].pk) == ["account.regrouped", "account.member_added"]
    assert read(client, room="access") == ["person.changed"]
    assert read(client, account="C1") == read(client, account="orion") == ["account.member_added", "account.regrouped"]
    assert read(client, object=f"accounts.account:{vega.pk}") == ["account.regrouped"]
    assert read(client, verb="person.changed") == ["person.changed"]
    for wrong, named in (({"account": "nobody"}, "nobody"), ({"since": "2026-02-02", "until": "2026-01-01"}, "ends")):
        refused = client.get(PAGE, wrong)
        assert refused.status_code == 422
        assert named in refused.content.decode()
    assert "account" not in signed_in(cast["administrator"]).get(PAGE).context["form"].fields


def test_pages_go_on_from_a_place_and_ask_no_more_of_the_thousandth(cast, organisation, signed_in, monkeypatch):
    monkeypatch.setattr("trousseau.trust.views.audit.PER_PAGE", 2)
    events = [happened(cast["director"], f"e{n}.done", organisation) for n in range(5)]
    client, seen, after = signed_in(cast["director"]), [], ""
    while True:
        shown = client.get(PAGE, {"after": after}).context
        seen += [one["event"].pk for one in shown["events"]]
        after = shown["after"]
        if after is None:
            break
    assert seen == [event.pk for event in reversed(events)]
    page = str(queries.trail(cast["director"]).order_by("-at", "-pk")[:2].query)
    assert "OFFSET" not in page
    assert client.get(PAGE, {"after": "x~9"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_is_filtered_is_given_out_with_its_chain_and_any_change_shows(
    cast, organisation, signed_in, tmp_path, capsys
):
    for n in range(3):
        happened(
            cast["director"], "organisation.changed", organisation, before={"name": "Ève"}, after={"name": f"=N{n}"}
        )
    happened(cast["administrator"], "person.changed", cast["manager"])
    client = signed_in(cast["director"])

    def given(kind, **asked):
        answer = client.post(reverse("trust:audit_export", kwargs={"kind": kind}), asked)
        assert answer.status_code == 200
        return b"".join(answer.streaming_content)

    def checked(text, *flags):
        (tmp_path / "trail.jsonl").write_bytes(text)
        with pytest.raises(SystemExit) as leave:
            main(["doctor", "--audit", "--file", str(tmp_path / "trail.jsonl"), "--json", "--lang", "en", *flags])
        told = json.loads(capsys.readouterr().out)["findings"][0]
        return leave.value.code, told["state"], told["said"]

    whole = given("jsonl")
    lines = [json.loads(line) for line in whole.splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3, 4, 5]
    assert lines[-1]["verb"] == "audit.exported"
    head = f"{lines[3]['number']}:{lines[3]['digest']}"
    assert checked(whole)[:2] == (0, "ok")
    assert checked(whole, "--head", head)[:2] == (0, "ok")
    assert checked(whole, "--head", f"4:{'0' * 64}")[:2] == (1, "bad")
    for was, now in (("=N1", "=N9"), ("Director Test", "Someone Else"), ("person.changed", "person.joined")):
        code, state, said = checked(whole.decode().replace(was, now).encode())
        assert (code, state) == (1, "bad"), said
    assert checked(b"\n".join(whole.splitlines()[::-1]))[1] == "bad"
    assert checked(b"not a trail\n")[1] == "bad"
    part = given("jsonl", verb="organisation.changed", text="Garonne", person=cast["director"].pk)
    assert len(part.splitlines()) == 3
    assert checked(part)[1] == "ok"
    rows = list(csv.reader(io.StringIO(given("csv", verb="organisation.changed").decode("utf-8-sig"))))
    assert (len(rows), rows[1][0], rows[1][11]) == (4, "1", lines[0]["digest"])
    assert given("xlsx")[:2] == b"PK"


def test_a_sheet_that_cannot_hold_them_says_so(cast, organisation, signed_in, monkeypatch):
    monkeypatch.setattr("trousseau.figures.export.SHEET_ROWS", 2)
    monkeypatch.setattr(trail_files, "SHEET_ROWS", 2)
    for _n in range(3):
        happened(cast["director"], "organisation.changed", organisation)
    answer = signed_in(cast["director"]).post(reverse("trust:audit_export", kwargs={"kind": "xlsx"}), follow=True)
    assert "JSON lines" in answer.content.decode()
