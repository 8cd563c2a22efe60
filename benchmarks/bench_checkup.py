"""A check-up of the rolling twelve months from the state: ranking, Pareto, concentration, ≤ 1.2 × bare."""

from ground import against_bare, prepared, timed
from trousseau.ledger.answers import accounts, window
from trousseau.ledger.checkup import check_up
from trousseau.ledger.facts import Facts

if __name__ == "__main__":
    folder = prepared()
    against_bare(
        "check-up from the state", 1.2, lambda: timed(lambda: check_up(f := Facts.open(folder), window(f), keep=20))
    )
    against_bare(
        "all accounts with names, zones, divisions",
        5,
        lambda: timed(lambda: accounts(f := Facts.open(folder), window(f))),
    )
