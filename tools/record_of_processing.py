"""Write the record of processing into docs/privacy.md, between its marks: `python tools/record_of_processing.py`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "privacy.md"
BEGINS, ENDS = "<!-- record -->\n", "<!-- end of the record -->\n"


def main() -> None:
    """Put the record as the code declares it in the place of what stands there."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "trousseau.settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["TROUSSEAU_HOME"] = home
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.utils import translation  # noqa: PLC0415

        from trousseau.accounts.rows import language  # noqa: PLC0415
        from trousseau.trust import record  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        with translation.override("en"):
            told = record.markdown(record.lines(language().listed))
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _mark, rest = text.partition(BEGINS)
    DOCUMENT.write_text(before + BEGINS + told + ENDS + rest.partition(ENDS)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
