"""Whatever is changed in the trail, taken out of it or slipped in shows."""

import datetime as dt
import importlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousseau.access import audit, chain, cutting
from trousseau.access.models import AuditEvent, AuditLink

pytestmark = pytest.mark.django_db(transaction=True)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def done(organisation, *verbs):
    """One action of that many events."""
    with transaction.atomic():
        return [audit.record(None, verb, organisation, before={"a": 1}, after={"a": "Ève"}) for verb in verbs]


def tampered(statement, *values):
    """What someone does who may write into the database and takes its guards away first."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS audit_no_UPDATE")
        cursor.execute("DROP TRIGGER IF EXISTS link_no_update")
        cursor.execute(statement, values)


def fault():
    broken = chain.verify().broken
    return broken and (broken.fault, broken.event)


@pytest.fixture
def guards():
    """The triggers are put back for the tests that follow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)",
                       ["audit_no_UPDATE", "link_no_update"])  # fmt: skip
        kept = [row[0] for row in cursor.fetchall()]
    assert len(kept) == 2
    yield
    with connection.cursor() as cursor:
        for one in kept:
            cursor.execute(one.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))


def test_every_event_is_linked_as_soon_as_its_action_is_done(organisation):
    first, second = done(organisation, "a.done", "b.done")
    (third,) = done(organisation, "c.done")

    assert list(AuditLink.objects.values_list("number", "event")) == [(1, first.pk), (2, second.pk), (3, third.pk)]
    verdict = chain.verify()
    assert (verdict.links, verdict.waiting, verdict.broken) == (3, 0, None)


def test_what_is_taken_back_leaves_no_link(organisation):
    with transaction.atomic():
        audit.record(None, "a.done", organisation)
        transaction.set_rollback(True)
    done(organisation, "b.done")

    assert AuditLink.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE access_auditevent SET verb = 'x' WHERE id = %s",
        "UPDATE access_auditevent SET at = '2020-01-01 00:00:00' WHERE id = %s",
        "UPDATE access_auditevent SET target_id = '7' WHERE id = %s",
        "UPDATE access_auditlink SET digest = 'f' WHERE event = %s",
    ],
)
def test_an_event_or_a_link_that_was_changed_shows(organisation, guards, change):
    _first, second, _third = done(organisation, "a.done", "b.done", "c.done")
    tampered(change, second.pk)

    assert fault() == ("changed", second.pk)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE access_auditevent SET target_label = 'Other' WHERE id = %s",
        "UPDATE access_auditevent SET actor_label = 'Somebody else' WHERE id = %s",
        "UPDATE access_auditevent SET before = NULL WHERE id = %s",
        'UPDATE access_auditevent SET after = \'{"a": "Eve"}\' WHERE id = %s',
        "UPDATE access_auditlink SET salt = '' WHERE event = %s",
    ],
)
def test_what_was_before_and_after_cannot_be_changed_either(organisation, guards, change):
    _first, second, _third = done(organisation, "a.done", "b.done", "c.done")
    tampered(change, second.pk)

    assert fault() == ("texts", second.pk)


def test_an_event_or_a_link_that_is_gone_shows(organisation, guards):
    first, second, third = done(organisation, "a.done", "b.done", "c.done")
    noted = chain.verify().head
    tampered("DELETE FROM access_auditevent WHERE id = %s", second.pk)
    assert fault() == ("gone", second.pk)

    tampered("DELETE FROM access_auditlink WHERE event = %s", second.pk)
    assert fault() == ("missing", third.pk)

    tampered("DELETE FROM access_auditlink WHERE event >= %s", second.pk)
    tampered("DELETE FROM access_auditevent WHERE id >= %s", second.pk)
    assert fault() is None, "an end that was cut off shows against a head noted elsewhere only"
    assert chain.verify(noted).broken.fault == "cut"
    assert chain.verify(chain.Head(1, AuditLink.objects.get(event=first.pk).digest)).broken is None


def test_an_old_event_that_was_slipped_in_shows(organisation, monkeypatch):
    monkeypatch.setattr(chain, "LATE", 2)
    events = done(organisation, *(f"e{n}.done" for n in range(4)))
    AuditEvent.objects.bulk_create([AuditEvent(pk=events[0].pk - 1, actor_label="x", verb="forged.done",
                                               target_type="t", target_id="1", target_label="t")])  # fmt: skip
    done(organisation, "last.done")

    assert fault() == ("slipped_in", events[0].pk - 1)


