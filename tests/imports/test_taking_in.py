"""From a file to the ledger, to accounts and their figures: once, twice, corrected, undone, interrupted."""

from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from trousseau.access.models import AuditEvent
from trousseau.accounts import access
from trousseau.accounts.models import AccountFigures, Group, Reckoning
from trousseau.imports import actions, folders, shell
from trousseau.imports.actions import files
from trousseau.imports.models import Import, Quarantined, Source, State
from trousseau.jobs.registry import JobError
from trousseau.ledger import answers
from trousseau.ledger.facts import Facts
from trousseau.ledger.reading import Choices, ReadingError, Unresolved
from trousseau.ledger.store import AskReplaceError

from .conftest import HEADER, ROWS, TROUBLED

pytestmark = pytest.mark.usefixtures("june")


@pytest.fixture
def june():
    with time_machine.travel("2026-06-15 12:00", tick=True):
        yield


def test_every_row_is_accounted_for_and_sums_reconcile_to_the_cent(file, take_in):
    item = take_in(file(*TROUBLED))

    assert (item.state, item.read, item.accepted, item.quarantined, item.totals) == ("loaded", 8, 6, 2, 0)
    assert (item.new, item.changed, item.unchanged, item.removed) == (6, 0, 0, 0)
    assert {row["currency"]: Decimal(row["amount"]) for row in item.findings["currencies"]} == {
        "EUR": Decimal("11649.75"),
        "USD": Decimal("100.00"),
    }
    assert list(Quarantined.objects.values_list("row", "column", "value", "reason")) == [
        (8, "Date", "32/05/2026", "date_impossible"),
        (9, "Montant HT", "abc", "number_text"),
    ]
    assert (folders.files() / item.stored).read_bytes().startswith(HEADER.encode("cp1252"))


def test_customers_groups_and_figures_are_recognised(file, take_in, organisation):
    organisation.left_out = ["garonne interne"]
    organisation.save()
    take_in(file(*ROWS))

    alstrom = access.every_account().select_related("figures", "group").get(key="001")
    inside = access.every_account().get(key="004")
    reckoning = Reckoning.objects.get()

    assert (alstrom.name, alstrom.group.name) == ("Alstrom", "Alstrom Holding")
    assert alstrom.figures.revenue == Decimal("1500.50")
    assert (alstrom.figures.rank, alstrom.figures.class_now, alstrom.figures.zone) == (1, "A", "France")
    assert alstrom.figures.margin == Decimal("600.50")
    assert len(alstrom.figures.spark) == 24
    assert inside.excluded
    assert AccountFigures.objects.get(account=inside).rank is None
    counted = AccountFigures.objects.filter(account__excluded=False)
    assert reckoning.revenue == sum((row.revenue for row in counted), Decimal(0))
    assert reckoning.accounts == 3
    assert Group.objects.count() == 1


def test_the_same_file_twice_changes_nothing_and_says_so(file, take_in):
    first = take_in(file(*ROWS))
    second = take_in(file(*ROWS))

    assert (second.new, second.changed, second.unchanged, second.removed) == (0, 0, 6, 0)
    assert second.version == first.version
    assert access.every_account().count() == 4


def test_a_corrected_file_corrects(file, take_in):
    take_in(file(*ROWS))
    item = take_in(file(ROWS[0].replace("1 000,00", "2 000,00"), *ROWS[1:]))

    assert (item.new, item.changed, item.unchanged) == (0, 1, 5)
    assert AccountFigures.objects.get(account__key="001").revenue == Decimal("2500.50")


def test_an_import_can_be_undone_and_the_ledger_is_as_before(file, take_in, cast):
    take_in(file(*ROWS[:3]))
    later = take_in(file(ROWS[0].replace("1 000,00", "2 000,00"), *ROWS[3:], name="mai.csv"))

    actions.undo(later, user=cast["controller"])
    actions.undo(later, user=cast["controller"])

    later.refresh_from_db()
    assert later.state == State.UNDONE
    assert later.undone_by == cast["controller"]
    assert AccountFigures.objects.get(account__key="001").revenue == Decimal("1500.50")
    assert not AccountFigures.objects.filter(account__key="004").exists()
    assert [event.verb for event in AuditEvent.objects.filter(target_type="imports.import")] == [
        "import.undone", "import.loaded", "import.loaded",
    ]  # fmt: skip


