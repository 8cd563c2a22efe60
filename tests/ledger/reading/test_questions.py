"""What the file does not tell is asked, and the answer is followed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from ledger.reading.conftest import Result, codes, notes
from trousseau.ledger.reading import Inspection, ReadingError, Unresolved, read

Lines = Callable[..., Result]
Look = Callable[..., Inspection]
HEAD = "Client;Date;Montant HT\n"


def test_days_up_to_twelve_are_asked_for(look: Look, lines_of: Lines) -> None:
    text = HEAD + "A;01/02/2024;1\nB;03/04/2024;2\n"
    found = look(text)
    (question,) = found.questions
    assert (question.code, question.flag, question.column) == ("dates", "--dates", "Date")
    assert question.params == {"value": "01/02/2024", "row": 2}
    with pytest.raises(Unresolved), read(found):
        pass
    assert lines_of(text, dates="dmy").column("date") == [date(2024, 2, 1), date(2024, 4, 3)]
    assert lines_of(text, dates="mdy").column("date") == [date(2024, 1, 2), date(2024, 3, 4)]


def test_one_day_beyond_twelve_anywhere_decides(lines_of: Lines) -> None:
    result = lines_of(HEAD + "A;01/02/2024;1\n" * 100_000 + "A;13/02/2024;1\n")
    assert result.lines[0]["date"] == date(2024, 2, 1)


def test_days_that_are_their_month_need_no_answer(lines_of: Lines) -> None:
    assert lines_of(HEAD + "A;01/01/2024;1\nB;05/05/2024;1\n").column("date") == [
        date(2024, 1, 1),
        date(2024, 5, 5),
    ]


def test_two_orders_in_one_column(look: Look, lines_of: Lines) -> None:
    text = HEAD + "A;13/02/2024;1\nB;02/14/2024;2\nC;01/02/2024;4\n"
    (question,) = look(text).questions
    assert question.code == "dates_conflict"
    assert question.params["examples"] == {
        "dmy": {"row": 2, "value": "13/02/2024"},
        "mdy": {"row": 3, "value": "02/14/2024"},
    }
    result = lines_of(text, dates="dmy")
    assert result.reasons == {3: "date_other_order"}
    assert result.amount == 5


def test_an_impossible_date_is_no_evidence(lines_of: Lines) -> None:
    result = lines_of(HEAD + "A;13/02/2024;1\nB;31/02/2024;2\nC;45/45/2024;4\n")
    assert result.reasons == {3: "date_impossible", 4: "date_impossible"}


def test_years_in_two_digits_first(lines_of: Lines) -> None:
    result = lines_of(HEAD + "A;24-01-05;1\nB;24-01-31;2\n")
    assert result.column("date") == [date(2024, 1, 5), date(2024, 1, 31)]
    assert "two_digit_years" in notes(result.inspection)


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        (("13/01/24",), []),
        (("13-01-24", "31-01-24"), []),
        (("13-01-24", "14-01-24"), ["dates"]),
        (("130124", "280224"), []),
        (("2024-01-05", "13/01/24"), []),
        (("20240105", "13/01/2024"), []),
        (("2024-01-05", "05/06/2024"), ["dates"]),
        (("01/01/24",), []),
    ],
)
def test_when_an_order_is_asked_for(look: Look, days: tuple[str, ...], asked: list[str]) -> None:
    assert codes(look(HEAD + "".join(f"A;{day};1\n" for day in days))) == asked


def test_an_order_in_which_nothing_makes_sense(look: Look) -> None:
    with pytest.raises(ReadingError, match="dates_contradicted"):
        look(HEAD + "A;01/03/2024;1\nB;03/03/2024;1\n", dates="ymd")


def test_another_column_of_dates_decides_and_is_told(lines_of: Lines) -> None:
    result = lines_of("Client;Date facture;Échéance;Montant HT\nA;01/02/2024;28/02/2024;1\n")
    assert result.column("date") == [date(2024, 2, 1)]
    assert notes(result.inspection)["dates_from_others"]["order"] == "dmy"


def test_an_order_that_no_date_has_is_refused(look: Look) -> None:
    with pytest.raises(ReadingError) as refusal:
        look(HEAD + "A;13/02/2024;1\nB;24/02/2024;1\n", dates="mdy")
    assert refusal.value.code == "dates_contradicted"


def test_a_point_and_three_digits_is_asked_for(look: Look, lines_of: Lines) -> None:
    text = HEAD + "A;13/02/2024;1.234\nB;14/02/2024;12.500\nC;15/02/2024;7\n"
    (question,) = look(text).questions
    assert (question.code, question.flag) == ("decimal", "--decimal")
    assert question.params == {"value": "1.234", "row": 2}
    assert lines_of(text, decimal=",").amount == 13741
    assert lines_of(text, decimal=".").amount == Decimal("20.734")
    assert lines_of(text, thousands=".").amount == 13741


def test_a_leading_zero_decides(lines_of: Lines) -> None:
    assert lines_of(HEAD + "A;13/02/2024;1,234\nB;14/02/2024;0,500\n").amount == Decimal("1.734")


def test_the_last_row_may_decide(lines_of: Lines) -> None:
    result = lines_of(HEAD + "A;13/02/2024;1.234\n" * 100_000 + "B;14/02/2024;1,5\n")
    assert result.amount == Decimal("123400001.5")


def test_two_marks_in_one_column(look: Look, lines_of: Lines) -> None:
    text = HEAD + "A;13/02/2024;1.234,56\nB;14/02/2024;1,234.56\nC;14/02/2024;10\n"
    (question,) = look(text).questions
    assert question.code == "decimal_conflict"
    assert question.params["counts"] == {",": 1, ".": 1}
    result = lines_of(text, decimal=",")
    assert result.reasons == {3: "number_other_format"}
    assert result.amount == Decimal("1244.56")


def test_a_choice_does_not_break_a_column_that_tells_otherwise(lines_of: Lines) -> None:
    result = lines_of("Client;Date;Montant HT;Remise\nA;13/02/2024;1.234;0.15\nB;13/02/2024;2.500;0.25\n", decimal=",")
    assert result.amount == 3734
    assert result.column("discount") == [Decimal("0.15"), Decimal("0.25")]
    assert notes(result.inspection)["decimal_contradicted"]["column"] == "Remise"


def test_the_formats_found_are_shown(look: Look) -> None:
    found = look("Client;Date;Montant HT;PU;Note\nA;13/02/2024;1 234,56;1.5;\nB;14/02/2024;-12,00;2.25;\n")
    shown = {column.name: column for column in found.columns}
    assert shown["Montant HT"].number_format == "1 234,56"
    assert shown["PU"].decimal == "."
    assert shown["Date"].date_order == "dmy"
    assert [shown[name].kind for name in ("Client", "Date", "Montant HT", "Note")] == [
        "text",
        "date",
        "number",
        "empty",
    ]
    assert found.preview[0] == ("A", "13/02/2024", "1 234,56", "1.5", "")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Client;Montant HT\nA;1\n", ["field"]),
        ("Date;Montant HT;Note\n13/02/2024;1;x\n", ["field"]),
        ("Client;Date;Note\nA;13/02/2024;x\n", ["field"]),
        ("Client;Date;Montant TTC\nA;13/02/2024;1\n", ["amount_with_tax"]),
        ("Client;Date;Amount incl. VAT\nA;13/02/2024;1\n", ["amount_with_tax"]),
        ("Client;Date;Gross amount\nA;13/02/2024;1\n", ["amount_with_tax"]),
        ("Client;Date;PU;Quantité\nA;13/02/2024;1,5;2\n", ["field"]),
        ("Client\nA\nB\n", ["delimiter"]),
    ],
)
def test_needed_fields(look: Look, text: str, asked: list[str]) -> None:
    assert codes(look(text)) == asked


def test_a_column_chosen_by_hand_wins(look: Look, lines_of: Lines) -> None:
    text = "Client;Date;Montant TTC;Montant HT\nA;13/02/2024;12;10\n"
    assert lines_of(text).amount == 10
    assert notes(look(text))["with_tax_left"] == {"column": "Montant TTC"}
    chosen = lines_of(text, mapping={"amount": "montant ttc"})
    assert chosen.amount == 12
    assert "with_tax_chosen" in notes(chosen.inspection)
    assert "customer" not in look(text, mapping={"customer": "-", "code": "Client"}).mapping


def test_a_column_that_is_not_there_names_its_neighbours(look: Look) -> None:
    with pytest.raises(ReadingError) as refusal:
        look(HEAD + "A;13/02/2024;1\n", mapping={"amount": "Montan HT"})
    assert refusal.value.params == {"column": "Montan HT", "field": "amount", "nearest": ("Montant HT",)}
    with pytest.raises(ReadingError, match="unknown_field"):
        look(HEAD + "A;13/02/2024;1\n", mapping={"amont": "Montant HT"})


@pytest.mark.parametrize("choice", [{"dates": "xyz"}, {"decimal": ";"}, {"delimiter": "ab"}, {"header_row": -1}])
def test_choices_that_cannot_be(look: Look, choice: dict[str, object]) -> None:
    with pytest.raises(ReadingError, match="bad_choice"):
        look(HEAD + "A;13/02/2024;1\n", **choice)