def test_an_event_committed_late_is_linked_after_those_before_it(organisation):
    """As where two actions run at once: the one that began first ends last."""
    first, second = done(organisation, "a.done", "b.done")
    AuditEvent.objects.bulk_create([AuditEvent(pk=second.pk + 5, actor_label="x", verb="c.done", target_type="t",
                                               target_id="1", target_label="t")])  # fmt: skip
    chain.seal()
    AuditEvent.objects.bulk_create([AuditEvent(pk=second.pk + 3, actor_label="x", verb="d.done", target_type="t",
                                               target_id="1", target_label="t")])  # fmt: skip
    assert chain.verify().waiting == 1
    chain.seal()

    assert list(AuditLink.objects.values_list("event", flat=True)) == [
        first.pk, second.pk, second.pk + 5, second.pk + 3
    ]  # fmt: skip
    assert chain.verify().broken is None


def test_a_name_that_is_forgotten_leaves_the_chain_whole_and_nothing_to_guess_it_by(organisation):
    first, second = done(organisation, "a.done", "b.done")
    salt = AuditLink.objects.get(event=first.pk).salt

    def forget(event):
        event.target_label, event.after = "Person 1" * 60, {"a": "Person 1"}
        return True

    with transaction.atomic():
        assert audit.forget(AuditEvent.objects.filter(pk=first.pk), forget) == 1
    done(organisation, "c.done")

    links = AuditLink.objects.filter(event=first.pk)
    assert [bool(link.salt) for link in links] == [False, True]
    assert salt not in str(list(AuditLink.objects.values()))
    assert [link.event for link in AuditLink.objects.all()][:3] == [first.pk, second.pk, first.pk]
    assert chain.verify().broken is None


def test_code_and_database_refuse_to_change_a_link(organisation):
    done(organisation, "a.done")
    with pytest.raises(DatabaseError, match="only grows"), connection.cursor() as cursor:
        cursor.execute("UPDATE access_auditlink SET salt = ''")
    with pytest.raises(TypeError, match="only grows"):
        AuditLink.objects.all().delete()


@given(changes=st.lists(st.tuples(PLAIN, PLAIN), max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_before_and_after_reads_back_as_it_was_linked(organisation, changes):
    with transaction.atomic():
        for before, after in changes:
            audit.record(None, "a.done", organisation, before={"x": before}, after={"x": after})

    assert chain.verify().broken is None


def aged(event, days):
    """An event written that long ago: the chain is made after."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS audit_no_UPDATE")
        cursor.execute("UPDATE access_auditevent SET at = %s WHERE id = %s",
                       [(timezone.now() - dt.timedelta(days=days)).replace(tzinfo=None), event.pk])  # fmt: skip


@pytest.fixture
def old_and_young(organisation, guards, monkeypatch):
    """Three events of a year ago, one of today, linked."""
    with monkeypatch.context() as patched:
        patched.setattr(chain, "seal", lambda: None)
        events = done(organisation, "a.done", "b.done", "c.done", "d.done")
    for event in events[:3]:
        aged(event, 365)
    chain.seal()
    return events


def delete_guards():
    doors = importlib.import_module("trousseau.access.migrations.0005_old_events_leave")
    with connection.cursor() as cursor:
        for statement in doors.SQLITE_DELETE:
            cursor.execute(statement)


@pytest.fixture
def deletions_refused():
    """The triggers against deletion, which other tests run without."""
    delete_guards()
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_no_DELETE")
        cursor.execute("DROP TRIGGER link_no_delete")


def test_old_events_leave_and_what_is_left_is_checked_from_the_digest_at_the_cut(old_and_young, deletions_refused):
    head = chain.verify().head
    at_cut = AuditLink.objects.get(number=3)
    month = timezone.now() - dt.timedelta(days=30)
    cut = cutting.cut(month)

    assert (cut.events, str(cut.head)) == (3, f"3:{at_cut.digest}")
    assert [event.verb for event in AuditEvent.objects.order_by("pk")] == ["d.done", "audit.cut"]
    verdict = chain.verify(head)
    assert (verdict.broken, verdict.links, str(verdict.begins)) == (None, 2, f"3:{at_cut.digest}")
    assert cutting.cut(month) is None, "nothing more is old"
    assert chain.verify(chain.Head(2, "0" * 64)).early
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_auditevent")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_auditlink")


def test_a_cut_that_no_event_tells_shows(old_and_young):
    tampered("DELETE FROM access_auditlink WHERE number <= %s", 3)
    tampered("DELETE FROM access_auditevent WHERE id <= %s", old_and_young[2].pk)

    assert fault() == ("missing", old_and_young[3].pk)


def test_an_event_whose_name_was_forgotten_stays_until_its_newest_link_is_old(old_and_young):
    with transaction.atomic():
        audit.forget(AuditEvent.objects.filter(pk=old_and_young[0].pk), bool)
    cutting.cut(timezone.now() - dt.timedelta(days=30))

    assert [event.verb for event in AuditEvent.objects.order_by("pk")] == ["a.done", "d.done", "audit.cut"]
    assert chain.verify().broken is None
