"""A watched folder: what lies there reaches the ledger once, whole and corrected, and nothing else does."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from trousseau.access.models import AuditEvent
from trousseau.connectors.actions import feeds as actions
from trousseau.connectors.feeds import files
from trousseau.connectors.feeds.folder import Folder, offered
from trousseau.connectors.feeds.running import begin, carry_out, due, next_at
from trousseau.connectors.models import Feed, FeedRun
from trousseau.imports import actions as imports
from trousseau.imports import folders
from trousseau.imports.models import Import
from trousseau.ledger.reading import Choices
from trousseau.notices.models import Notice

pytestmark = pytest.mark.django_db

HEADER = "Facture;Ligne;Date;Client;Montant HT"
START = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def room(tmp_path, settings):
    """A root that may be watched, with one folder in it."""
    (tmp_path / "drop" / "sap").mkdir(parents=True)
    settings.WATCHED = (tmp_path / "drop",)
    return tmp_path / "drop" / "sap"


@pytest.fixture
def feed(room, cast, clock):
    wishes = actions.Wishes("SAP", {"folder": str(room), "pattern": "ventes-*.csv"})
    return actions.add(cast["administrator"], "folder", wishes)


def put(room: Path, name: str, *rows: str, header: str = HEADER) -> Path:
    path = room / name
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def look(feed, clock, **moves) -> FeedRun:
    """One run, a minute after the last."""
    clock.shift(dt.timedelta(minutes=1))
    run = begin(Feed.objects.get(pk=feed.pk))
    carry_out(run)
    run.refresh_from_db()
    return run


def told() -> list[tuple[str, str]]:
    lines = folders.ledger().lines().read_all().to_pylist() if folders.ledger().version >= 0 else []
    return sorted((f"{line['document']}/{line['line']}", f"{line['amount']:.2f}") for line in lines)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(START)  # and it goes on: what is due now is due a moment later
    return time_machine


@pytest.fixture
def known(organisation, tmp_path):
    """Somebody has loaded a file of the source before, and so matched its columns."""
    path = tmp_path / "before.csv"
    path.write_text(f"{HEADER}\nA0;1;01/10/2026;Vernay;1,00\n", encoding="utf-8")
    return imports.take_in(path, source="SAP", choices=Choices(dates="dmy", decimal=","), refreshing=False)


def test_the_first_file_waits_for_a_person_and_the_rest_follows(*, feed, room, cast, signed_in, clock, organisation):
    put(room, "ventes-01.csv", "F1;1;13/01/2026;Alstrom;10,50")
    put(room, "ventes-02.csv", "F2;1;14/02/2026;Alstrom;20,00", "F2;2;32/02/2026;Alstrom;5,00")
    assert look(feed, clock).counts == {"seen": 2, "early": 2}
    first = look(feed, clock)
    assert (first.counts["waiting"], told()) == (1, [])
    assert look(feed, clock).counts == {"seen": 2}, "nothing else is taken meanwhile"
    item = Import.objects.get()
    page = f"/data/{item.public_id}/"
    assert {notice.url for notice in Notice.objects.filter(kind="feed.waits")} == {page}
    client = signed_in(cast["controller"])
    assert client.get(f"{page}mapping/").status_code == 200
    imports.load(item, user=cast["controller"])
    second = look(feed, clock)
    assert told() == [("F1/1", "10.50"), ("F2/1", "20.00")]
    assert (second.counts["loaded"], second.counts["new"], second.counts["quarantined"]) == (1, 1, 1)
    rejected = Import.objects.get(name="ventes-02.csv").rejected.get()
    assert (rejected.row, rejected.value) == (3, "32/02/2026")
    imports.undo(Import.objects.get(name="ventes-02.csv"), refreshing=False)
    assert (look(feed, clock).counts, told()) == ({"seen": 2}, [("F1/1", "10.50")]), "undone stays undone"


def test_a_file_is_taken_once_and_its_next_version_corrects(feed, room, clock, known):
    put(room, "ventes-01.csv", "F1;1;13/01/2026;Alstrom;10,00", "F1;2;13/01/2026;Alstrom;1,00")
    put(room, "autre.csv", "X;1;13/01/2026;Alstrom;9,00")
    put(room, "ventes-02.csv.part", "F3;1;13/01/2026;Alstrom;9,00")
    put(room, ".ventes-03.csv", "F4;1;13/01/2026;Alstrom;9,00")
    look(feed, clock)
    assert look(feed, clock).counts["new"] == 2
    os.utime(room / "ventes-01.csv", (1, 1))  # touched, and the same
    look(feed, clock)
    assert look(feed, clock).counts == {"seen": 1, "same": 1}
    put(room, "ventes-01.csv", "F1;1;13/01/2026;Alstrom;12,00", "F1;2;13/01/2026;Alstrom;1,00")
    look(feed, clock)
    assert look(feed, clock).counts["changed"] == 1
    assert told() == [("A0/1", "1.00"), ("F1/1", "12.00"), ("F1/2", "1.00")]
    assert Import.objects.count() == 3


def test_what_is_still_written_waits_and_what_is_marked_does_not(feed, room, clock, known, monkeypatch):
    path = put(room, "ventes-01.csv", "F1;1;13/01/2026;Alstrom;10,00")
    for amount in ("11,00", "12,00"):  # a program that goes on writing
        look(feed, clock)
        put(room, "ventes-01.csv", f"F1;1;13/01/2026;Alstrom;{amount}", "F1;2;13/01/2026;Al")
    assert look(feed, clock).counts == {"seen": 1, "early": 1}
    real = Folder._read

    def growing(file, entry):
        with path.open("a", encoding="utf-8") as writer:
            writer.write("F9;1;13/01/2026;Alstrom;1,00\n")
        return real(file, entry)

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "_read", staticmethod(growing))
        met = look(feed, clock)
    assert [one["code"] for one in met.errors] == ["changed"]
    assert told() == [("A0/1", "1.00")]
    put(room, "ventes-01.csv", "F1;1;13/01/2026;Alstrom;10,00")
    (room / "ventes-01.csv.done").touch()
    assert look(feed, clock).counts["new"] == 1
    assert told() == [("A0/1", "1.00"), ("F1/1", "10.00")]


def test_what_is_refused_is_told_and_hostile_files_harm_nothing(feed, room, clock, known, cast):
    Feed.objects.filter(pk=feed.pk).update(moves=True, told={**feed.told, "pattern": "ventes-*"})
    put(room, "ventes-1.csv", "F1;1;13/01/2026;Alstrom;10,00")
    (room / "ventes-2.csv").write_bytes(b"PK\x03\x04 no archive")
    (room / "ventes-3\n.csv").write_bytes(b"x")
    os.mkfifo(room / "ventes-4.csv")
    secret = room.parent.parent / "secret.csv"
    secret.write_text(f"{HEADER}\nS;1;13/01/2026;Alstrom;666,00\n")
    (room / "ventes-5.csv").symlink_to(secret)
    look(feed, clock)
    met = look(feed, clock)
    assert (met.counts["loaded"], met.counts["refused"]) == (1, 1)
    assert {one["code"] for one in met.errors} >= {"odd_name"}
    assert told() == [("A0/1", "1.00"), ("F1/1", "10.00")]
    assert [one.name for one in (room / "done").iterdir()] == ["ventes-1.csv"]
    assert [one.name for one in (room / "failed").iterdir()] == ["ventes-2.csv"]
    people = {notice.user for notice in Notice.objects.filter(kind="feed.waits")}
    assert {cast["controller"], cast["administrator"]} <= people


def test_only_folders_below_an_opened_root_are_ever_read(feed, room, clock, cast, settings):
    outside = room.parent.parent / "outside"
    outside.mkdir()
    (room.parent / "link").symlink_to(outside)
    assert offered() == [str(room.parent), str(room)]
    for path in (outside, room.parent / "link", room / "..", "/etc", ""):
        with pytest.raises(ValidationError, match="folders that may be watched"):
            actions.add(cast["administrator"], "folder", actions.Wishes("X", {"folder": str(path), "pattern": ""}))
    room.rmdir()
    room.symlink_to(outside)  # put in its place afterwards
    put(outside, "ventes-1.csv", "F1;1;13/01/2026;Alstrom;10,00")
    met = look(feed, clock)
    assert (met.state, met.errors[0]["code"]) == ("failed", "no_folder")
    settings.WATCHED = ()
    assert look(feed, clock).errors[0]["code"] == "no_roots"
    assert Notice.objects.filter(kind="feed.stands").exists()


@pytest.mark.parametrize("killed", ["choose", "load", "_loaded", "settle"])
def test_a_run_that_was_killed_goes_on_and_doubles_nothing(*, feed, room, clock, known, monkeypatch, killed):
    from trousseau.connectors.feeds import taking
    from trousseau.imports.actions import loading

    put(room, "ventes-01.csv", "F1;1;13/01/2026;Alstrom;10,00")
    put(room, "ventes-02.csv", "F2;1;13/01/2026;Alstrom;20,00")
    look(feed, clock)

    def kill(*_args, **_named):
        raise KeyboardInterrupt

    where = {"choose": imports, "load": imports, "_loaded": loading, "settle": taking}[killed]
    with monkeypatch.context() as patch:
        patch.setattr(where, killed, kill)
        with pytest.raises(KeyboardInterrupt):
            look(feed, clock)
    runs = [look(feed, clock), look(feed, clock)]
    assert told() == [("A0/1", "1.00"), ("F1/1", "10.00"), ("F2/1", "20.00")]
    assert sum(run.counts.get("loaded", 0) for run in runs) == 2
    assert Import.objects.count() == 3


def test_the_clock_reads_what_is_started_and_looks_again_soon(feed, room, clock, cast, known):
    assert due() == []
    actions.start(cast["administrator"], feed, revision=1)
    assert due() == [feed]
    put(room, "ventes-01.csv", "F1;1;13/01/2026;Alstrom;10,00")
    look(feed, clock)
    assert due() == []
    clock.shift(files.SETTLED)
    assert due() == [feed], "what was just written is looked at a second time"
    look(feed, clock)
    clock.shift(dt.timedelta(minutes=59))
    assert due() == []
    clock.shift(dt.timedelta(minutes=1))
    assert due() == [feed]
    daily = Feed(runs_alone=True, daily_at=dt.time(6, 30))
    assert next_at(daily, START) == dt.datetime(2026, 11, 28, 5, 30, tzinfo=dt.UTC), "half past six in Paris"
    actions.stop(cast["administrator"], feed, revision=2)
    assert due() == []


def test_the_pages_lead_from_a_folder_to_its_lines(
    *, room, cast, signed_in, clock, known, django_assert_max_num_queries
):
    put(room, "ventes-01.csv", "F1;1;13/01/2026;Alstrom;10,00", "F1;2;32/01/2026;Alstrom;10,00")
    client = signed_in(cast["administrator"])
    assert "/data/connectors/sources/new/folder/" in client.get("/data/connectors/new/").content.decode()
    sent = {"name": "SAP", "folder": str(room), "pattern": "", "replace": "ask", "every_minutes": "60", "daily_at": ""}
    wrong = client.post("/data/connectors/sources/new/folder/", sent | {"folder": "/etc"})
    assert wrong.status_code == 422
    made = client.post("/data/connectors/sources/new/folder/", sent)
    feed = Feed.objects.get()
    page = f"/data/connectors/sources/{feed.public_id}/"
    assert made.url == f"{page}check/"
    check = client.get(made.url).content.decode()
    assert "ventes-01.csv" in check
    assert "Alstrom" not in check, "an administrator sees no business data"
    seen = signed_in(cast["controller"]).get(made.url, headers={"accept-language": "fr"}).content.decode()
    assert "Alstrom" in seen
    assert "32/01/2026" in seen
    client = signed_in(cast["administrator"])
    client.post(f"{page}start/", {"revision": "1"})
    client.post(f"{page}read/")
    look(feed, clock)
    run = look(feed, clock)
    with django_assert_max_num_queries(25):
        assert "ventes-01.csv" in client.get(page).content.decode()
    with django_assert_max_num_queries(25):
        assert f"{page}runs/{run.public_id}/" in client.get(page).content.decode()
    assert client.get(f"{page}runs/{run.public_id}/").status_code == 200
    assert page in client.get("/data/connectors/").content.decode()
    assert client.post(f"{page}settings/", sent | {"pattern": "a/b", "revision": "2"}).status_code == 422
    assert client.post(f"{page}settings/", sent | {"pattern": "*.csv", "revision": "2"}).status_code == 302
    assert client.post(f"{page}remove/", {"name": "SAP", "revision": "3"}).status_code == 302
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {f"feed.{verb}" for verb in ("added", "started", "asked", "read", "changed", "removed")} <= verbs
    assert told() == [("A0/1", "1.00"), ("F1/1", "10.00")], "what was loaded stays"
