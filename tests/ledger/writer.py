"""A writer to be killed: `python writer.py LEDGER IMPORT LINES OFFSET` imports that many lines, some of them held."""

import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from ledger.sample import batches, line
from trousseau.ledger.store import Ledger

START = date(2025, 1, 1)


def lines(import_id: str, count: int, offset: int) -> list[dict[str, object]]:
    """Lines whose amount says which import wrote them."""
    days = [(START + timedelta(days=n % 300)).isoformat() for n in range(offset, offset + count)]
    return [
        line(f"A{n % 50}", days[n - offset], str(Decimal(import_id)), document=f"D{n}", no=1)
        for n in range(offset, offset + count)
    ]


if __name__ == "__main__":
    folder, import_id, count, offset = sys.argv[1:]
    ledger = Ledger(folder)
    given = batches(lines(import_id, int(count), int(offset)))
    print("ready", flush=True)
    if import_id.startswith("-"):
        ledger.undo(import_id[1:])
    else:
        ledger.append(given, source="erp", import_id=import_id)
    print("done", flush=True)
