"""Every page that measures, among 10,000 accounts and 10 million lines: milliseconds and statements, in process.

The ledger is generated (fewer lines with `BENCH_LINES`), taken in by the ordinary import into a scratch data folder
with fixed costs, activity rates and inflation told, and the pages are asked for by Django's test client as a director:
the time is that of the whole request without the network, once the tables derived after the import stand.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPEATS = int(os.environ.get("BENCH_REPEATS", "9"))
LINES = int(os.environ.get("BENCH_LINES", "10_000_000"))
ACCOUNTS = int(os.environ.get("BENCH_ACCOUNTS", "10_000"))
LISTS = {"/accounts/": (40, 10), "account": (60, 20)}
MEASURES = (
    "/check-up/",
    "/check-up/contributions/",
    "/check-up/classes/",
    "/check-up/segments/",
    "/check-up/erosion/",
    "/check-up/ranges/",
    "/exposure/",
    "/exposure/concentration/",
    "/exposure/losses/",
    "/exposure/growth/",
    "/exposure/prices/",
    "/exposure/tariff/",
)
LIMITS = {**LISTS, **dict.fromkeys(MEASURES, (150, 25))}


def main() -> None:
    """Print one line a page: median milliseconds, statements, limits."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TROUSSEAU_HOME": home, "DJANGO_SETTINGS_MODULE": "trousseau.settings"}
        import django

        django.setup()
        pages = prepared(Path(home))
        for name, address in pages.items():
            took, statements = measured(address)
            limit, most = LIMITS[name]
            print(f"{name:26} {took:6.1f} ms (limit {limit})   {statements:3} statements (limit {most})")
            sys.stdout.flush()


def prepared(home: Path) -> dict[str, str]:
    """Fill the folder; give the address of each page."""
    from django.core.management import call_command

    from trousseau.access.models import Organisation, Role, RoleAssignment, User
    from trousseau.accounts.access import every_account
    from trousseau.demo.generator import Benchmark, generate
    from trousseau.demo.writing import write_parquet
    from trousseau.imports import actions

    call_command("migrate", verbosity=0)
    Organisation.objects.create(pk=1, name="Benchmark", base_currency="EUR")
    director = User.objects.create_user("director@example.com", "benchmark-only", name="Director")
    RoleAssignment.objects.create(user=director, role=Role.DIRECTOR)
    file = home / "ledger.parquet"
    write_parquet(generate(Benchmark(LINES, ACCOUNTS)), file)
    actions.take_in(file, source="benchmark")
    account = every_account().order_by("figures__rank").first()
    assert account is not None
    return {name: f"/accounts/{account.public_id}/" if name == "account" else name for name in LIMITS}


def measured(address: str) -> tuple[float, int]:
    """The median of the requests after the first, in milliseconds, and the statements of one."""
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
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        statements.clear()
        client.get(address)
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), len(statements)


if __name__ == "__main__":
    main()
