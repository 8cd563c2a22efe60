"""A frozen check-up comes out the same to the last bit, whatever has changed since; and says which figure does not."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import time
from decimal import Decimal

import pyarrow as pa
import pytest
import time_machine

from trousseau.access.models import Organisation
from trousseau.accounts import access
from trousseau.accounts.models import Group
from trousseau.accounts.reckoning import reckon
from trousseau.cli import main
from trousseau.costs.models import FinancingRate, FixedCost, ZoneInflation
from trousseau.figures.indicators import Range
from trousseau.imports import folders
from trousseau.jobs import actions as jobs
from trousseau.jobs.models import Job
from trousseau.ledger import facts as ledger_facts
from trousseau.ledger.facts import Facts
from trousseau.ledger.lines import LINES
from trousseau.ledger.rates import own
from trousseau.ledger.store import Ledger, StoreError
from trousseau.portfolio.actions import clean_up, freeze_checkup, publish_rules, set_range
from trousseau.portfolio.models import FrozenCheckup
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.classes import in_force
from trousseau.portfolio.queries.kept import Kept, anew
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.reproducing import at_hand, reproduced
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.results import panel

from .conftest import TODAY, lines

pytestmark = pytest.mark.django_db


def rates(folder, value):
    """The company's rate of the dollar."""
    file = folder / f"rates-{value}.csv"
    file.write_text("date;currency;eur_per_unit\n2024-01-15;USD;0.9\n" + f"2025-12-15;USD;{value}\n")
    return own(file, "EUR")


def more(number: int, account: str = "C3", currency: str = "EUR", document: str = "") -> pa.RecordBatch:
    """One line more, or the correction of a document."""
    row = {
        "account": account, "customer": account, "code": account, "group": None, "document": document or f"N{number}",
        "line": "1", "date": dt.date(2025, 12, 15), "amount": Decimal(5000 + number), "currency": currency,
        "product": "P", "family": "F", "division": "Vannes", "zone": "France", "quantity": Decimal(1),
        "cost": Decimal(3000), "discount": None, "extra": None, "row": 1,
    }  # fmt: skip
    return pa.RecordBatch.from_pylist([row], LINES)


@pytest.fixture
def written(tmp_path, organisation, settings, prepared):
    """A ledger of one's own that may be written, in two currencies, with costs on some lines."""
    settings.TROUSSEAU_HOME = tmp_path
    with time_machine.travel(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC), tick=False):
        prepared("written", tmp_path, _write)
        yield tmp_path


def _write(home):
    ledger = Ledger(home / "ledger", scratch=home)
    ledger.append([lines()], source="test", import_id="1")
    ledger.append([more(0, "C4"), more(1, "C9", "USD")], source="test", import_id="2")
    refreshed(home, rates(home, "0.9"))


def refreshed(home, rates):
    """Facts and accounts of the newest ledger."""
    ledger = Ledger(home / "ledger", scratch=home)
    reckon(ledger_facts.refresh(ledger, home / "facts", rates=rates, base="EUR", today=TODAY))


@pytest.fixture
def frozen(written, person):
    director = person("director")
    FixedCost.objects.create(
        start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31), division="Usinage", amount=Decimal(30_000)
    )
    for zone in ("France", "DACH", "Ibérie"):
        for year in ("2024", "2025"):
            ZoneInflation.objects.create(zone=zone, period=year, rate=Decimal("0.02"), source="test")
    return freeze_checkup(director, asked(director, {}), "the one")


