"""Whatever the ledger says it is doing has words on the page."""

import re
from pathlib import Path

import trousseau
from trousseau.imports.wording import STEPS

SOURCE = Path(trousseau.__file__).parent


def test_every_step_of_a_job_has_words():
    rooms = [*(SOURCE / "ledger").rglob("*.py"), *(SOURCE / "imports" / "actions").rglob("*.py")]
    said = {
        step for path in rooms for step in re.findall(r"\b(?:report|on_progress)\([^()\n]*\"(\w+)\"", path.read_text())
    }

    assert {"preparing", "comparing", "writing", "rates", "accounts"} <= said
    assert said <= STEPS.keys()
