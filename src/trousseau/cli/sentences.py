"""The sentence of each failure of the command line: what was wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable


def templates(text: Callable[[str], str]) -> dict[str, str]:
    """Code to sentence, its {parameters} still to be filled in; `text` translates."""
    return {
        "out_is_folder": text("{path} is a folder: name a file for the report, such as {path}/checkup.html."),
        "out_no_folder": text("The folder {path} does not exist: create it, or write the report elsewhere."),
        "out_no_permission": text("You may not write in {path}: choose another folder for the report."),
        "out_is_input": text("The report would overwrite the sales lines in {path}: name another file."),
        "rank_top": text("{value} key accounts make no list: give --top 1 or more."),
        "rank_grid_stored": text(
            "“{value}” is no file: a published grid is known by its number only for the stored ledger, without FILE."
        ),
        "rank_grid_version": text("There is no published grid {value}. There are: {known}."),
        "rank_within": text("{value} is no number of points: give --within from 0 to 100."),
        "rank_scores_only": text(
            "Without --scores the weights are those of the grid: change them there, or give --scores."
        ),
        "rank_scores_alone": text("--scores ranks a table as it is, so {other} has no use: give one of them."),
        "rank_weight_column": text("--weights names “{value}”, but the columns are: {columns}."),
        "rank_weights_count": text("{count} weights do not fit these columns: {columns}. Give one a column."),
        "rank_weight": text("“{value}” is no weight: give numbers that are 0 or more, such as 30,20,50."),
        "rank_weights_zero": text("Every weight is 0: give at least one column a weight."),
        "rank_order": text("--order names “{value}”, but each of these columns may stand there once: {columns}."),
        "rank_no_weighting": text(
            "No weights add up to 100% within --within and in this --order: widen the range or drop it."
        ),
        "rank_judged_column": text("“{value}” is no judged criterion of the grid. They are: {columns}."),
        "rank_level": text("{account}, {column}: {value} is no level. Give 1, 2, 3, 4 or 5, or leave the cell empty."),
        "match_keep_bonus": text("{value} is no worth of continuity: give 0 or more."),
        "match_files": text("Give a matrix of fits alone, or --accounts and --managers together."),
        "match_nobody": text("Nobody is a director yet: create one, or give files."),
        "readings_nobody": text(
            "“{email}” is nobody who signs in here: give the e-mail of the person who brings the readings."
        ),
        "sync_none": text("No connection is signed in: an administrator adds one under Data, Connectors."),
        "sync_unknown": text("No connection that is signed in is called “{name}”: there are {known}."),
        "sync_busy": text("“{name}” is being read already: wait until that run ends."),
        "sync_failed": text("“{name}” could not be read whole: {why}"),
        "mcp_no_token": text("Put a token into the variable {name}: one is made under Settings, API tokens."),
        "mcp_token_refused": text(
            "The token in {name} is unknown, over or revoked: make another under Settings, API tokens."
        ),
        "readings_open": text("{path} cannot be opened ({detail}): check its name and your rights."),
        "export_account": text(
            "No account is called “{name}”: give its name, its code or its key as the ledger has it."
        ),
        "export_which": text("Say which account: --account with its name, its code or its key."),
        "export_account_near": text("No account is called “{name}”: did you mean {near}?"),
        "export_accounts": text("Several accounts are called “{name}” ({names}): give the key of one."),
        "export_no_plan": text("{name} has no plan in force: open one first."),
        "export_format": text("{what} is not written as {format}: choose {formats}."),
        "export_template": text("The company's template cannot be used: {detail}"),
        "match_nothing": text("No account asks days yet: decide tiers or tell what accounts ask, or give files."),
        "match_column": text("{path} has no column “{column}” (columns: {columns})."),
        "match_no_manager": text(
            "{path} names no manager (columns: {columns}): give each manager a column of fits beside the accounts."
        ),
        "match_days_missing": text("{path}, row {row}: the number of days is missing."),
        "match_negative": text("{path}, {column}: {value} is less than nothing."),
        "match_manager": text("{path}, row {row}: “{value}” is no manager of the other table ({known})."),
        "scores_columns": text("{path} has no column of scores beside the accounts (columns: {columns})."),
        "scores_number": text(
            "Row {row}, column “{column}”: “{value}” is no number. Mend it, or leave the cell empty."
        ),
        "scores_account": text("Row {row} names no account in column “{column}”: fill it in, or take the row out."),
        "scores_twice": text("Row {row}: “{value}” stands in row {other} already. Keep one of the two."),
        "growth_against": text(
            "There is no same period a year earlier that does not share days with this one: name one with --against."
        ),
        "map_field": text("{field} is not a field that can be mapped. The fields are: {fields}."),
        "map_form": text("“{value}” does not map anything: write field=column, as in customer=Client."),
        "map_twice": text("{field} is mapped twice: keep one of “{first}” and “{second}”."),
        "delimiter": text("The delimiter must be one character, or the word tab: “{value}” is neither."),
        "period_reversed": text("The period ends ({end}) before it begins ({start}): exchange --from and --to."),
        "base_nominal": text("--nominal adds amounts as they stand, so there is no --base: give one of them."),
        "rates_nominal": text("--nominal converts nothing, so --rates has no use: give one of them."),
        "base_unknown": text("“{base}” is not a currency code: write three letters, such as EUR or USD."),
        "nothing_read": text("No line could be read: all {read} lines have a problem, the first one being: {reason}"),
        "nothing_in_period": text("No sales line from {start} to {end}: choose other days with --from and --to."),
        "no_lines": text("{path} holds no sales line: there is nothing to check up."),
        "all_unconverted": text(
            "No line could be converted to {base}: there is no rate for {currencies} on those days. "
            "Give a table with --rates, or add amounts as they stand with --nominal."
        ),
        "disk_full": text("The disk is full at {path}: free some space, then try again. Nothing was changed."),
        "no_permission": text("Permission denied for {path}: nothing was changed."),
        "system": text("The system refused ({detail}) for {path}. Nothing was changed."),
        "out_of_memory": text("There is not enough memory for this. Nothing was changed."),
        "surprise": text(
            "Something unexpected happened ({what}). Nothing was changed; set TROUSSEAU_DEBUG=1 to "
            "see where, and please report it."
        ),
        "locked": text("The database is busy: another process holds it. Try again in a moment."),
        "not_migrated": text("The database is not ready: run `trousseau migrate` first."),
        "configuration": text("The configuration is not right: {detail}"),
        "segment_unknown": text("The sales lines have no column “{column}” of texts. There are: {columns}."),
        "no_ledger": text("The ledger is empty: import a file of sales lines first (trousseau import FILE)."),
        "file_flags": text("{flags}: only with a FILE; the stored ledger is read as it was imported."),
        "costs_stored": text(
            "{flags}: only with a FILE; load the table into the stored ledger with `trousseau costs FILE`."
        ),
        "period_with_file": text("--period is for the stored ledger: with a FILE, use --from and --to."),
        "frozen_with_file": text("--frozen is of the stored ledger: leave out the FILE."),
        "frozen_unknown": text("No frozen check-up is called “{value}”. There are: {known}."),
        "frozen_none": text("No check-up is frozen yet: freeze one on its page first."),
        "period_twice": text("--period and --from or --to say the same thing: give one of them."),
        "period_bad": text("“{value}” is not a period: write r12, fy, ytd, all, or 2026-01-01..2026-03-31."),
        "limit_bad": text("“{value}” is not a limit: write a share from 0 to 100%, as 20%."),
        "account_unknown": text("Nobody is called “{value}”: give a code or a name of the sales lines."),
        "account_unknown_near": text("Nobody is called “{value}”. Did you mean {near}?"),
        "zone_unknown": text("No zone is called “{value}”."),
        "zone_unknown_near": text("No zone is called “{value}”. Did you mean {near}?"),
        "currency_unknown": text("No sales line is in “{value}”."),
        "currency_unknown_near": text("No sales line is in “{value}”. Did you mean {near}?"),
        "family_unknown": text("No product family is called “{value}”."),
        "family_unknown_near": text("No product family is called “{value}”. Did you mean {near}?"),
        "division_unknown": text("No division or zone is called “{value}”."),
        "division_unknown_near": text("No division or zone is called “{value}”. Did you mean {near}?"),
        "together": text("--together is of two divisions or more, or of two zones or more: name each with --breaks."),
        "shock_form": text("“{value}” says no shock: write it as {example}."),
        "percent": text("“{value}” is not a percentage: write it as -10%."),
        "product_without_account": text("--product needs --account: prices are compared for one account at a time."),
        "product_unknown": text("{account} bought no “{product}” over this period: write the product as its lines do."),
        "account_not_compared": text(
            "No account called “{account}” buys the same product at prices of two zones; "
            "`trousseau prices` without --account lists those that do."
        ),
        "account_ambiguous": text("“{account}” may be {names}: give the code to --account."),
        "rate_bad": text("“{value}” is not a rise: write zone=3%, or 3% for every zone."),
        "elasticity_bad": text("An elasticity lies from -10 to 0: {value} does not."),
        "index_missing": text("No rise is given: write one with --index, as in --index Asie=3%."),
        "inflation_missing": text(
            "No zone has an inflation by then: give a table of zone, year, per cent: --inflation."
        ),
        "inflation_unused": text("A table of inflation indexes prices only with --index inflation."),
        "tariffs_stored": text("--list is of the tariffs kept in the application: leave out FILE."),
        "tariff_zone": text("No line is of a zone “{name}”. The zones are: {names}."),
        "tariff_family": text("No line is of a family “{name}”. The families are: {names}."),
        "floor_above_cap": text("In zone {zone} the floor lies above the cap: exchange them."),
        "share_bad": text("“{value}” is not a share: write a per cent from 0 to 100, such as 80%."),
        "list_missing": text(
            "No {reference} price is known: give a table of them with --list (columns product, zone, price, kind)."
        ),
        "contribution_unknown": text(
            "No cost to serve is told, so no contribution is known: tell it, or choose --measure margin or revenue."
        ),
        "probability_unreadable": text(
            "{path} cannot be read: give a CSV file with the columns account and probability."
        ),
        "probability_columns": text("{path} needs two columns with a header: account and probability."),
        "probability_bad": text("{path}, line {line}: “{value}” is no probability; write 0 to 1, or 10%."),
        "port_taken": text("Port {port} of {host} is taken by another program: choose one with --port."),
        "port_refused": text("Cannot listen on {host}, port {port} ({detail}): choose others."),
        "child_died": text(
            "The server or the worker stopped by itself ({name}, exit code {status}), so both were stopped."
        ),
        "seal_key_missing": text(
            "A secret was sealed under the key {key}, which TROUSSEAU_SECRETS_KEYS does not give: put it back and run "
            "this again. What was done stays done."
        ),
        "seal_broken": text(
            "A sealed secret was changed in the database and cannot be opened: have its owner set it up again. "
            "What was done stays done."
        ),
        "not_started": text("The server did not answer within {seconds} seconds; its messages are above."),
        "email_bad": text("“{email}” is not an e-mail address."),
        "email_taken": text("{email} already has an account."),
        "role_unknown": text("“{role}” is not a role. The roles are: {roles}."),
        "password_weak": text("This password will not do: {detail}"),
        "password_asked": text("No password was given: set TROUSSEAU_PASSWORD, or run this in a terminal."),
        "ask_replace": text(
            "{name} adds {added} lines and lacks {missing} that were there, worth {amount}: "
            "remove those with --replace, or keep both with --add. Nothing was changed."
        ),
        "import_unknown": text("There is no import {number}: see Data in the application for the list."),
        "demo_refused": text("{home} already holds another organisation ({name}): choose an empty TROUSSEAU_HOME."),
    }
