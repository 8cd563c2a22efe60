"""No form of the house answers with an error of ours, whatever is written into it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kept

pytestmark = [pytest.mark.xdist_group("browser")]


def test_whatever_is_written_into_a_form_is_answered(tmp_path):
    kept.demo_company(tmp_path / "home")
    told = subprocess.run(
        [sys.executable, "-m", "web.fuzz_forms"],
        cwd=Path(__file__).parent.parent,
        env=kept.environment(tmp_path / "home")
        | {"DJANGO_SETTINGS_MODULE": "trousseau.settings", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    found = json.loads(told.stdout)
    assert found["troubles"] == []
    assert len(found["forms"]) > 80
