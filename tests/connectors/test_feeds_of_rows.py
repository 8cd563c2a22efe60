"""A database: whatever changes there, in whatever order and however often a run is killed, the ledger says the same."""

import contextlib
import datetime as dt
import sqlite3

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

import postgresql
from trousseau.connectors.actions import feeds as actions
from trousseau.connectors.feeds import rows
from trousseau.connectors.feeds.rehearsal import rehearse
from trousseau.connectors.feeds.running import begin, carry_out
from trousseau.connectors.models import Feed, FeedRun
from trousseau.imports import actions as imports
from trousseau.imports import folders
from trousseau.imports.models import Import, Source

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
TABLE = (
    "CREATE TABLE {name} (id INTEGER PRIMARY KEY, invoice TEXT, day TEXT, customer TEXT, net TEXT, "
    "updated_at TEXT, gone INTEGER DEFAULT 0)"
)


@pytest.fixture
def path(tmp_path, settings, time_machine, organisation):
    """A SQLite database below a folder that may be watched, with one sale."""
    time_machine.move_to(START, tick=False)
    settings.WATCHED = (tmp_path,)
    path = tmp_path / "sales.sqlite"
    ask(path, TABLE.format(name="sales"))
    ask(path, "CREATE VIEW lines AS SELECT * FROM sales")
    row(path, 1)
    return path


def ask(path, sql, *bound):
    with sqlite3.connect(path) as opened:
        return opened.execute(sql, bound).fetchall()


def row(path, key, *, invoice="F1", net="10.5", at="2026-11-27 07:00:00", gone=0, day="2026-01-13"):
    ask(path, "REPLACE INTO sales VALUES (?, ?, ?, ?, ?, ?, ?)", key, invoice, day, "Alstrom", net, at, gone)


def of(path, user, **more) -> Feed:
    told = {"address": f"sqlite:///{path}", "view": "main.lines", "key": "id", "changed": "updated_at", **more}
    return actions.add(user, "database", actions.Wishes("Warehouse", told, replace="keyed"))


def look(feed) -> FeedRun:
    run = begin(Feed.objects.get(pk=feed.pk))
    carry_out(run)
    run.refresh_from_db()
    return run


def started(feed, cast) -> FeedRun:
    """The first run, whose rows somebody loads."""
    assert look(feed).counts["waiting"] == 1
    imports.load(Import.objects.get(), user=cast["controller"])
    return look(feed)


def told() -> list[tuple[str, str, str]]:
    lines = folders.ledger().lines().read_all().to_pylist() if folders.ledger().version >= 0 else []
    return sorted((line["line"], line["document"], f"{line['amount']:.2f}") for line in lines)


def test_rows_are_corrected_moved_and_taken_out(path, cast, time_machine):
    feed = of(path, cast["administrator"], deleted="gone")
    seen = rehearse(feed)
    assert (seen.accepted, {name: field for name, field, _ in seen.columns}["id"]) == (1, "line")
    row(path, 2, net="20")
    row(path, 3, net="x")
    first = started(feed, cast)
    assert told() == [("1", "F1", "10.50"), ("2", "F1", "20.00")]
    bad = Import.objects.get().rejected.get()
    assert (bad.column, bad.value, bad.cells["id"]) == ("net", "x", "3")
    assert look(feed).counts.keys() <= {"seen"}, "nothing changed: no import"
    row(path, 1, invoice="F9", at="2026-11-27 08:01:00")  # under another document
    row(path, 3, net="30", at="2026-11-27 08:01:00")
    row(path, 4, net="40", at="2026-11-27 06:55:00")  # whose transaction ended late
    look(feed)
    assert told() == [("1", "F9", "10.50"), ("2", "F1", "20.00"), ("3", "F1", "30.00"), ("4", "F1", "40.00")]
    row(path, 2, gone=1, at="2026-11-27 08:02:00")
    assert look(feed).counts["removed"] == 1
    ask(path, "DELETE FROM sales WHERE id = 4")
    look(feed)
    assert ("4", "F1", "40.00") in told(), "keys are compared once a day"
    time_machine.shift(dt.timedelta(hours=21))
    look(feed)
    assert told() == [("1", "F9", "10.50"), ("3", "F1", "30.00")]
    imports.undo(Import.objects.filter(replace="gone").order_by("-pk")[0], refreshing=False)
    assert ("4", "F1", "40.00") in told(), "it can be undone"
    assert first.state == "done"


