"""The check-up of a file, command and start included: Parquet of 1 M lines ≤ 4 s, French CSV of 2 M lines ≤ 10 s.

The CSV is the export of a French ERP (cp1252, semicolons, decimal commas), gzip aside the slowest form there is.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from ground import FOLDER, REPEATS, timed, told

FILES = {"parquet": (1_000_000, 10_000, 4.0), "csv": (2_000_000, 10_000, 10.0)}
COMMAND = [sys.executable, "-m", "trousseau.cli"]


def made(form: str, lines: int, accounts: int) -> Path:
    """A generated file, made once by the command that makes demonstration ledgers."""
    folder = FOLDER / f"file-{form}-{lines}"
    if not folder.exists():
        wanted = ["demo", "--lines", str(lines), "--accounts", str(accounts), "--format", form, "--out", str(folder)]
        subprocess.run([*COMMAND, *wanted], check=True, stdout=subprocess.DEVNULL)
    return next(file for file in folder.iterdir() if file.is_file())


def checked(file: Path) -> int:
    """Run the command; the most memory it held, in MB."""
    process = subprocess.Popen([*COMMAND, "checkup", str(file), "--json"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"checkup {file} failed")
    return usage.ru_maxrss // 1024


if __name__ == "__main__":
    for form, (lines, accounts, limit) in FILES.items():
        file = made(form, lines, accounts)
        memory: list[int] = []
        times = [timed(lambda: memory.append(checked(file))) for _ in range(REPEATS)]  # noqa: B023
        seconds, size = statistics.median(times), file.stat().st_size // 1_000_000
        told(f"checkup of a {form} file, {size} MB", f"{seconds:.2f} s", "", figure=seconds, limit=limit, unit="s")
        told("its memory", f"{max(memory)} MB", "", figure=max(memory) / 1024, limit=1.5, unit="GB")
