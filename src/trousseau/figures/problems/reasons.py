"""Why one row was set aside, and how to mend it: the end of a sentence opening with row and column."""

from __future__ import annotations

from trousseau.figures.problems.marking import gettext_noop as _

REASONS: dict[str, str] = {
    "row_too_long": _("more cells than the header has columns; put values that hold the delimiter in quotes"),
    "repeated_header": _("the header again, in the middle of the file; remove this row"),
    "account_missing": _("neither a customer nor a code; fill in one of them"),
    "date_missing": _("no date; fill in the date of the invoice"),
    "date_text": _("not a date; write it like the others of the column"),
    "date_impossible": _("this day does not exist; correct the date"),
    "date_other_order": _("day and month are the other way round here; write it like the others"),
    "date_too_early": _("a date before 1950; correct the year"),
    "date_too_late": _("a date more than a year from now; correct the year"),
    "amount_missing": _("no amount; fill it in, 0 where nothing was sold"),
    "number_text": _("not a number; write digits only"),
    "number_marks": _("thousands and decimal marks are mixed up; write one decimal mark only"),
    "number_other_format": _("another decimal mark than the rest of the column; write it like the others"),
    "number_scientific": _("scientific notation has lost digits; format the column as a plain number and export again"),
    "number_digits": _("these are not the digits 0 to 9; type the number again"),
    "number_not_finite": _("not a finite number; fill in the amount"),
    "number_error": _("the spreadsheet shows an error here; mend the formula and export again"),
    "number_too_large": _("more than 14 digits before the decimal mark; check the amount"),
    "number_percent": _("a percentage where an amount is needed; check the column or its mapping"),
    "currency_unknown": _("not a currency that is known; use its ISO 4217 code, such as EUR"),
    "currency_conflict": _("the amount bears another currency than its currency column; make them agree"),
}
