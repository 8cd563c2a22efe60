"""The grid as shipped over a million accounts of a ledger: its criteria computed from the facts, then the ranking.

Run with BENCH_LINES=6_500_000 BENCH_ACCOUNTS=1_000_000. The first run works out what is kept beside the facts, the
second finds it there. *Bare* as in `ground`.
"""

from ground import ACCOUNTS, bare, in_process, prepared, timed
from trousseau.ledger import answers
from trousseau.ledger.facts import Facts
from trousseau.ledger.selection import MEASURES, candidates, rank
from trousseau.ledger.selection.shipped import NAMES, shipped


def ranked() -> None:
    """Compute, rank, and say who is first."""
    facts = Facts.open(prepared())
    window = answers.windows(facts)["r12"]
    found = candidates(facts, window, NAMES)
    first = rank(found, shipped(found))
    print(f"  {len(first.accounts):,} accounts, first {first.names[first.order[0]]}", flush=True)


def measures() -> None:
    """What each measure of a grid costs alone."""
    facts = Facts.open(prepared())
    window = answers.windows(facts)["r12"]
    for name, one in MEASURES.items():
        if not one.told:
            took = timed(lambda name=name: candidates(facts, window, [name]))
            print(f"  {name}: {took:.2f} s", flush=True)


if __name__ == "__main__":
    prepared()
    least = bare()
    for run in ("first", "again"):
        seconds, memory = in_process(ranked)
        print(
            f"{run}: {ACCOUNTS:,} accounts, {seconds:.1f} s ({seconds / least:.0f} × bare), {memory / 1000:.2f} GB",
            flush=True,
        )
    in_process(measures)
