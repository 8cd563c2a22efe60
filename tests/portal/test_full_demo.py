"""The full demo, asked for by one of its clients: nothing that is not theirs is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kept

pytestmark = [pytest.mark.xdist_group("browser")]


def test_nothing_of_anybody_else_answers_a_client(tmp_path):
    kept.demo_company(tmp_path / "home")
    told = subprocess.run(
        [sys.executable, "-m", "portal.ask_everything", "paul.renaudin@alstrom.example"],
        cwd=Path(__file__).parent.parent,
        env=kept.environment(tmp_path / "home")
        | {"DJANGO_SETTINGS_MODULE": "trousseau.settings", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    found = json.loads(told.stdout)
    assert found["answered"] == []
    assert found["leaks"] == []
    assert found["asked"] > 700
    assert len(found["pages"]) > 10
