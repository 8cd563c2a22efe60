"""A database: whatever changes there, in whatever order and however often a run is killed, the ledger says the same.

Read by way of SQLAlchemy and of ADBC, which are to be told apart by nothing but the address.
"""

import contextlib
import datetime as dt
import socket
import sqlite3

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy.engine import make_url

import postgresql
from trousseau.connectors.actions import feeds as actions
from trousseau.connectors.feeds import rows
from trousseau.connectors.feeds.databases import drivers
from trousseau.connectors.feeds.databases.address import Address
from trousseau.connectors.feeds.databases.opening import opened
from trousseau.connectors.feeds.databases.protocol import checked, view_of
from trousseau.connectors.feeds.databases.values import cell
from trousseau.connectors.feeds.rehearsal import rehearse
from trousseau.connectors.feeds.running import begin, carry_out
from trousseau.connectors.models import Feed, FeedRun
from trousseau.environment import outgoing
from trousseau.imports import actions as imports
from trousseau.imports import folders
from trousseau.imports.models import Import, Source

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
TABLE = (
    "CREATE TABLE {name} (id INTEGER PRIMARY KEY, invoice TEXT, day TEXT, customer TEXT, net TEXT, "
    "updated_at TEXT, gone INTEGER DEFAULT 0)"
)


@pytest.fixture(params=["sqlite", "adbc+sqlite"])
def way(request):
    """How a SQLite address begins: read by SQLAlchemy, or by an ADBC driver."""
    return request.param


@pytest.fixture(scope="module")
def postgres():
    """A PostgreSQL of its own: its address."""
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql.served(postgresql.programs()) as address:
        yield address


@pytest.fixture
def path(tmp_path, settings, time_machine, organisation):
    """A SQLite database below a folder that may be watched, with one sale."""
    time_machine.move_to(START, tick=False)
    settings.WATCHED = (tmp_path,)
    path = tmp_path / "ventes é 100%25.sqlite"
    ask(path, TABLE.format(name="sales"))
    ask(path, "CREATE VIEW lines AS SELECT * FROM sales")
    row(path, 1)
    return path


def ask(path, sql, *bound):
    with sqlite3.connect(path) as opened:
        return opened.execute(sql, bound).fetchall()


def row(path, key, *, invoice="F1", net="10.5", at="2026-11-27 07:00:00", gone=0, day="2026-01-13"):
    ask(path, "REPLACE INTO sales VALUES (?, ?, ?, ?, ?, ?, ?)", key, invoice, day, "Alstrom", net, at, gone)


def of(path, user, way="sqlite", **more) -> Feed:
    told = {"address": f"{way}:///{path}", "view": "main.lines", "key": "id", "changed": "updated_at", **more}
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


def test_rows_are_corrected_moved_and_taken_out(path, way, cast, time_machine):
    feed = of(path, cast["administrator"], way, deleted="gone")
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


