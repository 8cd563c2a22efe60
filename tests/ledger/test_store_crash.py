"""Writers killed at any moment, two at once, readers in between, a folder that may not or cannot be written."""

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.sample import batches, content, line
from ledger.writer import lines
from trousseau.ledger.store import Ledger, StoreError

WRITER = Path(__file__).with_name("writer.py")
COUNT = 400


def start(ledger: Ledger, import_id: str, offset: int = 0) -> subprocess.Popen[str]:
    """A writer in another process, about to write."""
    command = [sys.executable, WRITER, ledger.folder, import_id, str(COUNT), str(offset)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def amounts(ledger: Ledger, version: int | None = None) -> Counter[int]:
    """How many lines each import was the last to write."""
    return Counter(int(amount) for amount in ledger.lines(version).read_all()["amount"].to_pylist())


def test_a_writer_killed_at_any_moment_has_written_all_or_nothing(ledger: Ledger) -> None:
    """Half of each import corrects the one before; the kill may fall anywhere from the lock to the commit."""
    ledger.append(batches(lines("1", COUNT, 0)), source="erp", import_id="1")
    process = start(ledger, "2", COUNT // 2)
    begun = time.monotonic()
    process.wait()
    whole = time.monotonic() - begun
    chance, killed = random.Random(5), 0
    for number in range(3, 8):
        before, held = amounts(ledger), ledger.version
        process = start(ledger, str(number), number * COUNT // 2)
        time.sleep(chance.random() * whole * 0.7)
        process.kill()
        killed += process.wait() != 0
        after = amounts(ledger)
        assert ledger.version in {held, held + 1}
        if ledger.version == held:
            assert after == before
        else:
            assert after[number] == COUNT
        # The job is started again: nothing is done twice, nothing is left to sweep.
        written = ledger.append(
            batches(lines(str(number), COUNT, number * COUNT // 2)), source="erp", import_id=str(number)
        )
        assert written.new + written.changed == COUNT
        assert amounts(ledger)[number] == COUNT
    assert killed, "every writer had finished before it was killed"
    named = {file for version in range(ledger.version + 1) for file in ledger.files(version)}
    assert set(ledger.folder.glob("month=*/*.parquet")) <= named
    assert not (ledger.folder / ".writing").exists()
    assert not list((ledger.folder / ".scratch").glob("*"))


def test_an_undo_killed_has_undone_all_or_nothing(ledger: Ledger) -> None:
    ledger.append(batches(lines("1", COUNT, 0)), source="erp", import_id="1")
    before = amounts(ledger)
    ledger.append(batches(lines("2", COUNT, COUNT // 2)), source="erp", import_id="2")
    after = amounts(ledger)
    process = start(ledger, "-2")
    time.sleep(0.15)
    process.kill()
    process.wait()
    assert amounts(ledger) in (before, after)
    ledger.undo("2")
    assert amounts(ledger) == before


def test_two_imports_at_once_are_one_after_the_other(ledger: Ledger) -> None:
    writers = [start(ledger, "1", 0), start(ledger, "2", COUNT // 2)]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert ledger.version == 2
    assert sum(amounts(ledger).values()) == COUNT + COUNT // 2
    assert COUNT in amounts(ledger).values()


def test_readers_during_imports_see_whole_versions(ledger: Ledger) -> None:
    ledger.append(batches(lines("1", COUNT, 0)), source="erp", import_id="1")
    stop, seen, failures = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                seen.append(amounts(ledger))
            except Exception as error:  # noqa: BLE001
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in (2, 3, 4):
        ledger.append(batches(lines(str(number), COUNT, 0)), source="erp", import_id=str(number))
    stop.set()
    reader.join()
    assert not failures
    assert all(list(counts.values()) == [COUNT] for counts in seen)


def test_a_second_writer_waits_says_so_and_gives_up(ledger: Ledger) -> None:
    told: list[str] = []

    def slow():
        yield batches([line()])[0]
        with pytest.raises(StoreError) as refused:
            Ledger(ledger.folder).append(
                batches([line("B")]), source="e", import_id="2", patience=0.3, on_progress=lambda *a: told.append(a[2])
            )
        assert refused.value.code == "ledger_busy"

    ledger.append(slow(), source="e", import_id="1")
    assert set(told) == {"waiting"}
    assert len(content(ledger)) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", disk]
    if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk takes root")
    yield disk
    subprocess.run(["umount", disk], check=False)


def refused_to_write(ledger: Ledger) -> None:
    """The ledger can be read, and says why it cannot be written."""
    with pytest.raises(StoreError) as refused:
        ledger.append(batches([line("B")]), source="e", import_id="2")
    assert refused.value.code == "ledger_read_only"
    assert len(content(ledger)) == 1


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused_in_words(ledger: Ledger) -> None:
    ledger.append(batches([line()]), source="e", import_id="1")
    ledger.folder.chmod(0o555)
    refused_to_write(ledger)
    ledger.folder.chmod(0o755)


def test_a_disk_mounted_read_only_is_refused_in_words(small_disk: Path) -> None:
    ledger = Ledger(small_disk / "ledger")
    ledger.append(batches([line()]), source="e", import_id="1")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    refused_to_write(ledger)


def test_a_full_disk_is_refused_in_words_and_changes_nothing(small_disk: Path) -> None:
    ledger = Ledger(small_disk / "ledger")
    ledger.append(batches([line()]), source="e", import_id="1")
    before = content(ledger)
    with pytest.raises(StoreError) as refused:
        ledger.append(batches(lines("2", 9000, 0)), source="e", import_id="2")
    assert refused.value.code == "disk_full"
    assert content(ledger) == before
    assert not list(ledger.folder.rglob(".scratch/*"))
    assert ledger.append(batches([line("B", document="B", no=1)]), source="e", import_id="3").new == 1
