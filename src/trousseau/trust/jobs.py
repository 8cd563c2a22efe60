"""The job of the night: what has been kept long enough goes."""

from __future__ import annotations

from trousseau.jobs.progress import Progress
from trousseau.trust import keeping


def run(_progress: Progress) -> dict[str, int]:
    """Have it go; gives how much of each."""
    return keeping.tidy()
