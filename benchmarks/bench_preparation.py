"""First preparation of a ledger: from its lines to prepared lines, monthly facts and state, ≤ 20 × bare."""

import shutil
import statistics

from ground import HERE, REPEATS, bare, in_process, rates, refreshed, stored, told

if __name__ == "__main__":
    ledger, facts, known = stored().folder, HERE / "first", rates()
    base, ours, memory = [], [], []
    for _ in range(min(REPEATS, 3)):
        shutil.rmtree(facts, ignore_errors=True)
        bare()
        base.append(bare())
        seconds, most = in_process(refreshed, ledger, facts, known)
        ours.append(seconds)
        memory.append(most)
    shutil.rmtree(facts)
    before, after = statistics.median(base), statistics.median(ours)
    told("first preparation", f"{after:.2f} s", f"{before:.2f} s", figure=after / before, limit=20)
    told("its memory", f"{max(memory)} MB", "", figure=max(memory) / 1024, limit=1.5, unit="GB")
