"""The same on PostgreSQL: who sees what, what happens at the same moment, the trail that only grows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import postgresql

ROOT = Path(__file__).resolve().parents[2]
PROVEN = (
    "tests/access/test_audit.py",
    "tests/accounts/test_among.py",
    "tests/portal/test_asks.py",
    "tests/portal/test_at_once.py",
    "tests/portal/test_isolation.py",
    "tests/portal/test_proposals.py",
    "tests/webhooks/test_order.py::test_workers_who_look_at_the_same_time_send_each_once_and_in_order",
)


def test_isolation_races_and_the_trail_hold_on_postgresql():
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("no PostgreSQL here; install it: apt-get install postgresql")
    with postgresql.served(programs) as url:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *PROVEN],
            cwd=ROOT,
            env=os.environ | {"TROUSSEAU_DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-10_000:]
