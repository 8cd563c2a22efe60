"""Rows that add others up are neither lines nor mistakes."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from ledger.reading.conftest import Result
from trousseau.ledger.reading.totals import is_total, is_total_alone

Lines = Callable[..., Result]


def test_totals_are_told_and_customers_called_total_are_lines(lines_of: Lines) -> None:
    result = lines_of(
        "Client;Date facture;N° facture;Montant HT\n"
        "TOTAL SA;13/02/2024;F1;100\nTotal Energies;14/02/2024;F2;50\nTotal client TOTAL;;;150\n"
        "ACME;15/02/2024;F3;10\nACME Total;;;10\nS/Total;31/12/2024;;160\nTotal général;;;160,00\n;;Total;160\n"
        "Somme Toute SARL;16/02/2024;F4;5\n"
    )
    assert result.column("customer") == ["TOTAL SA", "Total Energies", "ACME", "Somme Toute SARL"]
    assert [row["label"] for row in result.totals] == [
        "Total client TOTAL",
        "ACME Total",
        "S/Total",
        "Total général",
        "Total",
    ]
    assert [row["amount"] for row in result.totals] == [Decimal(value) for value in (150, 10, 160, 160, 160)]
    assert not result.quarantine


def test_a_product_called_total_makes_no_total(lines_of: Lines) -> None:
    result = lines_of("Client;Date;Produit;Montant HT\nA;13/01/2024;Total Quartz;1\nB;;Total Quartz;2\nB;;Total;2\n")
    assert result.column("product") == ["Total Quartz"]
    assert result.reasons == {3: "date_missing"}
    assert [row["row"] for row in result.totals] == [4]


@pytest.mark.parametrize(
    "label",
    [
        "Total",
        "TOTAUX",
        "Sous-total",
        "Sous total client",
        "S/Total ACME",
        "Total général :",
        "Grand Total",
        "Subtotal",
        "ACME Total",
    ],
)
def test_labels(label: str) -> None:
    assert is_total(label)


@pytest.mark.parametrize("label", ["Totally Wired Ltd", "Totem", "ACME", "Subtle", "Reporters sans frontières", ""])
def test_names(label: str) -> None:
    assert not is_total(label)
    assert not is_total_alone(label)


def test_a_header_in_the_middle_is_no_line(lines_of: Lines) -> None:
    result = lines_of("Client;Date;Montant HT\nA;13/01/2024;1\nClient;Date;Montant HT\nB;14/01/2024;1\n")
    assert result.reasons == {3: "repeated_header"}
    printed = "|Client|Date      |Montant HT|\n|A     |13/01/2024|         1|\n|Client|Date      |Montant HT|\n"
    assert lines_of(printed).reasons == {3: "repeated_header"}
