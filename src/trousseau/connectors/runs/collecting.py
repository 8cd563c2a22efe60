"""A run makes millions of small things that end as soon as nobody holds them; few of them hold one another."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (50_000, 20, 50)
"""Objects more than before, after which the youngest are looked through; how often that, before the older ones are."""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for circles among the objects of the process seldom: else that takes a quarter of a first load.

    What is there before, the whole program, is not looked through at all meanwhile.
    """
    before, apart = gc.get_threshold(), gc.get_freeze_count()
    if not apart:
        gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not apart:  # else it was set apart by whoever started the process
            gc.unfreeze()
