"""What a file does not tell, asked of a person."""

from __future__ import annotations

from trousseau.figures.problems.marking import Template, ngettext
from trousseau.figures.problems.marking import gettext_noop as _

QUESTIONS: dict[str, Template] = {
    "field": _("Which column holds the {field}? None was recognised."),
    "field_among": _("Which column holds the {field}? It could be {candidates}."),
    "field_choice": _("Which column holds the {field}: {candidates}? They fit equally well."),
    "amount_with_tax": _(
        "Only amounts with tax were found ({candidates}). Sales are measured net of tax: "
        "which column holds the net amount?"
    ),
    "dates": _("Column {column}: in {value} (row {row}), which comes first, the day or the month?"),
    "dates_conflict": _(
        "Column {column} mixes two orders of day and month: {counts}. Which one is right? "
        "The other dates go to quarantine."
    ),
    "decimal": _("Column {column}: in {value} (row {row}), is the mark a decimal mark or a thousands mark?"),
    "decimal_conflict": _(
        "Column {column} mixes two decimal marks: {counts}. Which one is right? The other numbers go to quarantine."
    ),
    "delimiter": _("What separates the columns of this file? Nothing was recognised."),
    "delimiter_among": _("What separates the columns of this file? It could be {candidates}."),
    "sheet": _("Several sheets hold lines: which one is to be read, {sheets}?"),
}

NOTES: dict[str, Template] = {
    "title_rows": ngettext(
        "{n} title row above the header was left out.",
        "{n} title rows above the header were left out.",
        "rows",
    ),
    "duplicate_headers": _("Two columns had the same name; the later ones were renamed: {names}."),
    "empty_headers": _("Columns without a name are called by their place: {names}."),
    "encoding_mixed": _(
        "The file mixes two encodings (from about row {row}); both were read, check the accents of the names."
    ),
    "undefined_bytes": ngettext(
        "{n} character could not be read and is shown as �; check the names.",
        "{n} characters could not be read and are shown as �; check the names.",
        "count",
    ),
    "utf16_without_mark": _("The file is in UTF-16 without saying so; check the accents of the names."),
    "sheet_chosen": _("Sheet {sheet} was read: the others ({others}) hold no lines."),
    "preferred": _("Column {column} was taken for the {field}, rather than {others}."),
    "not_used": _("Column {column} is named like the {field} but does not hold it ({value}); it is kept as it is."),
    "from_contents": _("Column {column} was taken for the {field} from what it holds, not from its name."),
    "with_tax_left": _("Column {column}, with tax, was left aside: sales are measured net of tax."),
    "with_tax_chosen": _("Column {column}, chosen for the amount, is named like one with tax; sales are meant net."),
    "decimal_from_others": _("Column {column} is read with the decimal mark {decimal}, as column {other} shows it."),
    "decimal_contradicted": _(
        "The decimal mark {decimal} does not fit column {column} ({value}), which keeps its own."
    ),
    "dates_from_others": _("Dates of column {column} are read as {order}, as column {other} shows it."),
    "two_digit_years": _("Column {column}: years in two digits are read between {first} and {last}."),
    "month_dates": _("Column {column} holds months without a day, read as their first day."),
    "serial_dates": _("Column {column} holds dates as a spreadsheet counts days; they were read as dates."),
    "currency_in_amounts": _("There is no currency column: {currencies} is taken from the amounts of {column}."),
    "currency_in_header": _("There is no currency column: {currency} is taken from the name of column {column}."),
    "dollar": _("Column {column}: $ was read as US dollars; add a currency column if it is another dollar."),
    "amount_in_thousands": _("Column {column} seems to be in thousands; amounts are kept as they are written."),
    "uncalculated": ngettext(
        "Column {column}: {n} formula was never calculated and came out empty; "
        "open the workbook, let it calculate and save it.",
        "Column {column}: {n} formulas were never calculated and came out empty; "
        "open the workbook, let it calculate and save it.",
        "cells",
    ),
    "rounded": ngettext(
        "Column {column}: {n} value with more than 4 decimals was rounded.",
        "Column {column}: {n} values with more than 4 decimals were rounded.",
        "values",
    ),
    "ragged_rows": ngettext(
        "{n} row is shorter than the header; its missing cells are empty.",
        "{n} rows are shorter than the header; their missing cells are empty.",
        "rows",
    ),
    "unreadable_columns": _("Columns that hold lists or binary data were left out: {names}."),
}
