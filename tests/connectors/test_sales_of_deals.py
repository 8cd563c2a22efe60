"""Deals that were won as sales lines, through the job that reads a connection."""

import datetime as dt
from decimal import Decimal

import pytest
from running import a_face, a_world, connection, door, ours, run
from world import START

from trousseau.connectors import handlers
from trousseau.connectors.actions import running
from trousseau.connectors.models import Connection
from trousseau.connectors.runs.sales import bring, source_of
from trousseau.imports import actions as imports
from trousseau.imports import folders
from trousseau.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(organisation, time_machine):
    time_machine.move_to(START)
    return connection(won_deals="without")


def invoices(tmp_path, *rows):
    path = tmp_path / f"invoices{len(rows)}.csv"
    lines = ["customer;code;document;line;date;amount;currency"]
    lines += [
        f"{name};{code};F{number};1;2026-03-0{number + 1};{amount};EUR"
        for number, (name, code, amount) in enumerate(rows)
    ]
    path.write_text("\n".join(lines))
    return imports.take_in(path, source="ERP", replace="add", refreshing=False)


def held():
    """The ledger, by source: account and amount of each line."""
    lines = folders.ledger().lines().read_all().to_pylist()
    return sorted((line["source"], line["account"], line["amount"]) for line in lines)


def test_won_deals_are_sales_until_invoices_tell_of_the_customer(made, tmp_path):
    ours("C1", "C2")
    world = a_world()
    for code in ("C1", "C2"):
        account = world.add("account", name=code, raw={"erp_code": code})
        world.add("deal", name="Won", account=account, amount="70.5", state="won", closes_on="2026-05-01")
        world.add("deal", name="Open", account=account, amount="9", state="open", closes_on="2026-06-01")
        world.add("deal", name="Undated", account=account, amount=None, state="won", closes_on="2026-06-01")
    run(made, a_face(world))
    bring(Connection.objects.get())
    deals, erp = source_of(made), "ERP"
    assert held() == [(deals, "C1", Decimal("70.5")), (deals, "C2", Decimal("70.5"))]
    assert not bring(Connection.objects.get()), "the same deals again are no new import"
    invoices(tmp_path, ("Alstrom", "C1", "100"))
    bring(Connection.objects.get())
    assert held() == sorted([(erp, "C1", Decimal(100)), (deals, "C2", Decimal("70.5"))])
    deal = next(
        one for one in world.present("deal") if one.values["account"] == account and one.values["state"] == "won"
    )
    world.change("deal", deal.id, state="lost")
    run(made, a_face(world))
    bring(Connection.objects.get())
    assert held() == [(erp, "C1", Decimal(100))]


def test_the_clock_starts_one_reading_and_a_job_carries_it_out(made, monkeypatch, time_machine):
    from trousseau.connectors.runs import begin

    face = a_face(a_world())
    monkeypatch.setattr(begin, "opened", door(face))
    monkeypatch.setattr(handlers, "carry_out", lambda item, check: begin.carry_out(item, check, door(face)))
    assert list(handlers.due()) == [made]
    assert running.start(made) == running.start(made), "one job waits, not two"
    handlers.read(_Progress(Job.objects.get()), connection_id=made.pk)
    assert made.runs.get().state == "done"
    assert not handlers.due().exists()
    time_machine.shift(dt.timedelta(minutes=61))
    assert list(handlers.due()) == [made]


class _Progress:
    def __init__(self, job):
        self.job = job

    def report(self, *_args, **_named):
        pass

    def check(self):
        pass
