"""First preparation of a ledger: from its lines to prepared lines, monthly facts and state, ≤ 20 × bare."""

import shutil
import statistics

from ground import HERE, REPEATS, bare, in_process, refreshed, stored, told

if __name__ == "__main__":
    ledger, facts = stored().folder, HERE / "first"
    base, ours, memory = [], [], []
    for _ in range(min(REPEATS, 3)):
        shutil.rmtree(facts, ignore_errors=True)
        bare()
        base.append(bare())
        seconds, most = in_process(refreshed, ledger, facts)
        ours.append(seconds)
        memory.append(most)
    shutil.rmtree(facts)
    before, after = statistics.median(base), statistics.median(ours)
    told("first preparation", f"{after:.2f} s", f"{before:.2f} s", after / before, 20, "×")
    told("its memory", f"{max(memory)} MB", "", max(memory) / 1024, 1.5, "GB")
