"""Tables of readings by their pages: looked at, taken in, taken back; every bad row told; fields of the CRM."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from trousseau.access.models import AuditEvent
from trousseau.accounts.models import Account
from trousseau.plans import rhythms
from trousseau.plans.actions import kpis as actions
from trousseau.plans.actions.kpis import Said
from trousseau.plans.models import Kpi, Plan, Reading, ReadingsFile, Rhythm, Source, State
from trousseau.plans.readings_file import day_of

DOOR = "/plans/kpis/readings/"
HEAD = "Compte;Indicateur;Jour;Valeur;Note"


@pytest.fixture
def indicator(house, plan):
    """An indicator of the plan of Alstrom, owned by the expert."""

    def make(name="Deliveries on time", source=Source.ENTERED, **more):
        fields = {
            "unit": "percent", "baseline": Decimal(90), "target": Decimal(98), "owner": house["expert"],
            "baseline_on": plan.starts, "target_on": plan.ends,
        }  # fmt: skip
        return actions.define(house["manager"], plan, Said(name=name, source=source, **(fields | more)))

    return make


@pytest.fixture
def send(house, signed_in):
    """Send a table as somebody; gives the answer, the look followed."""

    def send(content, who="manager", name="relevés.csv", **more):
        file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
        return signed_in(house[who]).post(DOOR, {"file": file, **more}, follow=True)

    return send


@pytest.fixture
def settle(house, signed_in):
    """Take the manager's last table in, forget it, or take it back."""

    def settle(verb):
        file = ReadingsFile.objects.filter(by=house["manager"]).latest("at")
        return signed_in(house["manager"]).post(f"{DOOR}{file.public_id}/{verb}/", follow=True)

    return settle


def values(kpi):
    return {one.on.isoformat(): one.value for one in kpi.readings.all()}


def ends(kpi, count):
    last = rhythms.last_end(kpi.rhythm, timezone.localdate())
    return rhythms.ends(kpi.rhythm, last - dt.timedelta(days=31 * count), last)[-count:]


def test_a_table_is_looked_at_then_taken_in_and_again_changes_nothing(house, indicator, send, settle):
    kpi = indicator()
    one, two, three = ends(kpi, 3)
    table = "\n".join((
        HEAD,
        f"Alstrom SA;deliveries ON time;{one:%d/%m/%Y};91,5;audit",
        f"ALSTROM SA;Deliveries on time;{two.isoformat()};92,25 %;",
        f"A1;Deliveries on time;{three:%m/%Y};1 093,5;",
    ))  # fmt: skip
    assert "3 readings are new." in send(table).content.decode()
    assert not kpi.readings.exists()
    assert "3 readings are new." in settle("take").content.decode()
    assert values(kpi) == {
        one.isoformat(): Decimal("91.5"), two.isoformat(): Decimal("92.25"), three.isoformat(): Decimal("1093.5"),
    }  # fmt: skip
    assert [reading.note for reading in kpi.readings.all()] == ["audit", "relevés.csv", "relevés.csv"]
    assert {reading.entered_by for reading in kpi.readings.all()} == {house["manager"]}
    kpi.standing.refresh_from_db()
    assert kpi.standing.on == three
    again = send(table, name="copie.csv").content.decode()
    assert "0 readings are new and 3 are known already." in again
    assert "There is nothing to take in." in again
    trail = AuditEvent.objects.filter(verb="kpi.readings_taken").get()
    assert (trail.actor, trail.after) == (house["manager"], {"new": 3, "changed": 0, "same": 0, "refused": 0})
    assert AuditEvent.objects.filter(verb="kpi.readings_brought", target_id=str(kpi.pk)).count() == 1


