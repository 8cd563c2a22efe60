"""The page of one account: figures that open, groups, exclusion, history; who may what."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trousseau.access.models import AuditEvent
from trousseau.accounts import access, actions, panels
from trousseau.accounts.models import Account, Group
from trousseau.accounts.panels import Panel
from trousseau.accounts.reckoning import change, movement
from trousseau.imports import actions as imports
from trousseau.jobs.models import Job

LINES = (
    "Facture;Ligne;Date;Code client;Client;Groupe;Zone;Division;Famille;Montant HT;Devise\n"
    + "\n".join(
        f"F{n};1;{1 + n % 28:02}/{1 + n % 12:02}/{2024 + n % 3};{n % 3:03};Client {n % 3};{'Alstrom' if n % 3 else ''};"
        f"{'France' if n % 2 else 'Asie'};Usinage;Fam {n % 36};{100 + n},{n % 100:02};{'EUR' if n % 4 else 'USD'}"
        for n in range(90)
    )
    + "\n"
)


@pytest.fixture
def ledger(organisation, tmp_path):
    """Ninety lines of three customers; gives the first."""
    path = tmp_path / "ventes.csv"
    path.write_text(LINES, encoding="utf-8")
    imports.take_in(path, source="ERP")
    return access.every_account().get(key="001")


def page(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_opens_with_its_finding_and_every_tab_answers(ledger, cast, signed_in):
    client = signed_in(cast["director"])

    overview = page(client.get(f"/accounts/{ledger.public_id}/?period=all"))

    assert "Client 1 makes" in overview
    assert "Group Alstrom" in overview
    broken_down = page(client.get(f"/accounts/{ledger.public_id}/breakdowns/?period=all"))
    assert "5 others" in broken_down  # twelve families: the first seven, and the rest together
    assert page(client.get(f"/accounts/{ledger.public_id}/sales/?period=all"))
    assert page(client.get(f"/accounts/{ledger.public_id}/history/"))


def test_the_lines_opened_add_up_to_the_figure_and_show_rate_and_origin(ledger, cast, signed_in):
    client = signed_in(cast["director"])
    first = client.get(f"/accounts/{ledger.public_id}/lines/?period=all")
    second = client.get(f"/accounts/{ledger.public_id}/lines/?period=all&page=2")

    shown = [*first.context["lines"], *second.context["lines"]]
    assert len(first.context["lines"]) == 25
    assert len(shown) == first.context["count"] == 30
    assert sum((line["revenue"] for line in shown), Decimal(0)) == first.context["revenue"]
    for line in shown:
        assert abs(line["amount"] * line["rate"] - line["revenue"]) <= Decimal("0.01")
    assert {line["currency"] for line in shown} == {"EUR", "USD"}
    file = b"".join(client.get(f"/accounts/{ledger.public_id}/lines.csv?period=all").streaming_content).decode(
        "utf-8-sig"
    )
    assert file.count("\n") == 31


def test_the_account_page_keeps_its_budget_of_statements(ledger, cast, signed_in, budget):
    client = signed_in(cast["director"])
    client.get(f"/accounts/{ledger.public_id}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/accounts/{ledger.public_id}/")

    assert len(asked) <= budget["accounts:account"], [query["sql"][:120] for query in asked.captured_queries]


@pytest.mark.parametrize("tab", ["", "sales/", "history/", "lines/", "lines.csv"])
def test_who_does_not_see_the_account_gets_404_everywhere(portfolio, cast, signed_in, tab):
    account = portfolio(1)[0]

    assert signed_in(cast["expert"]).get(f"/accounts/{account.public_id}/{tab}").status_code == 404
    assert signed_in(cast["client"]).get(f"/accounts/{account.public_id}/{tab}").status_code == 404


def test_joining_a_new_group_leaving_it_and_going_back_to_the_column(portfolio, cast):
    account, user = portfolio(3)[1], cast["director"]

    actions.put_in_group(user, account, "  Vernay   Holding ")
    account.refresh_from_db()
    assert (account.group.name, account.group_origin) == ("Vernay Holding", "hand")
    assert "vernay" in account.search_text

    actions.put_in_group(user, account, "ALSTROM holding")
    assert not Group.objects.filter(name="Vernay Holding").exists()
    account = access.every_account().get(pk=account.pk)
    assert account.group.name == "Alstrom Holding"

    actions.take_out_of_group(user, account)
    actions.follow_column(user, account)
    account.refresh_from_db()
    assert (account.group, account.group_origin) == (None, "column")
    verbs = list(AuditEvent.objects.filter(target_type="accounts.account").values_list("verb", flat=True))
    assert verbs == ["account.group_follows_column", *["account.regrouped"] * 3]


def test_a_group_needs_a_name_and_a_name_belongs_to_one_group(portfolio, cast):
    account = portfolio(1)[0]
    other = Group.objects.create(name="Vernay", origin="hand")
    for name in ("", "   ", "x" * 201):
        with pytest.raises(ValidationError):
            actions.put_in_group(cast["director"], account, name)
    with pytest.raises(ValidationError):
        actions.rename_group(cast["director"], other, "alstrom HOLDING")

    actions.rename_group(cast["director"], account.group, "Alstrom SA")

    assert access.every_account().get(pk=account.pk).group.name == "Alstrom SA"
    assert "alstrom sa" in access.every_account().get(pk=account.pk).search_text


@pytest.mark.parametrize("role", ["executive", "manager", "head", "expert", "administrator", "client"])
def test_deciding_is_for_who_may(portfolio, cast, organisation, role):
    organisation.manager_reads = "open"
    organisation.save()
    account = portfolio(1)[0]
    for decide in (
        lambda: actions.put_in_group(cast[role], account, "X"),
        lambda: actions.leave_out(cast[role], account),
        lambda: actions.name_manager(cast[role], account, None),
    ):
        with pytest.raises(PermissionDenied):
            decide()
    assert not AuditEvent.objects.exists()


def test_leaving_an_account_out_is_recorded_and_has_the_figures_made_again(
    portfolio, cast, signed_in, django_capture_on_commit_callbacks
):
    account = portfolio(2)[0]
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(cast["controller"]).post(f"/accounts/{account.public_id}/exclude/", {"excluded": "yes"})

    account.refresh_from_db()
    assert (account.excluded, account.excluded_origin) == (True, "hand")
    assert Job.objects.filter(kind="refresh").exists()
    assert AuditEvent.objects.get(verb="account.left_out").actor == cast["controller"]


def test_the_history_tells_what_was_decided_in_sentences(portfolio, cast, signed_in):
    account = portfolio(2)[1]
    client = signed_in(cast["director"])
    client.post(f"/accounts/{account.public_id}/group/", {"name": "Vernay", "verb": "join"})
    client.post(f"/accounts/{account.public_id}/manager/", {"manager": str(cast["manager"].pk)})

    history = page(client.get(f"/accounts/{account.public_id}/history/"))

    assert "Group changed: from none to Vernay" in history
    assert "Manager named: from none to Manager Test" in history
    assert str(cast["director"]) in history


def test_groups_are_proposed_while_typing_without_accents(portfolio, cast, signed_in):
    account = portfolio(8)[1]
    Group.objects.create(name="Électre")
    access.every_account().filter(key="C00002").update(group=Group.objects.get(name="Électre"))

    names = page(signed_in(cast["director"]).get(f"/accounts/{account.public_id}/group/names/?name=elec"))

    assert "Électre" in names
    assert "Alstrom" not in names


def test_later_apps_put_panels_on_the_page(ledger, cast, rf, monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    panels.register(Panel("plan", "Plan", "x.html", lambda _request, account: {"of": account.name}, order=20))
    panels.register(Panel("none", "None", "x.html", lambda _request, _account: None, order=10))
    panels.register(Panel("team", "Team", "x.html", lambda _request, _account: {}, place="side"))
    panels.register(Panel("late", "Late", "x.html", lambda _request, _account: {"asked": True}, order=30, late=True))

    shown = panels.shown(rf.get("/"), ledger, "main")

    assert [(found.panel.name, found.context) for found in shown] == [("plan", {"of": "Client 1"}), ("late", None)]
    assert panels.one(rf.get("/"), ledger, "late").context == {"asked": True}


def test_a_panel_nobody_registered_is_404(ledger, cast, signed_in):
    assert signed_in(cast["director"]).get(f"/accounts/{ledger.public_id}/panels/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("revenue", "previous", "moved", "by"),
    [
        (None, None, "", None),
        (Decimal(0), Decimal(0), "", None),
        (Decimal(1), None, "", None),
        (Decimal(1), Decimal(0), "new", None),
        (Decimal(0), Decimal(1), "lost", -1.0),
        (Decimal("104.9"), Decimal(100), "steady", 0.049),
        (Decimal(105), Decimal(100), "up", 0.05),
        (Decimal(95), Decimal(100), "down", -0.05),
        (Decimal(5), Decimal(-5), "steady", None),
    ],
)
def test_movements(revenue, previous, moved, by):
    assert movement(revenue, previous) == moved
    assert change(revenue, previous) == (None if by is None else pytest.approx(by))


def test_money_is_exact_in_the_database(portfolio):
    account = portfolio(1)[0]
    for text in ("0.0001", "-0.1234", "123456789012.9999", "900000000000000.0001"):
        account.figures.revenue = Decimal(text)
        account.figures.save()
        account.figures.refresh_from_db()
        assert account.figures.revenue == Decimal(text)
    assert account.figures.last == date(2026, 10, 30)
    assert isinstance(account, Account)


def test_the_crumbs_lead_to_the_accounts_of_its_zone_and_division(ledger, cast, signed_in):
    client = signed_in(cast["director"])
    shown = page(client.get(f"/accounts/{ledger.public_id}/?period=all"))
    crumbs = re.findall(r'href="(/accounts/\?(?:zone|division)=[^"]+)"', shown)
    assert crumbs
    for address in crumbs:
        assert ledger.name in page(client.get(html.unescape(address)))
