"""Every code that reading gives, with its parameters; `figures.problems` turns them into sentences."""

from __future__ import annotations

# --- ReadingError: the whole file is refused

ERRORS = {
    "missing_file": (),  # nothing is at this path
    "is_folder": (),  # the path is a folder, not a file
    "no_permission": (),  # the file may not be read by this user
    "cannot_read": ("detail",),  # the system failed while reading (disk, network); detail is its message
    "no_space": (),  # the disk of the temporary folder is full
    "empty_file": (),  # no byte, or only blank ones
    "no_lines": ("row",),  # a header (at `row`) and nothing under it
    "binary_file": ("kind",),  # not a table: kind is "pdf", "image", "html", "xml", "json", "sqlite", "word",
    #   "powerpoint", "arrow", "archive", "outlook" or "unknown"
    "html_table": (),  # an HTML page named .xls or .csv: open it in a spreadsheet and save it as .xlsx
    "compression": ("kind",),  # compressed in a way that is not read: "bzip2", "xz", "zstd", "7z", "rar"
    "too_large_unpacked": (
        "unpacked",
        "limit",
    ),  # bytes announced or counted once unpacked, and the most accepted
    "corrupt_gzip": (),  # a gzip file that is damaged
    "truncated_gzip": (),  # a gzip file that stops before its end
    "zip_several_files": ("files", "names"),  # an archive with several files; how many, and the first names
    "zip_empty": (),  # an archive without a file
    "zip_encrypted": (),  # an archive protected by a password
    "corrupt_zip": (),  # a damaged archive
    "corrupt_workbook": ("format",),  # a damaged workbook ("xlsx", "xls", "xlsb", "ods")
    "password": (),  # a workbook protected by a password
    "corrupt_parquet": (),  # a damaged or truncated Parquet file
    "sheet_not_found": ("sheet", "sheets"),  # no such sheet; the sheets there are
    "sheet_too_large": ("rows", "columns"),  # cells reach too far to load the sheet: a stray cell, most often
    "no_sheet": (),  # a workbook without any filled sheet
    "unknown_encoding": ("encoding",),  # not the name of an encoding
    "wrong_encoding": (
        "encoding",
        "row",
    ),  # the chosen encoding does not fit; first row where it fails (approximate)
    "wrong_delimiter": (
        "delimiter",
        "found",
    ),  # the chosen delimiter splits nothing; `found` is the one that does, or None
    "header_not_found": (),  # no row looks like a header
    "header_row_not_found": (
        "row",
        "rows",
    ),  # the chosen header row is beyond the file or blank; rows looked at
    "wider_than_header": ("columns", "cells", "row"),  # rows hold more cells than the header has names: decimal
    #   commas between commas? `row` is the first
    "unclosed_quote": ("row",),  # a quote opens at `row` and swallows the lines that follow
    "line_too_long": ("row", "limit"),  # a line longer than `limit` bytes; not a table
    "too_many_columns": ("columns", "limit"),
    "unknown_column": (
        "column",
        "field",
        "nearest",
    ),  # a mapped column is not in the file; names like it (may be empty)
    "unknown_field": ("field", "fields"),  # a mapping names a field there is not
    "bad_choice": ("choice", "value", "allowed"),  # a flag has a value it cannot have
    "dates_contradicted": ("column", "order", "found", "value", "row"),  # no date fits the chosen order
}

# --- Question: the file does not tell, a person must

QUESTIONS = {
    "field": ("field", "candidates"),  # no column found for a needed field ("customer", "date", "amount");
    #   candidates: columns it could be, may be empty. Flag --map FIELD=…
    "field_choice": ("field", "candidates"),  # several columns fit equally. Flag --map FIELD=…
    "amount_with_tax": ("candidates",),  # only an amount with tax (or gross) was found. Flag --map amount=…
    "dates": ("value", "row"),  # day or month first? an example. Flag --dates
    "dates_conflict": (
        "counts",
        "examples",
    ),  # both orders are proven; counts {order: dates that only fit it},
    #   examples {order: {"row", "value"}}. Flag --dates (the others go to quarantine)
    "decimal": ("value", "row"),  # is the mark in `value` a decimal or a thousands mark? Flag --decimal
    "decimal_conflict": (
        "counts",
        "examples",
    ),  # both marks are proven decimal; as dates_conflict. Flag --decimal
    "delimiter": ("candidates",),  # nothing splits the lines, or several do. Flag --delimiter
    "sheet": ("sheets",),  # several sheets hold lines. Flag --sheet
}

