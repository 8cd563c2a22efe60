"""The lists and single things of the API among 10,000 accounts: milliseconds, statements, times a bare reading.

    python benchmarks/bench_api.py

Asked for by Django's test client with a director's token: the time is that of the whole request without the network.
The bare reading of the same run: the same number of accounts out of the database, written as JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

REPEATS = int(os.environ.get("BENCH_REPEATS", "15"))
ACCOUNTS = int(os.environ.get("BENCH_ACCOUNTS", "10_000"))
ASKED = {
    "100 accounts": "/api/v1/accounts?limit=100",
    "100 accounts, two fields": "/api/v1/accounts?limit=100&fields=name,code",
    "20 accounts found by a word": "/api/v1/accounts?limit=20&q=Company+77",
    "100 contacts": "/api/v1/contacts?limit=100",
}
LIMIT = 50
"""Milliseconds that a list of 100 may take."""


def main() -> None:
    """Print a line a request."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TROUSSEAU_HOME": home, "DJANGO_SETTINGS_MODULE": "trousseau.settings"}
        import django

        django.setup()
        token = prepared()
        bare = median(read_bare)
        print(f"{'100 accounts, bare':30} {bare:6.1f} ms")
        for name, address in ASKED.items():
            took, statements = measured(address, token)
            print(f"{name:30} {took:6.1f} ms (limit {LIMIT})  {took / bare:5.1f} x bare   {statements} statements")
            sys.stdout.flush()


def prepared() -> str:
    """Fill a house; give a director's token."""
    from django.core.management import call_command
    from django.utils import timezone

    from trousseau.access.models import Organisation, Role, RoleAssignment, Scope, User
    from trousseau.access.tokens import make_token
    from trousseau.accounts.access import every_account
    from trousseau.knowledge.models import Contact

    call_command("migrate", verbosity=0)
    Organisation.objects.create(pk=1, name="Benchmark", base_currency="EUR")
    director = User.objects.create_user("director@example.com", "benchmark-only", name="Director")
    RoleAssignment.objects.create(user=director, role=Role.DIRECTOR)
    make = every_account().model
    rows = [
        make(key=f"C{n}", code=f"C{n}", name=f"Company {n}", search_text=f"company {n} c{n}") for n in range(ACCOUNTS)
    ]
    every_account().bulk_create(rows, batch_size=5_000)
    today = timezone.localdate()
    people = [Contact(account=row, name=f"Person {n}", said_on=today) for n, row in enumerate(every_account()[:2_000])]
    Contact.objects.bulk_create(people, batch_size=1_000)
    _token, text = make_token(director, name="Benchmark", scopes=[Scope.READ], days=30)
    return text


def read_bare() -> None:
    """The same accounts out of the database, as JSON."""
    from trousseau.accounts.access import every_account

    json.dumps(list(every_account().order_by("pk").values("public_id", "code", "name", "key", "excluded")[:100]))


def measured(address: str, token: str) -> tuple[float, int]:
    """The median in milliseconds, and the statements of one."""
    from django.db import connection
    from django.test import Client

    client = Client(headers={"host": "localhost", "authorization": f"Bearer {token}"})
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.content[:200])
    assert answer.json()["items"], address
    with connection.execute_wrapper(note):
        client.get(address)
    return median(lambda: client.get(address)), len(statements)


def median(what: Callable[[], object]) -> float:
    """Milliseconds."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        what()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
