"""Promises: recorded, kept, broken, moved, withdrawn, by whom it is allowed; two people at once; who is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from support.promises import made
from trousseau.access.models import AuditEvent
from trousseau.knowledge import forgetting, personal
from trousseau.knowledge.actions.erasing import erase_contact
from trousseau.knowledge.models import Contact
from trousseau.notices.models import Notice
from trousseau.support.actions import commitments as actions
from trousseau.support.models.commitments import Commitment, Direction, State
from trousseau.support.queries import commitments as queries

DAY = dt.timedelta(days=1)


def test_a_promise_is_recorded_with_its_trail_and_private(scene):
    one = made(scene)
    assert (one.state, one.visible, one.first_due) == (State.OPEN, False, one.due)
    event = AuditEvent.objects.get(verb="commitment.promised")
    assert event.target_label == "Plan qualité"
    assert "Ana" not in str(event.after)


def test_whoever_is_named_is_told_once(scene):
    one = made(scene, owner=scene.expert)
    notice = Notice.objects.get(user=scene.expert)
    assert notice.url.endswith(f"/{one.public_id}/")
    made(scene)
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": "  "}, "what"),
        ({"what": "x" * 301}, "what"),
        ({"contact": None}, "to"),
        ({"in_days": 365 * 30}, "due"),
        ({"promised_on": dt.date(2100, 1, 1)}, "promised_on"),
        ({"in_days": -5, "promised_on": None}, "due"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(scene, changes, field):
    with pytest.raises(ValidationError) as refused:
        made(scene, **changes)
    assert list(refused.value.message_dict) == [field]
    assert not Commitment.objects.exists()


def test_who_may_promise(scene):
    made(scene, by=scene.expert)
    with pytest.raises(PermissionDenied):
        made(scene, by=scene.stranger)
    with pytest.raises(ValidationError, match="yourself"):
        made(scene, by=scene.expert, owner=scene.manager)
    with pytest.raises(ValidationError, match="does not see this account"):
        made(scene, owner=scene.stranger)


def test_kept_with_day_and_evidence_then_reopened(scene):
    one = made(scene, in_days=-3)
    with pytest.raises(ValidationError):
        actions.keep(scene.manager, one, on=scene.today, evidence=" ", revision=1)
    with pytest.raises(ValidationError):
        actions.keep(scene.manager, one, on=scene.today + DAY, evidence="mail", revision=1)
    kept = actions.keep(scene.manager, one, on=scene.today, evidence="mail of today", revision=1)
    assert (kept.state, kept.settled_on, kept.late(scene.today)) == (State.KEPT, scene.today, 0)
    with pytest.raises(ValidationError, match="no longer open"):
        actions.break_(scene.manager, one, on=scene.today, reason="x", revision=2)
    again = actions.reopen(scene.manager, one, revision=2)
    assert (again.state, again.settled_on, again.evidence, again.late(scene.today)) == (State.OPEN, None, "", 3)


def test_the_chain_of_days_stays(scene):
    one = made(scene, in_days=-2)
    first = one.due
    for revision, days in enumerate((5, 9), 1):
        due = scene.today + days * DAY
        one = actions.renegotiate(
            scene.manager, one, due=due, reason="tooling", agreed_by="Ana Ruiz", revision=revision
        )
    assert (one.first_due, one.due, one.late(scene.today)) == (first, scene.today + 9 * DAY, 0)
    assert [move.before for move in one.renegotiations.all()] == [first, scene.today + 5 * DAY]
    for due in (one.due, scene.today - DAY):
        with pytest.raises(ValidationError):
            actions.renegotiate(scene.manager, one, due=due, reason="x", agreed_by="y", revision=3)


def test_the_second_of_two_is_told_what_changed(scene):
    one = made(scene)
    actions.keep(scene.manager, one, on=scene.today, evidence="mail", revision=1)
    with pytest.raises(ValidationError, match="Sophie Lacaze: Promise kept"):
        actions.withdraw(scene.director, one, reason="mistake", revision=1)
    one.refresh_from_db()
    assert one.state == State.KEPT


def test_owner_and_head_settle_strangers_do_not(scene):
    one = made(scene, owner=scene.expert)
    with pytest.raises(PermissionDenied):
        actions.withdraw(scene.stranger, one, reason="x", revision=1)
    actions.break_(scene.head, one, on=scene.today, reason="no capacity", revision=1)


def test_correcting_keeps_the_days_and_tells_what_changed(scene):
    one = made(scene)
    said = actions.Promised(what="Plan", due=scene.today, owner=scene.expert, contact=scene.contact)
    changed = actions.change(scene.manager, one, said, revision=1)
    assert (changed.what, changed.due) == ("Plan", one.due)
    event = AuditEvent.objects.get(verb="commitment.changed")
    assert event.before == {"owner": "Sophie Lacaze", "what": "Plan qualité", "revision": 1} or "what" in event.before


def test_figures_count_ours_and_what_they_owe_apart(scene):
    made(scene, in_days=-2)
    made(scene, in_days=3)
    made(scene, in_days=30)
    made(scene, in_days=-1, direction=Direction.THEIRS)
    found = queries.figures(scene.manager)
    assert (found.open, found.late, found.soon, found.owed) == (3, 1, 1, 1)
    assert (found.year.due, found.year.kept, found.year.too_few) == (1, 0, True)
    assert queries.figures(scene.stranger).open == 0


def test_a_statement_is_as_it_stood_at_the_end_of_its_month(scene):
    one = made(scene, in_days=-40)
    Commitment.objects.filter(pk=one.pk).update(
        promised_on=dt.date(2025, 1, 2), first_due=dt.date(2025, 1, 20), due=dt.date(2025, 3, 10)
    )
    one.renegotiations.create(
        before=dt.date(2025, 1, 20), after=dt.date(2025, 3, 10), reason="r", agreed_by="a", on=dt.date(2025, 2, 3)
    )
    Commitment.objects.filter(pk=one.pk).update(state="kept", settled_on=dt.date(2025, 3, 12), evidence="mail")
    rows = queries.visible(scene.manager)
    kinds = {}
    for month in ("2024-12", "2025-01", "2025-02", "2025-03", "2025-04"):
        start, end = queries.month_of(month)
        kinds[month] = [(row.kind, row.days) for row in queries.statement(scene.account, rows, start, end)]
    assert kinds == {
        "2024-12": [], "2025-01": [("late", 11)], "2025-02": [("renegotiated", 0)], "2025-03": [("kept", 2)],
        "2025-04": [],
    }  # fmt: skip


def test_a_person_is_given_out_and_forgotten_without_breaking_the_register(scene):
    one = made(scene, what="Plan for ana ruiz")
    free = made(scene, contact=None, contact_name="Ana Ruiz", reference="Letter to Ana Ruizeau")
    made(scene, contact=Contact.objects.create(account=scene.account, name="Dieter Kolb", said_on=scene.today))
    actions.renegotiate(
        scene.manager, one, due=scene.today + 20 * DAY, reason="x", agreed_by="Ana Ruiz, by mail", revision=1
    )
    assert len(personal.exported(scene.contact)["commitments"]) == 2
    with transaction.atomic():
        forgetting.forget([scene.contact], "Person 7")
    one.refresh_from_db()
    free.refresh_from_db()
    assert (one.what, free.contact_name, free.reference) == ("Plan for Person 7", "Person 7", "Letter to Ana Ruizeau")
    assert one.renegotiations.get().agreed_by == "Person 7, by mail"
    assert "ana" not in one.search_text


def test_erasing_a_person_reaches_the_promises(scene, person):
    one = made(scene, what="Plan for Ana Ruiz")
    contact = Contact.objects.get(pk=scene.contact.pk)
    erase_contact(person("administrator"), contact, "asked by letter", confirmed=contact.pseudonym)
    one.refresh_from_db()
    assert "Ana" not in one.what
    assert "Ana" not in one.to
