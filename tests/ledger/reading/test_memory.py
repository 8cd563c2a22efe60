"""Memory stays bounded however long the file."""

import subprocess
import sys
from pathlib import Path

LINES = 5_000_000
LIMIT = 400
PROGRAM = """
import resource, sys
from trousseau.ledger.reading import inspect, read
import babel.core, pyarrow.csv, pyarrow.parquet
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
with read(inspect(sys.argv[1])) as reading:
    lines = sum(batch.num_rows for batch in reading.batches())
print(lines, len(reading.quarantine), peak() - before)
"""


def test_a_file_of_300_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    block = "".join(
        f"FA{n:07d};{n % 28 + 1:02d}/03/2024;C{n % 9999:05d};Société {n % 9999};{n % 9000},{n % 100:02d};note {n}\n"
        for n in range(100_000)
    ).encode("cp1252")
    bad = "FA1;30/02/2024;C1;Société;12,50;mauvaise date\n".encode("cp1252") * 2000
    with path.open("wb") as file:
        file.write("N° facture;Date facture;Code client;Client;Montant HT;Note\n".encode("cp1252"))
        for _ in range(LINES // 100_000):
            file.write(block)
            file.write(bad)
    assert path.stat().st_size > 290e6
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True)
    lines, rejected, megabytes = map(int, done.stdout.split())
    assert (lines, rejected) == (LINES, 2000 * LINES // 100_000)
    assert megabytes < LIMIT