def test_what_cannot_be_read_is_said_with_its_mend(path, way, cast, settings):
    for address, says in (
        (f"sqlite:///{path.parent.parent}/other.sqlite", "TROUSSEAU_WATCHED"),
        ("postgresql+psycopg://me:hidden@db.example/sales", "password"),
        ("postgresql+psycopg://me@127.0.0.1:1/sales", "TROUSSEAU_OUTGOING_ALLOWED"),
        ("postgresql+psycopg://me@db.example/sales?passfile=/etc/passwd", "passfile"),
        ("nothing", "postgresql"),
        (f"adbc+sqlite:///{path.parent.parent}/other.sqlite", "TROUSSEAU_WATCHED"),
        (f"adbc+sqlite://host/{path}", "TROUSSEAU_WATCHED"),
        ("adbc+postgresql://me:hidden@db.example/sales", "password"),
        ("adbc+postgresql://me@127.0.0.1:1/sales", "TROUSSEAU_OUTGOING_ALLOWED"),
        ("adbc+flightsql://me@10.0.0.1:443/", "TROUSSEAU_OUTGOING_ALLOWED"),
        ("adbc+flightsql://me@10.0.0.1/", "TROUSSEAU_OUTGOING_ALLOWED"),
        ("adbc+snowflake://me@host.example#/SALES/PUBLIC", "Write the address"),
        ("adbc+postgresql://me@db.example,127.0.0.1/sales", "Write the address"),
        ("adbc+postgresql://me@db.example/sales?passfile=/etc/passwd", "passfile"),
        ("adbc+postgresql://me@db.example/sales?hostaddr=127.0.0.1", "hostaddr"),
        (f"adbc+sqlite:///{path}?mode=rw", "mode"),
        ("adbc+bigquery://project/sales", "postgresql, sqlite, snowflake, flightsql"),
        ("adbc://host/sales", "postgresql, sqlite, snowflake, flightsql"),
    ):
        with pytest.raises(ValidationError, match=says):
            actions.add(cast["administrator"], "database", actions.Wishes("W", {"address": address}))
    with pytest.raises(ValidationError, match="no view or table"):
        of(path, cast["administrator"], way, view='main.lines"; DROP TABLE sales; --')
    with pytest.raises(ValidationError, match="no column"):
        of(path, cast["administrator"], way, key="nokey")
    feed = of(path, cast["administrator"], way)
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
@example([("put", 2, 1, 1), ("run", 1, 2, 1), ("put", 2, 2, 2)])  # twice at one instant, read in between
@examples(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_says_what_the_view_says(path, way, cast, monkeypatch, changes):
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
    feed = of(path, cast["administrator"], way, deleted="gone")
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


@pytest.fixture
def server(postgres, cast, settings, organisation, time_machine):
    """A connection to it, which may write; loopback is open to outgoing calls."""
    settings.OUTGOING_ALLOWED = outgoing({"TROUSSEAU_OUTGOING_ALLOWED": "127.0.0.0/8"})
    with psycopg.connect(postgres, autocommit=True) as opened_:
        opened_.execute('DROP SCHEMA IF EXISTS "Ven""tes" CASCADE')
        opened_.execute('CREATE SCHEMA "Ven""tes"')
        opened_.address = postgres
        yield opened_


DRIVERS = pytest.mark.parametrize("driver", ["postgresql+psycopg", "adbc+postgresql"])


def on(server, user, driver, name) -> Feed:
    told_ = {"address": server.address.replace("postgresql", driver, 1), "view": f'Ven"tes.{name}'}
    told_ |= {"key": "id", "changed": "maj"}
    return actions.add(user, "database", actions.Wishes("PG", told_, replace="keyed", secret="not-needed-here"))


@DRIVERS
def test_a_real_postgresql_is_read_by_its_types(server, driver, cast):
    server.execute(
        'CREATE TABLE "Ven""tes"."Li""gnes" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), facture text, '
        '"Date" date, client text, montant numeric(14,4), maj timestamptz DEFAULT now())'
    )
    server.execute(
        'INSERT INTO "Ven""tes"."Li""gnes" (facture, "Date", client, montant) '
        "SELECT 'F' || n, '2026-01-13', 'Alstrom', n + 0.25 FROM generate_series(1, 3) n"
    )
    feed = on(server, cast["administrator"], driver, 'Li"gnes')
    with connection.cursor() as raw:
        raw.execute("SELECT secret FROM connectors_feed")
        assert "not-needed-here" not in raw.fetchone()[0], "it is sealed"
    started(feed, cast)
    server.execute('UPDATE "Ven""tes"."Li""gnes" SET montant = 9.75, maj = now() WHERE facture = \'F2\'')
    assert look(feed).counts["changed"] == 1
    assert [(document, amount) for _key, document, amount in sorted(told(), key=lambda one: one[1])] == [
        ("F1", "1.25"), ("F2", "9.75"), ("F3", "3.25"),
    ]  # fmt: skip
    Feed.objects.update(told=feed.told | {"address": feed.told["address"].replace("/postgres", "/elsewhere")})
    met = look(feed).errors[0]
    assert (met["code"], "elsewhere" in met["told"]["why"]) == ("database", True)


@DRIVERS
def test_nothing_is_written_there_whatever_a_view_does(server, driver, cast):
    server.execute('CREATE TABLE "Ven""tes".seen (at timestamptz)')
    server.execute(
        'CREATE FUNCTION "Ven""tes".see() RETURNS int LANGUAGE sql AS '
        '$$ INSERT INTO "Ven""tes".seen VALUES (now()); SELECT 1 $$'
    )
    server.execute('CREATE VIEW "Ven""tes".lignes AS SELECT "Ven""tes".see() AS id, now() AS maj')
    feed = on(server, cast["administrator"], driver, "lignes")
    met = look(feed)
    assert (met.state, met.errors[0]["code"]) == ("failed", "database")
    assert "read-only" in met.errors[0]["told"]["why"]
    assert server.execute('SELECT count(*) FROM "Ven""tes".seen').fetchone() == (0,)


@DRIVERS
def test_keys_that_look_like_statements_are_only_keys(server, driver, cast, monkeypatch):
    monkeypatch.setattr(rows, "ROWS", 2)
    server.execute(
        'CREATE TABLE "Ven""tes".lignes (id text, facture text, "Date" date, client text, montant numeric, '
        "maj timestamptz DEFAULT '2026-11-27 07:00:00.123456Z')"
    )
    keys = ["a'); DROP TABLE lignes; --", "\\' OR true --", "b''", 'c"', "d%s$1?", "é\n", "f"]
    for key in keys:
        server.execute('INSERT INTO "Ven""tes".lignes VALUES (%s, %s, %s, %s, 1)', (key, "F", "2026-01-13", "Alstrom"))
    feed = on(server, cast["administrator"], driver, "lignes")
    started(feed, cast)
    assert sorted(key for key, _document, _amount in told()) == sorted(key.strip() for key in keys)


def test_both_ways_write_values_alike(server, path, tmp_path):
    server.execute(
        'CREATE VIEW "Ven""tes".lignes AS SELECT n AS id, timestamptz \'2026-07-01 12:00:00.5+02\' AS maj, '
        "CASE WHEN n > 1 THEN 'é' END AS text, numeric '12345678901234.5000' AS amount, 1e20::float8 AS double, "
        "0.1::float8 AS tenth, 7::bigint AS whole, date '2026-07-01' AS day, timestamp '2026-07-01 12:00' AS naive, "
        "'\\x616263'::bytea AS bytes, true AS yes, '3.5'::money AS money, 'ab'::char(4) AS padded, time '10:00' AS t, "
        "gen_random_uuid() IS NULL AS no, uuid 'a8f9d103-d77a-4dbc-8230-ab3a36806ead' AS uuid, 'x'::name AS name "
        "FROM generate_series(1, 3) n"
    )
    read = [
        _cells(server.address.replace("postgresql", way_, 1), 'Ven"tes.lignes')
        for way_ in ("postgresql+psycopg", "adbc+postgresql")
    ]
    assert read[0] == read[1]
    assert read[0][0]["amount"] == "12345678901234.5000"
    ask(path, "CREATE TABLE odd (id INTEGER, maj TEXT, note TEXT, net NUMERIC, raw BLOB)")
    with sqlite3.connect(path) as opened_:
        opened_.executemany(
            "INSERT INTO odd VALUES (?, ?, ?, ?, ?)",
            [
                (n, f"2026-11-27 07:00:{n % 60:02}", "é" if n > 1500 else None, n / 4 + 0.125, b"\xc3\xa9")
                for n in range(3_000)
            ],
        )
    read = [_cells(f"{way_}:///{path}", "main.odd") for way_ in ("sqlite", "adbc+sqlite")]
    assert read[0] == read[1]
    assert len(read[0]) == 3_000


def _cells(address, view) -> list[dict[str, str | None]]:
    feed = Feed(told={"address": address, "view": view, "key": "id", "changed": "maj"})
    with opened(feed) as database:
        view_ = view_of(feed)
        columns = checked(database, view_)
        found = list(database.page(view_, columns, at=None, after=None, most=10_000))
    return [{one.name: cell(value) for one, value in zip(columns, row_, strict=True)} for row_ in found]


@DRIVERS
def test_the_machine_that_was_checked_is_the_one_that_is_called(server, driver, cast, monkeypatch):
    """The name stands for loopback while it is checked, and for nothing afterwards."""
    asked = socket.getaddrinfo

    def resolve(host, port, *args, **named):
        return asked("127.0.0.1" if host == "db.corp.invalid" else host, port, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server.execute('CREATE VIEW "Ven""tes".lignes AS SELECT 1 AS id, now() AS maj')
    address = server.address.replace("postgresql", driver, 1).replace("127.0.0.1", "db.corp.invalid")
    assert _cells(address, 'Ven"tes.lignes')[0]["id"] == "1"


def test_a_driver_that_is_not_there_is_named(server, cast):
    address = "adbc+flightsql://me@127.0.0.1:32010/"
    with pytest.raises(ValidationError, match="adbc-driver-flightsql"):
        actions.add(cast["administrator"], "database", actions.Wishes("W", {"address": address}))


def test_snowflake_and_flight_sql_are_told_who_reads_what():
    """Neither was ever called: what their drivers document as options."""
    snowflake = Address(make_url("adbc+snowflake://me@org-acc/SALES/PUBLIC?warehouse=WH&role=READER"))
    place, told_ = drivers.TOLD[snowflake.driver](snowflake, "p/w")
    assert place is None
    assert told_["password"] == "p/w"
    kept = {name.removeprefix("adbc.snowflake.sql."): text for name, text in told_.items()}
    assert kept.items() >= {"account": "org-acc", "db": "SALES", "schema": "PUBLIC", "warehouse": "WH"}.items()
    flight = Address(make_url("adbc+flightsql://me@dremio.example:32010/"))
    place, told_ = drivers.TOLD[flight.driver](flight, "p/w")
    assert (place, told_["username"], told_["password"]) == ("grpc+tls://dremio.example:32010", "me", "p/w")


def test_a_source_is_chosen_step_by_step_from_lists(path, way, cast, signed_in):
    """Without JavaScript: the address, then the view, then its columns, each page from what the one before kept."""
    user = signed_in(cast["administrator"])
    address, every = f"{way}:///{path}", {"name": "Warehouse", "every_minutes": 60}
    new = reverse("connectors:feed_add", args=["database"])
    assert 'name="view"' not in user.get(new).content.decode()
    answer = user.post(new, every | {"address": address})
    feed = Feed.objects.get()
    settings_ = reverse("connectors:feed_settings", args=[feed.public_id])
    assert answer.url == settings_, "there is more to choose"
    page = user.get(settings_).content.decode()
    assert '<option value="main.lines">' in page
    assert 'name="key"' not in page
    said = every | {"address": address, "revision": 1}
    assert "Choose a view" in user.post(settings_, said).content.decode()
    said |= {"view": "main.lines"}
    assert user.post(settings_, said).url == settings_
    page = user.get(settings_).content.decode()
    assert '<option value="updated_at">updated_at · text</option>' in page
    with pytest.raises(ValidationError, match="Choose the view"):
        actions.start(cast["administrator"], feed, revision=2)
    said |= {"revision": 2, "key": "id", "changed": "updated_at"}
    for wrong in ({"key": "nokey"}, {"changed": ""}, {"deleted": "x"}, {"view": "main.nothing"}):
        assert user.post(settings_, said | wrong).status_code == 422, wrong
    assert user.post(settings_, said).url == reverse("connectors:feed_check", args=[feed.public_id])
    feed.refresh_from_db()
    assert (feed.told["key"], feed.told["changed"], feed.told["deleted"]) == ("id", "updated_at", "")
    assert user.post(settings_, said | {"revision": 3, "view": "main.sales", "deleted": "gone"}).url == settings_
    feed.refresh_from_db()
    assert (feed.told["view"], feed.told["key"], feed.told["deleted"]) == ("main.sales", "", ""), "chosen anew"
    assert user.post(settings_, said | {"revision": 4, "view": "main.sales"}).status_code == 302
    actions.start(cast["administrator"], feed, revision=5)
    answer = user.post(settings_, said | {"revision": 6})
    assert "stop it before another view" in answer.content.decode()
    other = path.rename(path.with_name("moved.sqlite"))
    page = user.get(settings_).content.decode()
    assert "TROUSSEAU_WATCHED" in page, "why nothing can be listed"
    assert '<option value="updated_at" selected>' in page, "what is kept stays"
    actions.stop(cast["administrator"], feed, revision=6)
    assert user.post(settings_, every | {"revision": 7, "address": f"{way}:///{other}"}).url == settings_
    assert Feed.objects.get().told["view"] == "", "another database: all is chosen anew"