def test_an_unanswered_question_keeps_nothing(file, take_in):
    with pytest.raises(Unresolved) as asked:
        take_in(file("01/02/2026;Alstrom;10,00", header="Date;Client;Montant HT"))

    assert asked.value.questions[0].flag == "--dates"
    assert not Import.objects.exists()
    assert not list(folders.files().glob("**/*.csv"))


def test_what_a_source_was_told_is_remembered(file, take_in):
    header = "Jour;Tiers;Net"
    take_in(
        file("01/02/2026;Alstrom;10,00", header=header),
        choices=Choices(dates="dmy", mapping={"date": "Jour", "customer": "Tiers", "amount": "Net"}),
    )

    item = take_in(file("03/04/2026;Alstrom;20,00", header=header), replace="add")

    assert item.accepted == 1
    assert Source.objects.get().choices["mapping"]["customer"] == "Tiers"


def test_a_file_without_keys_asks_whether_it_replaces(file, take_in):
    header = "Date;Client;Montant HT"
    choices = Choices(dates="dmy")
    take_in(file("13/01/2026;Alstrom;10,00", "14/01/2026;Alstrom;20,00", header=header), choices=choices)
    corrected = file("13/01/2026;Alstrom;10,00", "14/01/2026;Alstrom;25,00", header=header, name="bis.csv")

    with pytest.raises(AskReplaceError) as asked:
        take_in(corrected, choices=choices)
    item = take_in(corrected, choices=choices, replace="replace")

    assert (asked.value.missing, asked.value.added) == (1, 1)
    assert (item.new, item.removed, item.unchanged) == (1, 1, 1)
    assert AccountFigures.objects.get().revenue == Decimal("35.00")
    assert Import.objects.count() == 2


def test_what_is_no_table_is_refused_in_words_and_leaves_nothing(tmp_path, take_in):
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))

    with pytest.raises(ReadingError) as refused:
        take_in(path)

    assert refused.value.code == "binary_file"
    assert not Import.objects.exists()


def test_only_who_may_import_imports(file, take_in, cast):
    for role in ("director", "executive", "manager", "administrator", "client"):
        with pytest.raises(PermissionDenied):
            take_in(file(*ROWS), user=cast[role])
    with pytest.raises(PermissionDenied):
        actions.undo(take_in(file(*ROWS), user=cast["controller"]), user=cast["director"])


@pytest.mark.parametrize("when", ["before the append", "after the append", "after the state"])
def test_a_load_killed_at_any_moment_ends_as_if_nothing_had_happened(file, take_in, monkeypatch, when):
    from trousseau.imports.actions import loading

    class Killed(BaseException):
        """What no handler catches."""

    def killed(*_args, **_options):
        raise Killed

    path = file(*TROUBLED)
    target = {
        "before the append": ("_told", killed),
        "after the append": ("_keep_findings", killed),
        "after the state": ("refresh", killed),
    }[when]
    with monkeypatch.context() as patch:
        patch.setattr(loading, *target)
        with pytest.raises(Killed):
            take_in(path)
    item = Import.objects.get()
    assert item.state == (State.LOADED if when == "after the state" else State.LOADING)

    actions.load(item)
    actions.refresh()
    actions.load(item)

    item.refresh_from_db()
    assert (item.state, item.accepted, item.quarantined, item.new) == ("loaded", 6, 2, 6)
    assert item.rejected.count() == 2
    assert Reckoning.objects.get().lines == 6


def test_a_refresh_with_nothing_new_changes_nothing(file, take_in):
    take_in(file(*ROWS))
    before = list(AccountFigures.objects.order_by("pk").values())

    actions.refresh()

    assert list(AccountFigures.objects.order_by("pk").values()) == before


def test_a_cancelled_load_leaves_the_ledger_alone(file, take_in):
    from trousseau.jobs.progress import Cancelled

    def stop(_done, _total, step):
        if step == "reading":
            raise Cancelled

    with pytest.raises(Cancelled):
        take_in(file(*ROWS), on_progress=stop)

    assert Import.objects.get().state == State.CANCELLED
    assert folders.ledger().version == -1


def test_a_group_made_by_hand_wins_over_the_column(file, take_in, cast):
    from trousseau.accounts import actions as accounts

    take_in(file(*ROWS))
    accounts.put_in_group(cast["director"], access.every_account().get(key="002"), "Vernay Holding")
    accounts.take_out_of_group(cast["director"], access.every_account().get(key="003"))

    more = "F9;1;01/06/2026;003;Kessler;Alstrom Holding;France;Usinage;Bogies;B1;5,00;EUR;"
    take_in(file(*ROWS, more, name="juin.csv"))

    groups = dict(access.every_account().values_list("key", "group__name"))
    assert groups == {"001": "Alstrom Holding", "002": "Vernay Holding", "003": None, "004": None}


