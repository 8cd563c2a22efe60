"""Tomorrow's accounts of the demonstration, on its lines: Okanda and Voltané come first, and why."""

from __future__ import annotations

import numpy as np
import pytest

from demo.test_erosion import facts  # noqa: F401 - the same company
from trousseau.demo.customers import intercompany_codes
from trousseau.demo.potential import TOMORROW
from trousseau.ledger.answers import Scope
from trousseau.ledger.outlook.retention import retention
from trousseau.ledger.selection.tomorrow import AHEAD, tomorrow
from trousseau.method.wallet import Part, total

SCOPE = Scope(excluded=intercompany_codes())


@pytest.fixture(scope="module")
def seen(facts):  # noqa: F811
    """Everyone by group, with nothing decided."""
    return tomorrow(facts, retention(facts, scope=SCOPE, by="group"), scope=SCOPE, by="group")


def test_okanda_and_voltane_come_first(seen):
    reach = seen.forecast.reach(seen.line, AHEAD)
    first = [seen.paths.accounts[at] for at in seen.order(seen.gain, reach)[:2]]
    names = [seen.paths.names[at] for at in seen.order(seen.gain, reach)[:2]]
    assert names == ["Okanda", "Voltané SAS"]
    for account in first:
        at = seen.paths.index[account]
        assert seen.forecast.growth.rising[at]
        assert seen.forecast.expected[at, -1] > 2 * seen.forecast.now[at]
        assert reach[at] > 0.9


def test_nobody_decided_so_the_long_large_stand_for_key_accounts(seen):
    assert not seen.decided
    names = {seen.paths.names[at] for at in np.flatnonzero(seen.key)}
    assert {"Alstrom", "Vernay", "Kessler", "Nordvik", "Ferroval", "Sandrup"} <= names
    assert not {"Okanda", "Voltané SAS"} & names


def test_last_years_forecasts_held(seen):
    check = seen.forecast.check
    assert check is not None
    assert check.accounts > 250
    assert check.share > 0.75


def test_what_is_told_of_them_leaves_room(seen):
    for client, cells in TOMORROW.items():
        at = next(at for at, name in enumerate(seen.paths.names) if name == client)
        spent = total(Part(unit, offer, amount, confidence) for unit, offer, amount, _, confidence, _ in cells)
        share = spent.share(float(seen.forecast.now[at]))
        assert share.high < 0.35
