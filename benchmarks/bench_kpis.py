"""5,000 indicators of the demonstration's accounts measured: all of them new, then with nothing changed.

Measures and filters of all kinds but the net contribution, whose months are worked out once for a version of their
lines (told apart, first), read monthly over two years and written. The limit is 30 s for a run.
"""

import os
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

HOME = Path(os.environ.setdefault("TROUSSEAU_HOME", tempfile.mkdtemp(prefix="trousseau-kpis-")))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousseau.settings")

import django  # noqa: E402 - the settings say where the data are

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from trousseau.access.models import Organisation, User  # noqa: E402
from trousseau.accounts.models import Account  # noqa: E402
from trousseau.demo import simulate  # noqa: E402
from trousseau.demo.writing import write_parquet  # noqa: E402
from trousseau.imports.actions import take_in  # noqa: E402
from trousseau.plans.measuring import batch  # noqa: E402
from trousseau.plans.models import Kpi, Plan, Reading, Source, Unit  # noqa: E402

KPIS = 5_000
TODAY = date(2026, 11, 24)
KINDS = (
    ("revenue", Unit.MONEY, {}),
    ("growth", Unit.PERCENT, {}),
    ("margin_rate", Unit.PERCENT, {}),
    ("orders", Unit.COUNT, {"months": 3}),
    ("order_value", Unit.MONEY, {}),
    ("price_index", Unit.POINTS, {}),
    ("share_of_wallet", Unit.PERCENT, {}),
    ("contribution", Unit.MONEY, {}),
    ("revenue", Unit.MONEY, {"zones": ["France"], "months": 6}),
    ("margin", Unit.MONEY, {"divisions": ["Usinage"]}),
    ("revenue", Unit.MONEY, {"by": "group"}),
    ("contribution_rate", Unit.PERCENT, {"months": 6}),
    ("revenue", Unit.MONEY, {"months": 1}),
)
"""Thirteen indicators an account."""


def ready() -> None:
    """The demonstration's lines, an account each with a plan and its indicators; 5,000 of them."""
    call_command("migrate", verbosity=0)
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Bench", "base_currency": "EUR"})
    file = HOME / "lines.parquet"
    write_parquet(simulate.lines(TODAY, 0).to_batches(), file)
    take_in(file, source="bench")
    author = User.objects.create_user("bench@garonne.example", None, name="Bench")
    plans = Plan.objects.bulk_create(
        Plan(account=account, ambition="More", starts=date(2026, 1, 1), ends=date(2028, 12, 31), created_by=author)
        for account in Account.objects.all()
    )
    wanted = [
        Kpi(
            plan=plan, name=f"{measure} {n}", source=Source.LEDGER, unit=unit,
            formula={"measure": measure, "by": "account", "months": 12} | more,
            baseline=Decimal(100), baseline_on=date(2025, 12, 31), target=Decimal(200), target_on=date(2028, 12, 31),
        )
        for plan in plans
        for n, (measure, unit, more) in enumerate(KINDS)
    ]  # fmt: skip
    Kpi.objects.bulk_create(wanted[:KPIS], batch_size=500)


def run(what: str) -> None:
    """Measure, and say what it took."""
    before = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        found = batch.measure()
    took = time.perf_counter() - before
    print(
        f"{what}: {found.kpis:,} indicators, {found.readings:,} readings written, {len(asked)} statements, {took:.1f} s"
    )


if __name__ == "__main__":
    ready()
    contribution = Kpi.objects.filter(formula__measure="contribution")[:1]
    before = time.perf_counter()
    batch.measure([contribution[0].pk])
    print(f"contribution of each month, the first time: {time.perf_counter() - before:.1f} s")
    Reading.objects.all().delete()
    run("all new (limit 30 s)")
    run("nothing changed")
    with transaction.atomic():
        Reading.objects.filter(on=date(2026, 10, 31)).delete()
    run("one month more")