def test_figures_equal_the_sum_of_the_lines_they_open(file, take_in):
    take_in(file(*ROWS))
    made = Facts.open(folders.facts_folder())
    window = answers.window(made, "r12")

    for figures in AccountFigures.objects.select_related("account"):
        page = answers.account_lines(made, figures.account.key, window, limit=100)
        assert page.revenue == figures.revenue
        assert sum(row["revenue"] for row in page.table.to_pylist()) == figures.revenue


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/abs/ventes.csv", "ventes.csv"),
        ("a\x00b:c*.csv", "a_b_c_.csv"),
        ("   .csv", "csv"),
        ("", "file"),
        ("é" * 300 + ".csv", "é" * 116 + ".csv"),
    ],
)
def test_names_of_files_are_harmless(name, kept):
    assert files.harmless(name) == kept


def test_a_file_over_the_limit_or_a_folder_without_permission_is_refused(settings, home, monkeypatch):
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(JobError) as refused:
        files.keep(iter([b"0123456789", b"a"]), "x.csv")
    assert refused.value.code == "file_too_large"
    assert not any(folders.files().glob("**/*.csv"))

    monkeypatch.setattr("pathlib.Path.mkdir", _denied)
    with pytest.raises(JobError) as refused:
        files.keep(iter([b"0"]), "x.csv")
    assert refused.value.code == "not_writable"


def _denied(*_args, **_options):
    raise PermissionError(13, "denied")


def test_a_new_month_moves_the_window_and_a_new_currency_the_amounts(
    file, take_in, cast, django_capture_on_commit_callbacks
):
    from trousseau.access import actions as house
    from trousseau.jobs import actions as jobs
    from trousseau.jobs.models import Job

    take_in(file(*ROWS))
    before = Reckoning.objects.get()
    actions.refresh(only_new=True)
    assert Reckoning.objects.get().at == before.at

    with time_machine.travel("2026-07-02 12:00"):
        actions.refresh(only_new=True)
        assert Reckoning.objects.get().base_currency == "EUR"
        with django_capture_on_commit_callbacks(execute=True):
            house.change_organisation(cast["administrator"], base_currency="USD")
        jobs.run(Job.objects.get(kind="refresh").pk)

    assert Reckoning.objects.get().base_currency == "USD"
    assert AccountFigures.objects.get(account__key="001").revenue > Decimal("1500.50")


def test_an_import_that_changed_nothing_is_undone_too(take_in, file):
    first = take_in(file(*ROWS))
    again = take_in(file(*ROWS))

    assert actions.undo(again).state == State.UNDONE
    assert folders.ledger().version == first.version


def test_putting_aside_is_only_for_what_the_ledger_does_not_hold(take_in, file, cast):
    item = take_in(file(*ROWS))
    assert not actions.discard(item, cast["controller"])
    # Killed, or out of disk, between the ledger's commit and our own row:
    Import.objects.filter(pk=item.pk).update(state=State.FAILED, version=None)
    assert not actions.discard(item, cast["controller"])
    assert Import.objects.filter(pk=item.pk).exists()
    assert not AuditEvent.objects.filter(verb="import.discarded").exists()
    with pytest.raises(PermissionDenied):
        actions.discard(item, cast["director"])


@pytest.mark.parametrize("act", [
    lambda item, user: actions.check(item, user=user),
    lambda item, user: actions.load(item, user=user),
    lambda item, user: actions.choose(item, Choices(), source="Other", user=user),
    lambda item, user: actions.answer_replacing(item, "replace", user),
])  # fmt: skip
def test_each_step_of_an_import_asks_who_takes_it(take_in, file, cast, act):
    item = take_in(file(*ROWS))
    with pytest.raises(PermissionDenied):
        act(item, cast["director"])


def test_how_large_the_whole_is_only_who_sees_it_is_told(take_in, file, cast, person):
    take_in(file(*ROWS))
    assert shell.ledger_state(cast["director"]).lines == len(ROWS)
    for someone in (cast["client"], cast["administrator"], cast["manager"], person("director", zones=["France"])):
        state = shell.ledger_state(someone)
        assert (state.lines, state.accounts) == (None, None)
