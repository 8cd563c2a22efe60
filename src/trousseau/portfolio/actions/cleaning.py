"""The clean-up: what no figure stands on any more goes; what a frozen check-up stands on never does."""

from __future__ import annotations

import time
from dataclasses import dataclass

from trousseau.imports import folders
from trousseau.ledger.facts import Facts
from trousseau.portfolio.models import FrozenCheckup

GRACE_SECONDS = 24 * 3600
"""Facts kept so recently may belong to a check-up that is being frozen at this moment."""


@dataclass(frozen=True)
class Cleaned:
    """What went, and what stays because a check-up stands on it."""

    files: int
    """Files of sales lines no version needs that may still be asked for."""
    released: int
    """Versions of the facts no check-up names any more."""
    kept: int
    """Versions of the ledger that frozen check-ups stand on."""


def clean_up(*, patience: float = 600.0) -> Cleaned:
    """Remove old files of the ledger, and let go of facts kept for nothing.

    Stays: the newest version, those frozen check-ups name, those behind facts that are there, and what is needed to
    undo the last imports (`Ledger.vacuum`). Doing it again removes nothing more.
    """
    frozen = list(FrozenCheckup.objects.values_list("ledger_version", "facts_version"))
    versions, named = {version for version, _ in frozen}, {facts for _, facts in frozen}
    released = _release(named)
    needed = versions | Facts.ledger_versions(folders.facts_folder())
    files = folders.ledger().vacuum(needed, patience=patience)
    return Cleaned(files=files, released=released, kept=len(versions))


def _release(named: set[str]) -> int:
    """Keep the facts that check-ups name, and no others."""
    folder, released = folders.facts_folder(), 0
    for manifest in folder.glob("*.json"):
        mark = manifest.with_suffix(".kept")
        if manifest.stem in named:
            mark.touch()
        elif mark.exists() and mark.stat().st_mtime < time.time() - GRACE_SECONDS:
            mark.unlink(missing_ok=True)
            released += 1
    return released
