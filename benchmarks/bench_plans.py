"""The pages of plans among 500 plans, one of them with 200 actions: milliseconds of the processor and statements.

Made in a scratch data folder: 500 accounts each with a plan of 20 actions, their health worked out; asked for by
Django's test client as a director, against the page of notices in the same run. Limits: the plan 80 ms, all plans
120 ms, 25 statements each.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from datetime import timedelta

REPEATS = int(os.environ.get("BENCH_REPEATS", "15"))
PLANS, FEW, MANY = 500, 20, 200
LIMITS = {"plan": 80, "/plans/": 120, "/plans/?by=person": 120, "/plans/?late=1&span=long": 120}


def main() -> None:
    """Print a line a page."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TROUSSEAU_HOME": home, "DJANGO_SETTINGS_MODULE": "trousseau.settings"}
        import django

        django.setup()
        largest = prepared()
        bare, _ = measured("/notices/")
        print(f"{'notices':26} {bare:6.1f} ms")
        for name, limit in LIMITS.items():
            busy, statements = measured(f"/accounts/{largest}/plan/" if name == "plan" else name)
            print(
                f"{name:26} {busy:6.1f} ms (limit {limit}), {busy / bare:.1f} × notices, {statements} statements (25)"
            )


def prepared() -> str:
    """Fill the folder; give the account whose plan has the most actions."""
    from django.core.management import call_command
    from django.utils import timezone

    from trousseau.access.models import Organisation, Role, RoleAssignment, User
    from trousseau.accounts.models import Account
    from trousseau.plans.actions.health import refresh_all
    from trousseau.plans.models import Action, Objective, Plan, Progress

    call_command("migrate", verbosity=0)
    Organisation.objects.create(pk=1, name="Benchmark", base_currency="EUR")
    director = User.objects.create_user("director@example.com", "benchmark-only", name="Director")
    RoleAssignment.objects.create(user=director, role=Role.DIRECTOR)
    people = [User.objects.create_user(f"{n}@example.com", None, name=f"Manager {n}") for n in range(40)]
    Account.objects.bulk_create(
        Account(key=f"A{n}", name=f"Account {n}", search_text=f"account {n}", manager=people[n % 40])
        for n in range(PLANS)
    )
    accounts = list(Account.objects.order_by("pk"))
    today, rng = timezone.localdate(), random.Random(1)
    runs = {"starts": today - timedelta(300), "ends": today + timedelta(700)}
    Plan.objects.bulk_create(Plan(account=one, ambition="More", created_by=director, **runs) for one in accounts)
    plans = list(Plan.objects.order_by("pk"))
    Objective.objects.bulk_create(
        Objective(plan=plan, title=f"Objective {n}", horizon=horizon, due=plan.ends)
        for plan in plans
        for n, horizon in enumerate(("short", "medium", "long"))
    )
    actions = []
    for n, plan in enumerate(plans):
        for i in range(MANY if n == 0 else FEW):
            starts = today + timedelta(rng.randrange(-300, 400))
            due = starts + timedelta(rng.randrange(10, 200))
            done = 100 if due < today - timedelta(40) else rng.randrange(0, 90, 10) if starts < today else 0
            state = Progress.DONE if done == 100 else Progress.OPEN
            told = {"starts": starts, "due": due, "done": done, "state": state, "position": i}
            owner, ended = people[rng.randrange(40)], due if done == 100 else None
            actions.append(Action(plan=plan, what=f"Action {i}", owner=owner, ended_on=ended, **told))
    Action.objects.bulk_create(actions, batch_size=500)
    refresh_all()
    return str(accounts[0].public_id)


def measured(address: str) -> tuple[float, int]:
    """The median of the processor's time of a request, and its statements, once the page was asked for."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from trousseau.access.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="director@example.com"))
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        statements = len(asked)
    busy = []
    for _ in range(REPEATS):
        used = time.process_time()
        client.get(address)
        busy.append((time.process_time() - used) * 1000)
    return statistics.median(busy), statements


if __name__ == "__main__":
    main()
