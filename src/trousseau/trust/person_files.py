"""Everything held of somebody, as an archive: JSON for a machine, a page for a reader."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from trousseau.trust.rooms import room

Held = Mapping[str, Sequence[Mapping[str, Any]]]


def archive(held: Held, title: str) -> bytes:
    """A zip of `data.json` and `data.html`; the page loads nothing from elsewhere."""
    parts = [(f"{room(kind.partition('.')[0])} · {kind}", [one.items() for one in rows]) for kind, rows in held.items()]
    page = render_to_string("trust/person_file.html", {"title": title, "parts": parts})
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("data.json", json.dumps(held, ensure_ascii=False, indent=2))
        files.writestr("data.html", page)
    return made.getvalue()