def change_everything(home, director):
    """New lines, other rates, other groups, accounts left out, other rules, other ranges."""
    ledger = Ledger(home / "ledger", scratch=home)
    for number in range(2, 6):
        ledger.append([more(number), more(number + 50, "C1", "USD")], source="test", import_id=f"more {number}")
    refreshed(home, rates(home, "0.5"))
    accounts = access.every_account()
    accounts.filter(key="C3").update(group=Group.objects.create(name="Vernay Holding"), group_origin="hand")
    accounts.filter(key="C7").update(excluded=True, excluded_origin="hand")
    now = in_force()
    other = type(now.rules).read({**now.rules.as_json(), "least_known": 0.9})
    publish_rules(director, other, "stricter", based_on=now.number)
    set_range(director, "first_share", Range(high=0.9, watch_high=0.95), "looser")
    FixedCost.objects.update(amount=Decimal(1))
    FinancingRate.objects.create(start=dt.date(2024, 1, 1), rate=Decimal("0.2"))
    ZoneInflation.objects.update(rate=Decimal("0.5"))
    Organisation.objects.update(fiscal_year_start=7)


def test_it_reproduces_after_everything_has_changed(frozen, written, person):
    director = person("director", email="second@example.com")
    before = panel(frozen, history.opened(frozen))
    change_everything(written, director)
    found = reproduced(FrozenCheckup.objects.get())
    assert (found.state, found.source, found.differences) == ("same", "facts", ())
    then = panel(FrozenCheckup.objects.get(), history.opened(frozen))
    assert then == before
    assert {"net_rate", "real_growth"} <= {row.key for row in then}
    first = next(row for row in then if row.key == "first_share")
    assert first.range is not None
    assert first.range.source == "ifrs8"
    now = measured(asked(director, {}))
    assert now.checkup.revenue != frozen.revenue


def without_facts(home, frozen):
    """Someone removes the facts of then, by hand."""
    for end in ("json", "kept"):
        (home / "facts" / f"{frozen.facts_version}.{end}").unlink()


def test_without_the_facts_of_then_the_ledger_gives_every_figure_to_the_last_bit(frozen, written, person):
    change_everything(written, person("director", email="fifth@example.com"))
    without_facts(written, frozen)
    again = FrozenCheckup.objects.get()
    assert not at_hand(again)
    steps = []
    found = reproduced(again, lambda _done, _total, step: steps.append(step))
    assert (found.state, found.source, found.differences) == ("same", "ledger", ())
    assert found.digest == frozen.digest
    assert "preparing" in steps
    assert not list(written.glob("again-*"))
    assert Facts.open(written / "facts").ledger_version > frozen.ledger_version


def test_without_any_facts_at_all_too(frozen, written):
    shutil.rmtree(written / "facts")
    assert reproduced(FrozenCheckup.objects.get()).digest == frozen.digest


def test_the_page_has_it_made_anew_by_a_job_and_shows_what_came_of_it(frozen, written, signed_in, person):
    without_facts(written, frozen)
    client = signed_in(person("executive"))
    address = f"/check-up/past/{frozen.public_id}/again/"
    page = client.post(address, headers={"hx-request": "true"})
    job = Job.objects.get(kind="reproduce_checkup")
    assert page.headers["HX-Redirect"] == f"/jobs/{job.public_id}/"
    assert client.post(address).status_code == 302
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["state"], job.result["digest"]) == ("done", "same", frozen.digest)
    shown = client.get(f"/jobs/{job.public_id}/", follow=True)
    assert shown.redirect_chain[-1][0] == f"/check-up/past/{frozen.public_id}/?again={job.public_id}"
    assert "ledger’s version of then: the same figures, to the last bit" in shown.content.decode()
    for other in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        assert "version of then" not in client.get(f"/check-up/past/{frozen.public_id}/?again={other}").content.decode()


def test_the_command_says_so_too(frozen, written, capsys):
    for name in ("last", frozen.public_id):
        with pytest.raises(SystemExit) as leave:
            main(["checkup", "--frozen", name, "--json"])
        assert leave.value.code in (None, 0)
        said = json.loads(capsys.readouterr().out)
        assert said["state"] == "same"
        assert said["sha256"] == {"frozen": frozen.digest, "again": frozen.digest}
    with pytest.raises(SystemExit) as leave:
        main(["checkup", "--frozen", "nobody", "--lang", "en"])
    assert leave.value.code == 1
    assert f"There are: {frozen.public_id}" in capsys.readouterr().err


