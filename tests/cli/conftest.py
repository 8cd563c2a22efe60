"""How a test runs the command: in this process where that is enough, as a person would where it is not."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from trousseau.cli import main

HEADER = "customer_code,customer,document,line,date,product,division,zone,quantity,amount,cost,currency\n"


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def error(self):
        return json.loads(self.err)["error"]


@pytest.fixture
def run(capsys, monkeypatch):
    """Run `trousseau` with these arguments and give exit code, stdout, stderr."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def call(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as leave:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Answer(int(leave.value.code or 0), out, err)

    return call


@pytest.fixture
def shell():
    """Run it in a process of its own; `user` names another user than root, `env` adds to the environment."""

    def call(*arguments, env=None, user=None, cwd=None, timeout=60, **options):
        command = [sys.executable, "-m", "trousseau.cli", *map(str, arguments)]
        if user:
            command = ["setpriv", f"--reuid={user}", "--regid=nogroup", "--clear-groups", *command]
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            cwd=cwd,
            env={**os.environ, "LANG": "en_GB.UTF-8", **(env or {})},
            check=False,
            **options,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def sales(tmp_path):
    """A small sound file: five customers, two zones, two divisions, euros."""
    path = tmp_path / "sales.csv"
    rows = [
        f"00{c},Client {c},F{c}{m:02d},1,2025-{m:02d}-15,P{c},{'Nord' if c % 2 else 'Sud'},"
        f"{'France' if c < 3 else 'DACH'},1,{10 ** (5 - c)}.25,{5 * 10 ** (4 - c)},EUR"
        for m in range(1, 13)
        for c in range(1, 6)
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path
