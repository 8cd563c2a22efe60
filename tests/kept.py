"""What costs much to make is made once and kept: the database of these migrations, the demo company of this code.

Kept in the temporary folder of whoever runs the tests, by what it was made of; the workers of a run share it.
"""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

SOURCE = Path(__file__).resolve().parent.parent / "src" / "trousseau"
TROUSSEAU = (sys.executable, "-m", "trousseau.cli")
CLI = ("house.py", "database.py")
A_DAY = 86_400.0


def folder() -> Path:
    """Where things are kept; nobody else may read it."""
    kept = Path(tempfile.gettempdir()) / f"trousseau-tests-{getpass.getuser()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    return kept


def name_of(files: Iterable[Path], *told: str) -> str:
    """A name that changes with any of the files."""
    digest = hashlib.sha256(" ".join(told).encode())
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def house(home: Path) -> list[str]:
    """Put an empty house, as `trousseau migrate` makes it, into that data folder; gives the migrations applied."""
    code = [*SOURCE.glob("*/migrations/*.py"), SOURCE / "settings.py", *(SOURCE / "cli" / name for name in CLI)]
    kept = folder() / f"house-{name_of(code, django.__version__, sqlite3.sqlite_version)}"
    with _alone(folder() / "house.lock"):
        if not kept.exists():
            half = kept.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            said = trousseau(half / "home", "migrate", "--json")
            (half / "said.json").write_text(said, encoding="utf-8")
            half.rename(kept)
    shutil.copytree(kept / "home", home, dirs_exist_ok=True)
    return json.loads((kept / "said.json").read_text(encoding="utf-8"))["applied"]


def demo_company(home: Path) -> None:
    """Put the demo company, as `trousseau demo` installs it today, into that data folder."""
    today = datetime.now(UTC).date().isoformat()
    kept = folder() / f"demo-{name_of(SOURCE.rglob('*.py'), sys.version, today)}"
    with _alone(folder() / "demo.lock"):
        if not kept.exists():
            _forget_older()
            half = kept.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            house(half)
            trousseau(half, "demo", "--no-serve")
            half.rename(kept)
    shutil.copytree(kept, home, dirs_exist_ok=True)


def trousseau(home: Path, *command: str) -> str:
    """Run the command line on that data folder, and give what it printed; raises where it failed."""
    done = subprocess.run(
        [*TROUSSEAU, *command], env=environment(home), check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def told_by(module: str, home: Path, *arguments: str) -> Any:
    """What a module of the tests, run by itself on that data folder, prints as JSON; fails with its complaint."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=Path(__file__).parent,
        env=environment(home)
        | {"DJANGO_SETTINGS_MODULE": "trousseau.settings", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def environment(home: Path) -> dict[str, str]:
    """This environment without settings of whoever runs the tests, on that data folder."""
    told = {name: value for name, value in os.environ.items() if not name.startswith(("TROUSSEAU_", "DJANGO_"))}
    return told | {"TROUSSEAU_HOME": str(home), "TROUSSEAU_LANGUAGE": "en"}


def _forget_older() -> None:
    for old in folder().glob("demo-*"):
        if time.time() - old.stat().st_mtime > A_DAY:
            shutil.rmtree(old)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