def test_taken_back_what_was_replaced_returns_and_what_was_corrected_since_stays(house, indicator, send, settle):
    kpi = indicator()
    one, two, three = ends(kpi, 3)
    actions.record(house["director"], kpi, one, Decimal(50), "by hand")
    send("\n".join((HEAD, *(f"A1;Deliveries on time;{day};70;" for day in (one, two, three)))))
    assert "2 readings are new and 1 changes." in settle("take").content.decode()
    actions.record(house["manager"], kpi, three, Decimal(80), replace=True)
    assert "2 readings are taken back." in settle("undo").content.decode()
    assert values(kpi) == {one.isoformat(): Decimal(50), three.isoformat(): Decimal(80)}
    first = kpi.readings.first()
    assert (first.note, first.entered_by) == ("by hand", house["director"])
    settle("undo")
    assert kpi.readings.count() == 2
    kpi.standing.refresh_from_db()
    assert kpi.standing.value == 80


def test_every_bad_row_says_its_row_column_value_and_mend(house, indicator, send, settle, signed_in):
    kpi, sums = indicator(), indicator("Sales pipe", unit="money")
    indicator("Progress", source=Source.PLAN, formula={"measure": "progress"})
    Account.objects.create(key="B1", name="Secret SA", search_text="secret sa")
    day = ends(kpi, 1)[0]
    earlier = day.replace(day=1)
    future = timezone.localdate() + dt.timedelta(days=40)
    rows = (
        (f"Secret SA;Deliveries on time;{day};1;", "Compte", "Secret SA", "None of the accounts you see"),
        (f"Nowhere;Deliveries on time;{day};1;", "Compte", "Nowhere", "None of the accounts you see"),
        (f"A1;Mood;{day};1;", "Indicateur", "Mood", "it has “Deliveries on time”, “Sales pipe” and “Progress”"),
        (f"A1;;{day};1;", "Indicateur", "–", "Say which indicator"),
        (f"A1;Progress;{day};1;", "Indicateur", "Progress", "This indicator is measured"),
        ("A1;Deliveries on time;31/02/2026;1;", "Jour", "31/02/2026", "write it as 2026-12-31"),
        (f"A1;Deliveries on time;{future};1;", "Jour", future.isoformat(), "This day has not come yet."),
        ("A1;Deliveries on time;;1;", "Jour", "–", "Say the day"),
        (f"A1;Deliveries on time;{day};=1+1;", "Valeur", "=1+1", "number"),
        (f"A1;Sales pipe;{day};12 %;", "Valeur", "12 %", "not in per cent"),
        (f"A1;Deliveries on time;{earlier};0,9;", "Valeur", "0,9", "write 90.0, or 0.900 % with its sign"),
        (f"A1;Sales pipe;{day};12 USD;", "Valeur", "12 USD", "in EUR"),
        (f"A1;Deliveries on time;{earlier};5;", "Valeur", "5", "Another row tells another value"),
        (f"A1;Deliveries on time;{earlier};6;", "Valeur", "6", "Another row tells another value"),
    )  # fmt: skip
    good = (f"A1;Deliveries on time;{day};95;", f"A1;Deliveries on time;{day};95;", f"A1;Sales pipe;{day};;")
    answer = send("\n".join((HEAD, *(row for row, *_more in rows), *good)))
    page = answer.context["page"]
    told = {one.row: one for one in page.problems}
    for number, (_row, column, value, mend) in enumerate(rows, 2):
        assert (told[number].column, told[number].value or "–") == (column, value)
        assert mend in told[number].mend, number
    assert told[2].mend == told[3].mend
    assert (len(page.look.new), page.look.refused, page.look.blank) == (1, len(rows), 1)
    assert "1 reading is new and 14 rows are left out." in answer.content.decode()
    aside = signed_in(house["manager"]).get(f"{DOOR}{page.file.public_id}/aside.csv")
    lines = b"".join(aside).decode("utf-8-sig").splitlines()
    assert len(lines) == len(rows) + 1
    assert lines[9].startswith("10,Valeur,'=1+1,")
    settle("take")
    assert values(kpi) == {day.isoformat(): Decimal(95)}
    assert not sums.readings.exists()


