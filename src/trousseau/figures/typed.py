"""Numbers as people type them in a field, in the language they read, and as a field shows them again.

typed("1 234,5 %", Language("fr"))      1234.5
written(Decimal("1234.50"), Language("fr"))     "1234,5"
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from trousseau.figures.language import Language

LARGEST = Decimal(10) ** 15
SIGNS = re.compile(r"[\s\u00a0\u202f%€$£]")
"""What people write around a number and between its thousands; a per cent sign says what the field knows already."""
GROUPED = {mark: re.compile(rf"-?[1-9]\d{{0,2}}({re.escape(mark)}\d{{3}})+") for mark in ",."}


class TypedError(ValueError):
    """What was typed is no number (`typed_number`), could be two (`typed_two`) or passes 10¹⁵ (`typed_far`).

    Two are 1.234 in French and 1,234 in English.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


def typed(text: str, language: Language) -> Decimal | None:
    """The number of a field, exact; None where nothing was typed.

    Spaces stand anywhere. Of two different marks the last is decimal. A mark alone is decimal, unless it is that of the
    other language and stands where thousands would: then nobody can tell, and it is asked.

    Raises:
        TypedError: see its codes.
    """
    bare = SIGNS.sub("", text).replace("\u2212", "-")
    if not bare:
        if text.strip():
            raise TypedError("typed_number", text)
        return None
    try:
        number = Decimal(_plain(bare, text, foreign="." if language.french else ","))
    except InvalidOperation:
        raise TypedError("typed_number", text) from None
    if not number.is_finite():
        raise TypedError("typed_number", text)
    if abs(number) > LARGEST:
        raise TypedError("typed_far", text)
    return number


def written(value: Decimal | float, language: Language) -> str:
    """A number as a field shows it, without marks between thousands: what `typed` reads back."""
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.10g}")
    plain = f"{exact:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return (plain.replace(".", ",") if language.french else plain) if exact else "0"


def problem(error: TypedError, language: Language) -> str:
    """Why what was typed was not taken."""
    if error.code == "typed_two":
        return language.text("This could be two numbers: leave the mark between thousands out.")
    if error.code == "typed_far":
        return language.text("This number is larger than any amount.")
    return language.text("Not a number: write it like 1234.56.")


def _plain(bare: str, text: str, *, foreign: str) -> str:
    """The digits with a decimal point, or none."""
    if "_" in bare:  # Decimal takes it for a mark between digits
        raise TypedError("typed_number", text)
    marks = [sign for sign in bare if sign in ",."]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        whole, _, rest = bare.rpartition(decimal)
        if decimal in whole or not GROUPED[marks[0]].fullmatch(whole):
            raise TypedError("typed_number", text)
        return f"{whole.replace(marks[0], '')}.{rest}"
    if len(marks) > 1:
        if not GROUPED[marks[0]].fullmatch(bare):
            raise TypedError("typed_number", text)
        return bare.replace(marks[0], "")
    if marks == [foreign] and GROUPED[foreign].fullmatch(bare):
        raise TypedError("typed_two", text)
    return bare.replace(",", ".")
