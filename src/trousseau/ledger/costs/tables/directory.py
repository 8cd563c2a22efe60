"""Which account a table means: by its code, its ledger name, or its own name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow.parquet as pq

from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.facts import Facts


@dataclass(frozen=True)
class Directory:
    """The accounts of the ledger by code or name, and the zones and divisions there are."""

    accounts: Mapping[str, str | None] = field(default_factory=dict)
    """Plain code or name → account; None: several accounts bear it."""
    zones: Mapping[str, str] = field(default_factory=dict)
    divisions: Mapping[str, str] = field(default_factory=dict)
    base: str | None = None
    """The currency amounts are in; None: not known, and any is taken for it."""

    def account(self, text: str) -> tuple[str | None, str]:
        """The account, and the code of the problem where there is none."""
        said = plain(text)
        if not said:
            return None, "account_missing"
        if said not in self.accounts:
            return None, "account_unknown"
        found = self.accounts[said]
        return found, "" if found is not None else "account_ambiguous"


def directory(facts: Facts | None) -> Directory:
    """The accounts, zones and divisions of the facts; nothing where there are none."""
    if facts is None:
        return Directory()
    rows = pq.read_table(facts.table("accounts"), columns=["account", "name", "code"]).to_pylist()
    found: dict[str, str | None] = {}
    for name in ("name", "code", "account"):  # what identifies best is said last, and wins
        met: dict[str, str | None] = {}
        for row in rows:
            said = plain(row[name] or "")
            if said:
                met[said] = None if said in met and met[said] != row["account"] else row["account"]
        found.update(met)
    places = pq.read_table(facts.table("places"), columns=["zone", "division"])
    return Directory(
        accounts=found,
        zones={plain(name): name for name in places["zone"].to_pylist() if name},
        divisions={plain(name): name for name in places["division"].to_pylist() if name},
        base=facts.base,
    )