# --- Note: worth knowing

NOTES = {
    "title_rows": ("rows",),  # rows above the header that were left out
    "duplicate_headers": ("names",),  # columns renamed because their name came twice: {new name: name}
    "empty_headers": ("names",),  # columns named by their place because their header is empty
    "encoding_mixed": ("row",),  # UTF-8 with bytes of cp1252 among it, read as such; first row (approximate)
    "undefined_bytes": ("count",),  # bytes that cp1252 does not define, shown as U+FFFD
    "utf16_without_mark": (),  # UTF-16 recognised without its mark
    "sheet_chosen": ("sheet", "others"),  # the only sheet that holds lines, among others
    "preferred": ("field", "column", "others"),  # several columns could be the field; the first was preferred
    "not_used": ("field", "column", "value"),  # a column named like the field does not hold it (an example)
    "from_contents": ("field", "column"),  # found by what it holds, not by its name
    "with_tax_left": ("column",),  # a column with tax stands beside the net one and is left as it is
    "with_tax_chosen": ("column",),  # the amount column chosen by hand is named like one with tax
    "decimal_from_others": (
        "column",
        "decimal",
        "other",
    ),  # the mark was decided by the values of column `other`
    "decimal_contradicted": (
        "column",
        "decimal",
        "value",
    ),  # the chosen mark does not fit this column, which keeps its own
    "dates_from_others": ("column", "order", "other"),  # the order was decided by the dates of column `other`
    "two_digit_years": ("column", "first", "last"),  # years in two digits, read between first and last
    "month_dates": ("column",),  # months without a day, read as their first day
    "serial_dates": ("column",),  # dates as a spreadsheet counts days
    "currency_in_amounts": (
        "column",
        "currencies",
    ),  # no currency column: taken from the marks of the amounts
    "currency_in_header": (
        "column",
        "currency",
    ),  # no currency column: taken from the name of the amount column
    "dollar": ("column",),  # “$” was read as USD
    "amount_in_thousands": ("column",),  # the name says thousands (k€); amounts are kept as they are written
    "uncalculated": ("column", "cells"),  # formulas never calculated: their cells came out empty
    "rounded": ("column", "values"),  # values with more than 4 decimals, rounded half up
    "ragged_rows": ("rows",),  # rows shorter than the header, completed with empty cells
    "unreadable_columns": ("names",),  # nested or binary columns left out
}

# --- reasons of quarantine: one row is refused

REASONS = {
    "row_too_long": (),  # more cells than the header has columns: a delimiter inside a value?
    "repeated_header": (),  # the header again, in the middle of the file
    "account_missing": (),  # neither a customer nor a code
    "date_missing": (),
    "date_text": (),  # not a date
    "date_impossible": (),  # 31/02, or a 13th month
    "date_other_order": (),  # only fits another order of day and month than the one chosen
    "date_too_early": (),  # before 1950
    "date_too_late": (),  # more than a year from now
    "amount_missing": (),
    "number_text": (),  # not a number
    "number_marks": (),  # marks that no number has: 1,23,4.5.6
    "number_other_format": (),  # the other decimal mark than the rest of the column
    "number_scientific": (),  # 1,23E+05: digits are lost
    "number_digits": (),  # full-width or other digits than 0-9
    "number_not_finite": (),  # NaN or infinite
    "number_error": (),  # #N/A, #REF!, #DIV/0!
    "number_too_large": (),  # more than 14 digits before the decimal mark
    "number_percent": (),  # a percentage where an amount is needed
    "currency_unknown": (),  # not an ISO 4217 code, a name or a mark of a currency
    "currency_conflict": (),  # the amount bears another currency than the currency column
}