def test_what_cannot_be_read_is_said_with_its_mend(path, cast, settings):
    for address, says in (
        (f"sqlite:///{path.parent.parent}/other.sqlite", "TROUSSEAU_WATCHED"),
        ("postgresql+psycopg://me:hidden@db.example/sales", "password"),
        ("postgresql+psycopg://me@127.0.0.1:1/sales", "TROUSSEAU_OUTGOING_ALLOWED"),
        ("postgresql+psycopg://me@db.example/sales?passfile=/etc/passwd", "passfile"),
        ("nothing", "postgresql"),
    ):
        with pytest.raises(ValidationError, match=says):
            actions.add(cast["administrator"], "database", actions.Wishes("W", {"address": address}))
    with pytest.raises(ValidationError, match="no view or table"):
        of(path, cast["administrator"], view='main.lines"; DROP TABLE sales; --')
    with pytest.raises(ValidationError, match="no column"):
        of(path, cast["administrator"], key="nokey")
    feed = of(path, cast["administrator"])
    started(feed, cast)
    ask(path, "INSERT INTO sales (id, invoice, day, customer, net) VALUES (9, 'F', '2026-01-13', 'A', '1')")
    assert [one["code"] for one in look(feed).errors] == ["null_rows"]
    ask(path, "DROP VIEW lines")
    ask(path, "CREATE VIEW lines AS SELECT id, net FROM sales")
    met = look(feed)
    assert (met.state, met.errors[0]["code"], met.errors[0]["told"]["column"]) == ("failed", "no_column", "updated_at")
    path.write_bytes(b"no database at all, and more than a few bytes of it" * 100)
    assert look(feed).errors[0]["code"] == "database"
    assert len(told()) == 1


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("put", "put", "put", "gone", "run", "kill")),
        st.integers(1, 5),
        st.integers(1, 9),
        st.integers(1, 2),
    ),
    max_size=14,
)


@given(CHANGES)
@examples(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_says_what_the_view_says(path, cast, monkeypatch, changes):
    """Equal instants, pages of two rows, kills wherever a step begins."""
    from trousseau.connectors.feeds import taking

    monkeypatch.setattr(rows, "ROWS", 2)
    Feed.objects.all().delete()
    for item in Import.objects.filter(state="loaded").order_by("-pk"):
        imports.undo(item, refreshing=False)
    Import.objects.all().delete()
    Source.objects.all().delete()
    ask(path, "DELETE FROM sales")
    row(path, 1)
    feed = of(path, cast["administrator"], deleted="gone")
    started(feed, cast)
    minute = 0
    for what, key, net, invoice in changes:
        minute += net % 2  # every other change at the instant of the one before
        at = f"2026-11-27 08:{minute:02}:00"
        if what in {"put", "gone"}:
            row(path, key, net=str(net), invoice=f"F{invoice}", at=at, gone=int(what == "gone"))
        elif what == "run":
            look(feed)
        else:
            where, name = ((taking, "settle"), (taking, "load"), (imports, "load"))[net % 3]
            with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
                patch.setattr(where, name, _kill)
                look(feed)
    look(feed)
    meant = ask(path, "SELECT id, invoice, net FROM sales WHERE gone = 0 ORDER BY id")
    assert told() == [(str(key), invoice, f"{float(net):.2f}") for key, invoice, net in meant]


def _kill(*_args, **_named):
    raise KeyboardInterrupt


@pytest.mark.skipif(postgresql.programs() is None, reason="PostgreSQL is not installed")
def test_a_real_postgresql_is_read_by_its_types(cast, settings, organisation, time_machine):
    import psycopg

    from trousseau.environment import outgoing

    settings.OUTGOING_ALLOWED = outgoing({"TROUSSEAU_OUTGOING_ALLOWED": "127.0.0.0/8"})
    with postgresql.served(postgresql.programs()) as address:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute('CREATE SCHEMA "Ventes"')
            server.execute(
                'CREATE TABLE "Ventes"."Lignes" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), facture text, '
                '"Date" date, client text, montant numeric(14,4), maj timestamptz DEFAULT now())'
            )
            server.execute(
                'INSERT INTO "Ventes"."Lignes" (facture, "Date", client, montant) '
                "SELECT 'F' || n, '2026-01-13', 'Alstrom', n + 0.25 FROM generate_series(1, 3) n"
            )
            url = address.replace("postgresql://", "postgresql+psycopg://")
            told_ = {"address": url, "view": "Ventes.Lignes", "key": "id", "changed": "maj"}
            wishes = actions.Wishes("PG", told_, replace="keyed", secret="not-needed-here")
            feed = actions.add(cast["administrator"], "database", wishes)
            with connection.cursor() as raw:
                raw.execute("SELECT secret FROM connectors_feed")
                assert "not-needed-here" not in raw.fetchone()[0], "it is sealed"
            started(feed, cast)
            server.execute('UPDATE "Ventes"."Lignes" SET montant = 9.75, maj = now() WHERE facture = \'F2\'')
            assert look(feed).counts["changed"] == 1
        assert [(document, amount) for _key, document, amount in sorted(told(), key=lambda one: one[1])] == [
            ("F1", "1.25"), ("F2", "9.75"), ("F3", "3.25"),
        ]  # fmt: skip
    assert look(feed).errors[0]["code"] == "database", "the server is gone"