def test_the_digest_is_over_every_figure(frozen):
    assert len(frozen.digest) == 64
    again = FrozenCheckup.objects.get()
    again.figures["panel"]["first_share"]["value"] += 1e-15
    again.digest = "0" * 64
    found = reproduced(again)
    assert found.state == "different"
    assert [difference.where for difference in found.differences] == ["figures/panel/first_share/value"]


def test_a_check_up_frozen_before_digests_still_opens_and_reproduces(frozen, signed_in, person):
    old = FrozenCheckup.objects.get()
    old.digest = ""
    for name in ("panel",):
        del old.figures[name]
    for name in ("previous", "ranges", "rules", "rates_file"):
        del old.settings[name]
    assert {row.key for row in panel(old, history.opened(old))} >= {"first_share", "retention", "over_10"}
    assert reproduced(old).state == "same"


def test_the_page_says_so_and_names_what_differs(frozen, person, signed_in, monkeypatch):
    client = signed_in(person("director", email="third@example.com"))
    address = f"/check-up/past/{frozen.public_id}/again/"
    assert "the same figures, to the last bit" in client.post(address).content.decode()
    monkeypatch.setattr("trousseau.portfolio.queries.reproducing.digest", lambda _figures: "another")
    monkeypatch.setattr(
        "trousseau.portfolio.queries.reproducing._kept", lambda _frozen: {"revenue": "1.0000", "figures": {}}
    )
    page = client.post(address).content.decode()
    assert "the figures differ" in page
    assert "was 1.0000, is " in page


def test_clean_up_removes_what_nothing_stands_on_and_nothing_else(frozen, written, person, monkeypatch):
    director = person("director", email="fourth@example.com")
    change_everything(written, director)
    monkeypatch.setattr("trousseau.ledger.facts.manifest.KEEP_SECONDS", -1)
    refreshed(written, rates(written, "0.6"))
    ledger = Ledger(written / "ledger", scratch=written)
    # So many imports that undoing no longer reaches back to the frozen version.
    for number in range(100, 122):
        ledger.append([more(number, document="corrected")], source="test", import_id=f"many {number}")
    refreshed(written, rates(written, "0.6"))
    untouched = ledger.lines(frozen.ledger_version).read_all().num_rows
    done = clean_up()
    assert done.files > 0
    assert done.kept == 1
    assert ledger.lines(frozen.ledger_version).read_all().num_rows == untouched
    with pytest.raises((StoreError, OSError)):
        ledger.lines(frozen.ledger_version + 5).read_all()
    again = FrozenCheckup.objects.get()
    assert reproduced(again).state == "same"
    again.facts_version = "gone"
    assert (reproduced(again).state, reproduced(again).source) == ("same", "ledger")
    assert ledger.undo("many 121").changed == 1
    assert clean_up().files == 0


def test_facts_kept_for_nothing_are_let_go(frozen, written):
    facts = folders.facts()
    spare = written / "facts" / "0-spare.json"
    spare.write_bytes((written / "facts" / f"{facts.version}.json").read_bytes())
    mark = spare.with_suffix(".kept")
    mark.touch()
    assert clean_up().released == 0  # someone may be freezing right now
    old = time.time() - 2 * 24 * 3600
    os.utime(mark, (old, old))
    named = written / "facts" / f"{frozen.facts_version}.kept"
    named.unlink()
    assert clean_up().released == 1
    assert not mark.exists()
    assert named.exists()
    assert Facts.kept_ledger_versions(written / "facts") == {frozen.ledger_version}


def test_anew_uses_nothing_kept_and_keeps_nothing():
    kept, calls = Kept(4), []
    compute = lambda: calls.append(1) or len(calls)  # noqa: E731
    assert kept.get("a", compute) == 1
    with anew():
        assert (kept.get("a", compute), kept.get("a", compute)) == (2, 2)
    assert kept.get("a", compute) == 1
