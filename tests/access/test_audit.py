"""The trail is written with the action, and only grows."""

import datetime as dt
import importlib
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from trousseau.access import queries
from trousseau.access.audit import history, record
from trousseau.access.models import AuditEvent

triggers = importlib.import_module("trousseau.access.migrations.0002_audit_only_grows")


@pytest.fixture
def event(organisation, person):
    with transaction.atomic():
        return record(
            person("director"),
            "organisation.changed",
            organisation,
            before={"a": 1},
            after={"a": Decimal("2.50")},
        )


def test_an_event_keeps_who_what_before_and_after(event, organisation):
    assert (event.actor_label, event.verb, event.target_label) == (
        "Director Test",
        "organisation.changed",
        "Groupe Garonne",
    )
    assert (event.before, event.after) == ({"a": 1}, {"a": "2.50"})
    assert list(history(organisation)) == [event]


@pytest.mark.django_db(transaction=True)
def test_outside_the_action_s_transaction_it_is_refused(organisation):
    with pytest.raises(RuntimeError, match="transaction"):
        record(None, "organisation.changed", organisation)


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(verb="x"),
        lambda event: AuditEvent.objects.all().delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["verb"]),
    ],
)
def test_the_code_refuses_to_change_it(event, change):
    with pytest.raises(TypeError, match="only grows"):
        change(event)


@pytest.mark.parametrize("statement", ["UPDATE access_auditevent SET verb = 'x'", "DELETE FROM access_auditevent"])
def test_the_database_refuses_too(event, statement):
    triggers.run(connection, "DROP")
    triggers.run(connection, "CREATE")
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_administrator_reads_what_happens_to_people_a_director_everything(organisation, person):
    director, administrator = person("director"), person("administrator")
    with transaction.atomic():
        record(director, "person.changed", administrator)
        AuditEvent.objects.create(
            actor_label="x",
            verb="import.undone",
            target_type="imports.import",
            target_id="1",
            target_label="file.csv",
        )
    assert {event.verb for event in queries.trail(director)} == {"person.changed", "import.undone"}
    assert {event.verb for event in queries.trail(administrator)} == {"person.changed"}
    assert not queries.trail(person("manager")).exists()


def test_the_trail_is_filtered_by_day_verb_and_name(organisation, person):
    director = person("director")
    with transaction.atomic():
        record(director, "person.changed", person("manager", name="Bob Martin"))
        record(director, "organisation.changed", organisation)
    today = timezone.localdate()
    found = lambda **wanted: [e.verb for e in queries.trail(director, queries.AuditFilter(**wanted))]  # noqa: E731
    assert found(text="martin") == ["person.changed"]
    assert found(verb="organisation.changed") == ["organisation.changed"]
    assert found(until=today - dt.timedelta(days=2)) == []
    assert len(found(since=today - dt.timedelta(days=1))) == 2


def test_a_limited_director_reads_the_house_and_their_own_doing(organisation, person):
    whole, nord = person("director"), person("director", zones=["Nord"])
    with transaction.atomic():
        record(whole, "account.regrouped", whole.assignments.get())
        record(whole, "organisation.changed", organisation)
        record(nord, "scenario.kept", nord.assignments.get())

    assert {event.verb for event in queries.trail(nord)} == {"organisation.changed", "scenario.kept"}
    assert queries.trail(whole).count() == 3