@pytest.mark.parametrize(
    "case", [("98", "0.925 %", "0.925"), ("0.5", "0.8", "0.8"), ("98", "1.5", "1.5"), ("98", "0", "0")]
)
def test_a_small_value_in_per_cent_is_taken_where_it_can_mean_nothing_else(indicator, send, settle, case):
    target, written, kept = case
    kpi = indicator(target=Decimal(target))
    day = ends(kpi, 1)[0]
    send(f"{HEAD}\nA1;Deliveries on time;{day};{written};\n", decimal=".")
    settle("take")

    assert values(kpi) == {day.isoformat(): Decimal(kept)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "image"),
        (HEAD.encode(), "row"),
        (b"Compte;Jour;Valeur\nA1;2026-01-31;3\n", "No column says the indicator"),
        (b"Indicateur;Jour;Valeur\nA1;2026-01-31;3\n", "No column says the account"),
        (b"Nom;Ville\nA1;Nantes\n", "No column says the account"),
        (b"x" * ((20 << 20) + 1), "larger than 20 MB"),
        (f"{HEAD}\nA1;Deliveries on time;2026-01-31;1.234;\n".encode(), "Decimal mark"),
    ],
)
def test_a_file_nothing_can_be_taken_from_is_refused_in_a_sentence(indicator, send, content, said):
    indicator()
    page = send(content)
    assert page.status_code == 422
    (sentence,) = page.context["page"].form.errors["file"]
    assert said in sentence
    assert not ReadingsFile.objects.exists()


def test_the_decimal_mark_that_a_file_leaves_open_can_be_said(indicator, send):
    kpi = indicator()
    table = f"{HEAD}\nA1;Deliveries on time;{ends(kpi, 1)[0]};1.234;\n"
    for mark, value in ((",", Decimal(1234)), (".", Decimal("1.234"))):
        (change,) = send(table, decimal=mark).context["page"].look.new
        assert change.given.value == value


def test_who_may_enter_readings_brings_them_and_a_table_is_its_senders_only(  # noqa: PLR0917 - fixtures
    house, plan, indicator, send, settle, signed_in
):
    kpi = indicator()
    table = f"{HEAD}\nA1;Deliveries on time;{ends(kpi, 1)[0]};95;\n"
    assert "Only its owner" in send(table, who="head").context["page"].problems[0].mend
    assert "None of the accounts you see" in send(table, who="other").context["page"].problems[0].mend
    theirs = ReadingsFile.objects.get(by=house["head"])
    assert signed_in(house["manager"]).get(f"{DOOR}{theirs.public_id}/").status_code == 404
    assert signed_in(house["manager"]).post(f"{DOOR}{theirs.public_id}/take/").status_code == 404
    send(table)
    Plan.objects.filter(pk=plan.pk).update(state=State.CLOSED)
    settle("take")  # it closed between the look and the taking
    assert not Reading.objects.exists()
    assert "The plan of this indicator is closed" in send(table).context["page"].problems[0].mend


def test_fields_of_the_crm_take_the_last_value_the_sum_or_the_number_of_the_period(
    house, indicator, send, settle, signed_in
):
    field = {"object": "Opportunity", "field": "Amount"}
    last = indicator("Stage", source=Source.CRM, formula=field, unit="money")
    total = indicator("Pipe", source=Source.CRM, formula=field | {"how": "sum"}, unit="money")
    count = indicator("Deals", source=Source.CRM, formula=field | {"how": "count"}, unit="count")
    before, day = ends(last, 2)
    address = reverse("plans:kpi", args=[house["account"].public_id, total.public_id])
    page = signed_in(house["manager"]).get(address).content.decode()
    assert "No value of this field has arrived yet" in page
    assert "the sum of the period" in page
    start = day.replace(day=1)
    table = "\n".join((
        "Code;Object;Field;Date;Value",
        f"A1;Opportunity;Amount;{start};100",
        f"A1;opportunity;AMOUNT;{day};250,5",
        f"A1;;Opportunity.Amount;{day};250,5",
        f"A1;Opportunity;Stage;{day};1",
        f"A1;Opportunity;Amount;{before};10",
    ))  # fmt: skip
    look = send(table).context["page"].look
    assert [one.row for one in look.problems] == [5]
    settle("take")
    assert values(last) == {before.isoformat(): 10, start.isoformat(): 100, day.isoformat(): Decimal("250.5")}
    assert values(total) == {before.isoformat(): 10, day.isoformat(): 601}
    assert values(count) == {before.isoformat(): 1, day.isoformat(): 3}
    assert send(table).context["page"].look.takes == 0
    assert "No value of this field" not in signed_in(house["manager"]).get(address).content.decode()


