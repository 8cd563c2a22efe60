"""Everything people see of the sales lines, answered from the facts in milliseconds, exact to the cent.

    facts = Facts.open(home / "facts")
    r12 = window(facts, "r12")
    scope = Scope(zones=("Nord",), excluded=("INTERCO-1",), groups={"C042": "Alstrom"})
    accounts(facts, r12, scope=scope)

All money columns are DECIMAL in the facts' base currency (`facts.base`, None: amounts as they stand).
An answer depends on nothing but the facts, the window and the scope. Empty tables are answers, not
errors.
"""

from trousseau.ledger.answers.accounts import accounts, movement, places, sparks
from trousseau.ledger.answers.breakdown import breakdown, cells
from trousseau.ledger.answers.lines import LinePage, account_lines, documents
from trousseau.ledger.answers.months import months
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.totals import Totals, totals, unconverted
from trousseau.ledger.answers.windows import Window, WindowError, window, windows

__all__ = [
    "ALL",
    "LinePage",
    "Scope",
    "Totals",
    "Window",
    "WindowError",
    "account_lines",
    "accounts",
    "breakdown",
    "cells",
    "documents",
    "months",
    "movement",
    "places",
    "sparks",
    "totals",
    "unconverted",
    "window",
    "windows",
]
