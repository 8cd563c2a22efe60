"""Every page that measures, among 10,000 accounts and 10 million lines: milliseconds and statements, in process.

The ledger is generated (fewer lines with `BENCH_LINES`), taken in by the ordinary import into a scratch data folder
with fixed costs, activity rates and inflation told, and the pages are asked for by Django's test client as a director:
the time is that of the whole request without the network, once the tables derived after the import stand.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

REPEATS = int(os.environ.get("BENCH_REPEATS", "9"))
LINES = int(os.environ.get("BENCH_LINES", "10_000_000"))
ACCOUNTS = int(os.environ.get("BENCH_ACCOUNTS", "10_000"))
LISTS = {"/accounts/": (40, 10), "account": (60, 20), "another account": (60, 20)}
RANKS = {"account": 1, "another account": ACCOUNTS // 2}
"""Where the accounts whose pages are asked for stand: the largest, and one in the middle."""
MEASURES = (
    "/check-up/",
    "/check-up/contributions/",
    "/check-up/classes/",
    "/check-up/segments/",
    "/check-up/erosion/",
    "/check-up/ranges/",
    "/exposure/",
    "/exposure/concentration/",
    "/exposure/compare/",
    "/exposure/losses/",
    "/exposure/losses/retention/",
    "/exposure/growth/",
    "/exposure/prices/",
    "/exposure/tariff/",
    "/data/costs/",
    "/data/inflation/",
)
LIMITS = {**LISTS, **dict.fromkeys(MEASURES, (150, 25))}


def main() -> None:
    """Print one line a hook after the import, then one a page: first request, median, processor, statements."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TROUSSEAU_HOME": home, "DJANGO_SETTINGS_MODULE": "trousseau.settings"}
        import django

        django.setup()
        pages = prepared(Path(home))
        for name, address in pages.items():
            first, took, busy, statements = measured(address)
            limit, most = LIMITS[name]
            print(
                f"{name:26} {took:6.1f} ms (limit {limit}; processor {busy:.1f}; first {first:.2f} s)"
                f"   {statements:3} statements (limit {most})"
            )
            sys.stdout.flush()
        print(f"most memory held: {memory()} MB")


def memory() -> int:
    """The most memory this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed(hook: Callable[[Any], None]) -> Callable[[Any], None]:
    """A hook after the refresh that prints how long it took."""

    def run(facts: Any) -> None:
        start = time.perf_counter()
        hook(facts)
        name = f"{hook.__module__}.{hook.__name__}".removeprefix("trousseau.")
        print(f"after the import: {name:40} {time.perf_counter() - start:6.1f} s   {memory()} MB")
        sys.stdout.flush()

    return run


def tell() -> None:
    """Tell fixed costs by division, rates of what is counted in the lines, and inflation by zone."""
    from trousseau.costs import actions
    from trousseau.costs.actions.inflation import tell_inflation
    from trousseau.demo.generator import DIVISIONS, ZONES
    from trousseau.ledger.growth.reading import Told

    for name, cost in (("orders", 38), ("lines", 2), ("credit_notes", 55)):
        actions.set_rate(None, actions.define_driver(None, name, name=name), date(2023, 1, 1), Decimal(cost))
    for division in DIVISIONS:
        actions.set_fixed(None, date(2025, 1, 1), date(2025, 12, 31), Decimal(9 * LINES), division=division)
    years = ("2022", "2023", "2024", "2025")
    tell_inflation(None, [Told(zone, year, Decimal("0.02")) for zone in ZONES for year in years], "benchmark")


def prepared(home: Path) -> dict[str, str]:
    """Fill the folder; give the address of each page."""
    from django.core.management import call_command

    from trousseau.access.models import Organisation, Role, RoleAssignment, User
    from trousseau.accounts import reckoning
    from trousseau.accounts.access import every_account
    from trousseau.demo.generator import Benchmark, generate
    from trousseau.demo.writing import write_parquet
    from trousseau.imports import actions

    call_command("migrate", verbosity=0)
    Organisation.objects.create(pk=1, name="Benchmark", base_currency="EUR")
    director = User.objects.create_user("director@example.com", "benchmark-only", name="Director")
    RoleAssignment.objects.create(user=director, role=Role.DIRECTOR)
    file = home / "ledger.parquet"
    tell()
    reckoning._after[:] = [timed(hook) for hook in reckoning._after]  # noqa: SLF001 - no other door times them one by one
    write_parquet(generate(Benchmark(LINES, ACCOUNTS)), file)
    actions.take_in(file, source="benchmark")
    found = {name: every_account().get(figures__rank=rank) for name, rank in RANKS.items()}
    return {name: f"/accounts/{found[name].public_id}/" if name in found else name for name in LIMITS}


def measured(address: str) -> tuple[float, float, float, int]:
    """The first request in seconds, the median after it in milliseconds: by the clock and by the processor; statements.

    The processor's time adds up all threads; it says what a page costs where other work takes the clock's.
    """
    from django.db import connection
    from django.test import Client

    from trousseau.access.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get())
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        start = time.perf_counter()
        answer = client.get(address)
        first = time.perf_counter() - start
        assert answer.status_code == 200, (address, answer.status_code)
        statements.clear()
        client.get(address)
    times, busy = [], []
    for _ in range(REPEATS):
        start, used = time.perf_counter(), time.process_time()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - used) * 1000)
    return first, statistics.median(times), statistics.median(busy), len(statements)


if __name__ == "__main__":
    main()
