"""The wizard, quarantine and rates as people walk through them."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trousseau.accounts import due
from trousseau.accounts.models import AccountFigures, Reckoning
from trousseau.imports.models import Import, RateTable, State
from trousseau.jobs import actions as jobs
from trousseau.jobs.models import Job

from .conftest import HEADER, ROWS, TROUBLED


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-15 12:00", tick=True):
        yield


@pytest.fixture
def controller(cast, signed_in):
    return signed_in(cast["controller"])


@pytest.fixture
def upload(controller):
    """Step 1: send a file, come to its mapping."""

    def send(*rows, header=HEADER, name="ventes.csv", source="ERP"):
        content = "\n".join([header, *rows, ""]).encode("cp1252")
        answer = controller.post("/data/new/", {"file": SimpleUploadedFile(name, content), "source": source})
        assert answer.status_code == 302, answer.content.decode()
        return Import.objects.order_by("-pk").first()

    return send


def run_jobs():
    for job in Job.objects.filter(state="queued"):
        jobs.run(job.pk)
    return Job.objects.order_by("-pk").first()


def page(answer, status=200):
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_from_a_file_to_the_result(upload, controller):
    item = upload(*TROUBLED)
    mapping = page(controller.get(f"/data/{item.public_id}/mapping/"))
    assert "Montant HT" in mapping
    assert "semicolon" in mapping

    answer = controller.post(f"/data/{item.public_id}/mapping/", {"next": "1", "source": "ERP"})
    problems = page(controller.get(answer.url))
    assert "6 lines can be loaded; 2 rows have a problem." in problems
    assert "11,649.75" in problems

    controller.post(f"/data/{item.public_id}/load/")
    under_way = page(controller.get(f"/data/{item.public_id}/"))
    assert "being loaded" in under_way
    assert run_jobs().state == "done"

    result = page(controller.get(f"/data/{item.public_id}/"))
    assert "6 lines are new, 0 changed." in result
    assert "Correct 2 rows" in result
    assert "The ledger holds 6 lines up to 17 May 2026." in page(controller.get("/data/"))


def test_what_the_file_does_not_say_is_asked_and_refused_until_answered(upload, controller):
    item = upload("01/02/2026;Alstrom;10,00", header="Date;Client;Montant HT")
    address = f"/data/{item.public_id}/mapping/"

    refused = page(controller.post(address, {"next": "1", "source": "ERP"}), 422)
    assert 'name="dates" required' in refused
    assert refused.count('name="dates"') == 1

    answer = controller.post(address, {"next": "1", "source": "ERP", "dates": "dmy"})
    item.refresh_from_db()
    assert answer.status_code == 302
    assert (item.state, item.first_date.isoformat()) == (State.CHECKED, "2026-02-01")


def test_a_column_moved_by_hand_is_used_and_proposed_next_time(upload, controller):
    rows = ("13/02/2026;Alstrom;Zone A;10,00", "14/02/2026;Vernay;Zone B;20,00")
    header = "Jour;Client;Lieu;Montant HT"
    item = upload(*rows, header=header)
    form = {"next": "1", "source": "ERP"}
    for index, (name, field) in enumerate(
        [("Jour", "date"), ("Client", "customer"), ("Lieu", ""), ("Montant HT", "amount")]
    ):
        form |= {f"name-{index}": name, f"was-{index}": field, f"column-{index}": field}
    form["column-2"] = "zone"

    controller.post(f"/data/{item.public_id}/mapping/", form)
    controller.post(f"/data/{item.public_id}/load/")
    run_jobs()

    assert AccountFigures.objects.get(account__name="Alstrom").zone == "Zone A"
    again = upload("15/02/2026;Alstrom;Zone A;5,00", header=header)
    assert again.choices["mapping"]["zone"] == "Lieu"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.csv", b"\n\n", "empty"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(99), "picture"),
        ("tronque.csv.gz", b"\x1f\x8b\x08\x00" + bytes(9), "gz"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence_and_nothing_is_kept(controller, home, name, content, said):
    answer = controller.post("/data/new/", {"file": SimpleUploadedFile(name, content), "source": "ERP"})

    text = page(answer, 422)
    assert 'class="error"' in text
    assert "Traceback" not in text
    assert not Import.objects.exists()
    assert not [path for path in Path(home / "files").rglob("*") if path.is_file()]


def test_rejected_rows_are_corrected_in_place_and_brought_back(upload, controller, cast):
    item = upload(*TROUBLED)
    controller.post(f"/data/{item.public_id}/mapping/", {"next": "1"})
    controller.post(f"/data/{item.public_id}/load/")
    run_jobs()
    assert "Quarantine" in [item.kind for item in due.items(cast["controller"])]
    assert "Quarantine" not in [item.kind for item in due.items(cast["director"])]
    columns = HEADER.split(";")
    cells = {f"cell-{index}": value for index, value in enumerate(TROUBLED[6].split(";"))}

    still = page(controller.post(f"/data/{item.public_id}/quarantine/8/", cells), 422)
    assert "act bad" in still

    cells[f"cell-{columns.index('Date')}"] = "31/05/2026"
    assert controller.post(f"/data/{item.public_id}/quarantine/8/", cells).status_code == 302
    assert "Load 1 corrected row" in page(controller.get(f"/data/{item.public_id}/quarantine/"))
    controller.post(f"/data/{item.public_id}/quarantine/load/")
    run_jobs()

    child = item.corrections.get()
    assert (child.state, child.accepted, child.new) == ("loaded", 1, 1)
    assert item.rejected.filter(loaded_by=None).count() == 1
    assert Reckoning.objects.get().lines == 7

    controller.post(f"/data/{child.public_id}/undo/")
    run_jobs()
    assert item.rejected.filter(loaded_by=None).count() == 2


def test_a_missing_customer_can_be_filled_in(upload, controller):
    item = upload(*ROWS, "F9;1;18/05/2026;;;;France;Usinage;Bogies;B1;10,00;EUR;")
    controller.post(f"/data/{item.public_id}/mapping/", {"next": "1"})
    texts = ["F9", "1", "18/05/2026", "", "Duroc", "", "", "", "", "", "10,00", "EUR", ""]
    cells = {f"cell-{index}": value for index, value in enumerate(texts)}

    assert controller.post(f"/data/{item.public_id}/quarantine/8/", cells).status_code == 302
    assert item.rejected.get().corrected["Client"] == "Duroc"


def test_a_downloaded_file_of_rejected_rows_comes_back_corrected(upload, controller):
    item = upload(*ROWS, "F9;1;18/05/2026;007;=cmd|x;;France;Usinage;Bogies;B1;abc;EUR;")
    controller.post(f"/data/{item.public_id}/mapping/", {"next": "1"})
    controller.post(f"/data/{item.public_id}/load/")
    run_jobs()

    text = b"".join(controller.get(f"/data/{item.public_id}/quarantine.csv").streaming_content).decode("utf-8-sig")
    assert "'=cmd|x" in text
    mended = SimpleUploadedFile("q.csv", text.replace(";abc;", ";77,00;").encode("cp1252"))
    controller.post(f"/data/{item.public_id}/quarantine/return/", {"file": mended})
    controller.post(f"/data/{item.public_id}/quarantine/load/")
    run_jobs()

    assert AccountFigures.objects.get(account__key="007").revenue == Decimal("77.00")
    assert AccountFigures.objects.get(account__key="007").account.name == "=cmd|x"
    wrong = controller.post(
        f"/data/{item.public_id}/quarantine/return/", {"file": SimpleUploadedFile("x.csv", b"a;b\n")}
    )
    assert "trousseau_row is missing" in page(controller.get(wrong.url))


def test_the_question_of_replacing_is_asked_on_the_page(upload, controller):
    header = "Date;Client;Montant HT"
    for rows in (
        ("13/01/2026;Alstrom;10,00", "14/01/2026;Alstrom;20,00"),
        ("13/01/2026;Alstrom;11,00", "14/01/2026;Alstrom;20,00"),
    ):
        item = upload(*rows, header=header)
        controller.post(f"/data/{item.public_id}/mapping/", {"next": "1"})
        controller.post(f"/data/{item.public_id}/load/")
        run_jobs()
    asked = page(controller.get(f"/data/{item.public_id}/"))
    assert "Replace them" in asked

    controller.post(f"/data/{item.public_id}/load/", {"replace": "add"})
    run_jobs()

    item.refresh_from_db()
    assert (item.state, item.new, item.removed) == ("loaded", 1, 0)


def test_an_import_is_undone_after_its_effect_was_shown(upload, controller, cast, signed_in):
    item = upload(*ROWS)
    controller.post(f"/data/{item.public_id}/mapping/", {"next": "1"})
    controller.post(f"/data/{item.public_id}/load/")
    run_jobs()
    assert "6 lines it brought go." in page(controller.get(f"/data/{item.public_id}/undo/"))

    controller.post(f"/data/{item.public_id}/undo/")
    assert run_jobs().state == "done"

    assert "was undone" in page(controller.get(f"/data/{item.public_id}/"))
    assert not AccountFigures.objects.exists()
    assert page(controller.get("/accounts/"))


def test_an_interrupted_load_is_taken_up_again(upload, controller):
    item = upload(*ROWS)
    controller.post(f"/data/{item.public_id}/mapping/", {"next": "1"})
    controller.post(f"/data/{item.public_id}/load/")
    Job.objects.update(state="failed")

    assert "was interrupted" in page(controller.get(f"/data/{item.public_id}/"))
    controller.post(f"/data/{item.public_id}/load/")
    run_jobs()

    item.refresh_from_db()
    assert (item.state, item.new) == ("loaded", 6)


def test_two_clicks_start_one_load(upload, controller):
    item = upload(*ROWS)
    controller.post(f"/data/{item.public_id}/mapping/", {"next": "1"})
    controller.post(f"/data/{item.public_id}/load/")
    controller.post(f"/data/{item.public_id}/load/")

    assert Job.objects.filter(kind="import").count() == 1


def test_own_rates_count_once_their_direction_is_confirmed(upload, controller):
    item = upload(*ROWS)
    controller.post(f"/data/{item.public_id}/mapping/", {"next": "1"})
    controller.post(f"/data/{item.public_id}/load/")
    run_jobs()
    table = SimpleUploadedFile("cours.csv", b"date,currency,eur_per_unit\n2026-04-15,USD,0.5\n")

    answer = controller.post("/data/rates/add/", {"file": table})
    assert "1 USD = 0.500000 EUR" in page(controller.get(answer.url))
    assert AccountFigures.objects.get(account__key="002").revenue != Decimal("300.25")
    controller.post(answer.url)
    run_jobs()
    assert AccountFigures.objects.get(account__key="002").revenue == Decimal("300.25")

    assert "<code>eur_per_unit</code>" in page(controller.get("/data/rates/"))
    controller.post(f"/data/rates/{RateTable.objects.get().public_id}/remove/")
    run_jobs()
    assert AccountFigures.objects.get(account__key="002").revenue != Decimal("300.25")


def test_rates_without_a_direction_are_refused_in_a_sentence(controller):
    table = SimpleUploadedFile("cours.csv", b"date,currency,rate\n2026-04-15,USD,0.5\n")

    assert 'class="error"' in page(controller.post("/data/rates/add/", {"file": table}), 422)
    assert not RateTable.objects.exists()


def test_a_line_without_a_rate_is_counted_and_never_zero(upload, controller, cast):
    item = upload(*ROWS, "F9;1;18/05/2026;008;Pampa;;Asie;Usinage;Bogies;B1;500,00;ARS;")
    controller.post(f"/data/{item.public_id}/mapping/", {"next": "1"})
    assert "never as 0" in page(controller.get(f"/data/{item.public_id}/"))
    controller.post(f"/data/{item.public_id}/load/")
    run_jobs()

    figures = AccountFigures.objects.get(account__key="008")
    assert (figures.revenue, figures.unconverted, figures.rank) == (None, 1, None)
    assert any("no exchange rate" in str(item.title) for item in due.items(cast["controller"]))


def test_ten_more_imports_cost_no_more_statements(controller, cast):
    def some(count):
        for number in range(count):
            Import.objects.create(name=f"{number}.csv", stored=f"x/{number}.csv", created_by=cast["controller"])

    some(5)
    controller.get("/data/")
    with CaptureQueriesContext(connection) as few:
        controller.get("/data/")
    some(10)
    with CaptureQueriesContext(connection) as many:
        controller.get("/data/")

    assert len(many) == len(few)
    budget = json.loads((Path(__file__).parent.parent / "query_counts.json").read_text(encoding="utf-8"))
    assert len(many) <= budget["imports:list"]


def test_pages_of_data_speak_french(controller, upload, cast):
    cast["controller"].language = "fr"
    cast["controller"].save()
    upload(*TROUBLED)

    assert "Quel fichier de lignes de facture" in page(controller.get("/data/new/"))
    assert "À préciser" in page(controller.get("/data/")) or "Colonnes à préciser" in page(controller.get("/data/"))
