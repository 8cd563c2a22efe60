"""Quantities kept as an immutable file named by what it holds: the same quantities are the same file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.ledger.costs.model import QUANTITIES
from trousseau.ledger.costs.tables.model import Quantity


def save_quantities(quantities: Iterable[Quantity], folder: Path) -> Path:
    """Write quantities to `folder`/<digest>.parquet; returns it as it is where it is there already."""
    rows = sorted((one.account, one.driver, one.start, one.end, one.quantity) for one in quantities)
    said = "\n".join("\t".join(map(str, (*row[:4], row[4].normalize() + 0))) for row in rows)
    file = folder / f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.parquet"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        columns = zip(*rows, strict=True) if rows else ((),) * len(QUANTITIES)
        arrays = [pa.array(list(column), kind.type) for column, kind in zip(columns, QUANTITIES, strict=True)]
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        pq.write_table(pa.Table.from_arrays(arrays, schema=QUANTITIES), draft)
        draft.replace(file)
    return file
