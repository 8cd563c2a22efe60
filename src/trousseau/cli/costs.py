"""`trousseau costs FILE`: tell the stored ledger what serving its customers costs."""

from __future__ import annotations

from pathlib import Path

import click

from trousseau.cli.costs_flags import usable
from trousseau.cli.failures import Words
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import say, say_json
from trousseau.figures.language import Language
from trousseau.ledger.costs.tables import KINDS
from trousseau.ledger.costs.tables.model import TableKind
from trousseau.ledger.reading import Choices


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(list(KINDS)), default="drivers", help="What the table tells.")
@click.option("--skip-rows", is_flag=True, help="Load the table without the rows that cannot be used.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Order of numeric dates.")
@click.option("--decimal", type=click.Choice([",", "."]), help="Decimal mark.")
@click.option("--delimiter", metavar="CHAR", help="Column separator.")
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook.")
@language_flag
@json_flag
def costs(
    file: Path,
    *,
    kind: TableKind,
    skip_rows: bool,
    dates: str | None,
    decimal: str | None,
    delimiter: str | None,
    sheet: str | None,
    language: str,
    as_json: bool,
) -> None:
    """Load a table of costs: quantities of drivers, activity rates, fixed costs or budgets.

    Drivers: account, period, driver, quantity; or one column a driver. Rates: driver, from which day, cost of a unit
    (“financing” for the yearly rate). Fixed costs: division, zone, period, amount. Budgets: account or division,
    period, amount. French and English headers; the same table twice changes nothing.
    """
    from trousseau.cli.data import refusals  # noqa: PLC0415 - only with a database
    from trousseau.cli.database import ready  # noqa: PLC0415

    ready()
    from trousseau.costs import actions  # noqa: PLC0415
    from trousseau.imports import folders  # noqa: PLC0415
    from trousseau.imports.actions.files import pieces_of  # noqa: PLC0415
    from trousseau.ledger.costs.tables import directory  # noqa: PLC0415
    from trousseau.ledger.facts.manifest import FactsError  # noqa: PLC0415

    chosen = Choices(dates=dates, decimal=decimal, delimiter=delimiter, sheet=sheet)
    try:
        known = directory(folders.facts())
    except FactsError:
        known = directory(None)
    usable(file, kind, known, Language(language), skip=skip_rows, choices=chosen)
    with refusals(language, file.name):
        table = actions.receive(pieces_of(file), file.name, kind, None)
        table.choices = {"dates": dates, "decimal": decimal, "delimiter": delimiter, "sheet": sheet}
        table.save(update_fields=["choices"])
        done = actions.load(table, None)
    if as_json:
        say_json({"kind": kind, "entries": done.entries, "changed": done.changed, "aside": done.aside})
        return
    said = Words(language).text("{entries} entries read, {changed} of them new or changed; {aside} rows left aside.")
    if not done.changed:
        said = Words(language).text("Nothing changed: these {entries} entries are known already.")
    number = Language(language).number
    say(said.format(entries=number(done.entries), changed=number(done.changed), aside=number(done.aside)))
