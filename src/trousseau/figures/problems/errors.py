"""A file that cannot be read at all, in one sentence with the mend. Nothing was changed in any case."""

from __future__ import annotations

from trousseau.figures.problems.marking import Template
from trousseau.figures.problems.marking import gettext_noop as _

ERRORS: dict[str, Template] = {
    "missing_file": _("There is no file at this path: check its name and its folder."),
    "is_folder": _("This is a folder: name the file of sales lines inside it."),
    "no_permission": _("This file may not be read by your user: ask its owner for the right to read it."),
    "cannot_read": _("Reading the file failed ({detail}): check the disk or the network and try again."),
    "no_space": _("The disk of temporary files is full: free some space, or set TMPDIR to a larger one."),
    "empty_file": _("The file is empty: export it again and check that it holds lines."),
    "no_lines": _("Under the header of row {row} there is no line: export a period that holds sales."),
    "binary_file": _("This file is {kind}, not a table: export the lines as CSV, XLSX, ODS or Parquet."),
    "html_table": _(
        "This file is a web page under the name of a workbook: open it in a spreadsheet and save it as XLSX."
    ),
    "compression": _("Files compressed with {kind} are not read: unpack it, or use gzip or zip."),
    "too_large_unpacked": _(
        "Once unpacked this file would be {unpacked}, more than the {limit} accepted: "
        "split it, or export it as Parquet."
    ),
    "corrupt_gzip": _("The gzip file is damaged: copy or export it again."),
    "truncated_gzip": _("The gzip file stops before its end, as after a broken download: fetch it again."),
    "zip_several_files": _("The archive holds {files} files ({names}): unpack it and give one file at a time."),
    "zip_empty": _("The archive holds no file: make it again with the export inside."),
    "zip_encrypted": _("The archive is protected by a password: unpack it first."),
    "corrupt_zip": _("The archive is damaged: copy or make it again."),
    "corrupt_workbook": _("This {format} workbook is damaged: open it in a spreadsheet and save it again."),
    "password": _("The workbook is protected by a password: save it without one."),
    "corrupt_parquet": _("The Parquet file is damaged or incomplete: export it again."),
    "sheet_not_found": _("There is no sheet {sheet}: choose among {sheets} (--sheet)."),
    "no_sheet": _("No sheet of this workbook holds anything: check that the right one was saved."),
    "unknown_encoding": _("{encoding} is not the name of an encoding: try utf-8 or cp1252 (--encoding)."),
    "wrong_encoding": _("The file is not in {encoding} (near row {row}): leave the encoding out to let it be found."),
    "wrong_delimiter": _("{delimiter} separates nothing in this file: leave it out to let it be found (--delimiter)."),
    "wrong_delimiter_found": _("{delimiter} separates nothing in this file, {found} does: choose it (--delimiter)."),
    "header_not_found": _("No row looks like a header: say which one it is (--header-row N, 0 when there is none)."),
    "header_row_not_found": _(
        "There is no header at row {row} of the first {rows} looked at: choose another (--header-row)."
    ),
    "unclosed_quote": _(
        'A quotation mark opens at row {row} and never closes: double it ("") or remove it in the file.'
    ),
    "sheet_too_large": _(
        "A cell of the sheet stands at row {rows}, column {columns}, too far to load it: delete what is beyond the "
        "table and save again."
    ),
    "wider_than_header": _(
        "From row {row}, rows hold {cells} cells under {columns} column names: if amounts have decimal commas between "
        "commas, put them in quotation marks or export with semicolons."
    ),
    "line_too_long": _("Row {row} is longer than {limit}: this is not a table of lines, or its line ends are lost."),
    "too_many_columns": _(
        "The file has {columns} columns, more than the {limit} accepted: check the delimiter or export fewer."
    ),
    "unknown_column": _("There is no column {column} for {field}: check the name in the header."),
    "unknown_column_nearest": _("There is no column {column} for {field}; did you mean {nearest}?"),
    "unknown_field": _("There is no field {field}: the fields are {fields}."),
    "bad_choice": _("{choice} cannot be {value}: choose among {allowed}."),
    "dates_contradicted": _(
        "No date of column {column} reads as {order} (row {row}: {value}): "
        "choose {found}, or leave the choice out (--dates)."
    ),
}

LEDGER_ERRORS: dict[str, Template] = {
    "ledger_busy": _(
        "Another import has been writing for {seconds} seconds: wait for it to end and try again; nothing was changed."
    ),
    "ledger_read_only": _(
        "The folder {path} cannot be written: give your user the right to, or choose another TROUSSEAU_HOME."
    ),
    "disk_full": _("The disk of {path} is full: free some space and try again; nothing was changed."),
    "ledger_unreadable": _("The ledger in {path} cannot be read ({detail}): restore it from a backup."),
    "no_such_import": _("There is no import {import_id}: choose one in the list of imports."),
    "undo_too_old": _(
        "Import {import_id} can no longer be undone, what it replaced has been cleaned away: "
        "import a corrected file instead."
    ),
    "import_taken": _(
        "Import {import_id} already wrote the lines of another source: start a new import for this file."
    ),
    "no_such_version": _("There is no version {version} of the ledger: choose one in the list of imports."),
    "ask_replace": _(
        "This file adds {added} lines and lacks {missing} that were there, worth {amount}: "
        "say whether to keep both or to replace (--add or --replace); nothing was changed."
    ),
    "rates_unreadable": _("The table of rates {path} cannot be read ({detail}): give it as a CSV file."),
    "rates_column_missing": _(
        "The table of rates has no column for the {column} among {columns}: "
        "it needs date, currency and a rate such as usd_per_unit."
    ),
    "rates_direction": _(
        "The header {column} does not say which way the rate goes: "
        "name it such as usd_per_unit, or units_per_usd for the opposite."
    ),
    "rates_empty": _("The table of rates {path} holds no line: fill it in, or leave it out for the ECB's rates."),
    "rates_unknown_currency": _(
        "The ECB never quoted {currency}: give a table of your own rates (--rates), or choose another base."
    ),
    "rates_not_saved": _("The newer ECB rates could not be written to {path} ({detail}): check the folder."),
    "rates_bad_date": _("Rates, row {row}, column {column}: {value} is not a date; write it as 2026-11-22."),
    "rates_bad_currency": _(
        "Rates, row {row}, column {column}: {value} is not a currency; use its ISO 4217 code, such as USD."
    ),
    "rates_bad_rate": _("Rates, row {row}, column {column}: {value} is not a rate; write a number above zero."),
    "rates_conflict": _("Rates, row {row}: {currency} has both {value} and {other} on {date}; keep one of the two."),
    "rates_no_base": _(
        "Nothing ties the rates in {currency} to {base}: add the rate of {base} to the table, or choose another base."
    ),
    "rates_offline": _(
        "The newer ECB rates could not be fetched ({detail}); those at hand are used, try again once online."
    ),
    "rates_not_ecb": _("What came back is not the ECB's history of rates ({detail}); the rates at hand are kept."),
}
