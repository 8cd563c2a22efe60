"""Small pages together: as much as makes a transaction worth its cost, and no more than a while's reading."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from trousseau.connectors.errors import ConnectorError
from trousseau.connectors.protocol import Page, Record

AT_ONCE, SECONDS = 5_000, 10.0
"""Records, and seconds of reading, after which a page is given: a kill costs no more than reading these again."""


def gathered(pages: Iterable[Page], *, whole_deals: bool = False) -> Iterator[Page]:
    """Pages, some in one, each record once; what was read before the CRM failed is given before its error is raised.

    Of a record that was read twice the later copy stays, by the CRM's clock. Where a page holds all of each deal that
    it names (`whole_deals`), so does what is given: a deal that was read twice is as it was read last.
    """
    kept: dict[str, Record] = {}
    cursor, began = None, time.monotonic()
    try:
        for page in pages:
            if whole_deals:
                told = {record.values.get("deal") for record in page.records}
                kept = {key: record for key, record in kept.items() if record.values.get("deal") not in told}
            for record in page.records:
                _put(kept, record)
            cursor = page.cursor
            if page.last or len(kept) >= AT_ONCE or time.monotonic() - began > SECONDS:
                yield Page(tuple(kept.values()), cursor, page.last)
                kept, cursor, began = {}, None, time.monotonic()
    except ConnectorError:
        if cursor is not None:
            yield Page(tuple(kept.values()), cursor)
        raise


def _put(kept: dict[str, Record], record: Record) -> None:
    other = kept.get(record.id)
    if other is None or not (record.changed and other.changed and record.changed < other.changed):
        kept[record.id] = record