def test_a_field_that_fell_silent_is_told_with_the_period_that_misses(house, indicator, signed_in):
    kpi = indicator("Pipe", source=Source.CRM, formula={"field": "Amount"})
    actions.record(house["manager"], kpi, ends(kpi, 3)[0], Decimal(91))
    page = signed_in(house["manager"]).get(reverse("plans:kpi", args=[house["account"].public_id, kpi.public_id]))
    assert "No value of this field has arrived for the period to" in page.content.decode()
    assert signed_in(house["manager"]).get("/plans/kpis/").context["page"].overdue == 1


def test_the_table_to_fill_in_has_what_is_due_and_is_read_back(house, indicator, send, settle, signed_in):
    kpi = indicator()
    days = ends(kpi, 3)
    actions.record(house["manager"], kpi, days[0], Decimal(91))
    yearly = indicator("Satisfaction", rhythm=Rhythm.YEARLY, unit="points", baseline_on=timezone.localdate())
    indicator("Progress", source=Source.PLAN, formula={"measure": "progress"})
    client = signed_in(house["manager"])
    assert "2 readings are due, of 2 indicators." in client.get(DOOR).content.decode()
    text = b"".join(client.get(f"{DOOR}template.csv")).decode("utf-8-sig")
    assert f"Deliveries on time,{days[1].isoformat()},," in text
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{DOOR}template.xlsx"))))
    lines = [[cell.value for cell in row] for row in book.active.rows][1:]
    assert [(line[2], line[3] and str(line[3])[:10]) for line in lines] == [
        ("Deliveries on time", days[1].isoformat()),
        ("Deliveries on time", days[2].isoformat()),
        ("Satisfaction", None),
    ]
    book.active["E2"] = 92.5
    out = io.BytesIO()
    book.save(out)
    page = send(out.getvalue(), name="readings.xlsx").context["page"]
    assert (len(page.look.new), page.look.blank, page.problems) == (1, 2, ())
    settle("take")
    assert values(kpi)[days[1].isoformat()] == Decimal("92.5")
    assert not yearly.readings.exists()


def test_more_rows_cost_no_more_statements(indicator, send, settle, django_assert_max_num_queries):
    for number in range(6):
        indicator(f"Indicator {number}")
    days = ends(Kpi.objects.first(), 5)
    send("\n".join((HEAD, *(f"A1;Indicator {n};{day};{90 + n};" for n in range(6) for day in days))))
    with django_assert_max_num_queries(60):
        settle("take")
    assert Reading.objects.count() == 30


@given(st.dates(dt.date(1990, 1, 1), dt.date(2050, 12, 31)))
def test_a_day_is_read_however_it_is_written(day):
    assert day_of(day.isoformat(), "") == day
    assert day_of(f"{day:%d/%m/%Y}", "dmy") == day
    assert day_of(f"{day:%m/%d/%Y}", "mdy") == day
    assert day_of(f"{day:%Y-%m}", "") == rhythms.over("monthly", day)
    assert day_of(f"T{(day.month + 2) // 3} {day.year}", "") == rhythms.over("quarterly", day)
    assert day_of(str(day.year), "") == rhythms.over("yearly", day)
