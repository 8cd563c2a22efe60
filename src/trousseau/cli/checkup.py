"""`trousseau checkup`: of files, without a database or a server; without FILE, of the stored ledger."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import click

from trousseau.cli.failures import Failure
from trousseau.cli.file_flags import base_of, choices, given_for_files, reading_flags
from trousseau.cli.options import json_flag, language_flag

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--rates", type=click.Path(path_type=Path), help="The company's own exchange rates (CSV, Parquet).")
@click.option("--base", metavar="CODE", help="Currency of the answer (EUR).")
@click.option("--nominal", is_flag=True, help="Add amounts as they stand, whatever their currency.")
@click.option("--from", "start", type=DAY, help="First day, included.")
@click.option("--to", "end", type=DAY, help="Last day, included.")
@click.option("--by", type=click.Choice(["account", "group"]), default="account", help="What is ranked.")
@reading_flags
@click.option(
    "--period",
    metavar="PERIOD",
    help="Of the stored ledger: r12, fy, ytd, all, or DAY..DAY.",
)
@click.option("--html", type=click.Path(path_type=Path), metavar="OUT", help="Write the report as one HTML file.")
@click.option("--panel", is_flag=True, help="With --json: the indicators with their ranges instead.")
@click.option("--frozen", metavar="ID", help="Compute a frozen check-up again (last, or what its address ends with).")
@language_flag
@json_flag
def checkup(
    files: tuple[Path, ...],
    *,
    rates: Path | None,
    base: str | None,
    nominal: bool,
    start: datetime | None,
    end: datetime | None,
    by: Literal["account", "group"],
    period: str | None,
    html: Path | None,
    panel: bool,
    frozen: str | None,
    language: str,
    as_json: bool,
    **reading: Any,
) -> None:
    """Check up sales lines: the finding, the panel, the first customers, the concentration.

    With FILE (CSV, Excel, ODS or Parquet, also gzipped): nothing is stored, no database is needed; several
    files are read as one ledger. Without FILE: the check-up of the stored ledger. With --frozen: whether a frozen
    check-up still comes out the same, to the last bit.
    """
    if frozen is not None:
        if files:
            raise Failure("frozen_with_file", exit=2, flag="--frozen")
        from trousseau.cli.frozen import compute_again  # noqa: PLC0415 - only with a database

        compute_again(frozen, language=language, as_json=as_json)
        return
    from trousseau.cli.output import check_target  # noqa: PLC0415

    if html is not None:
        check_target(html, files)
    if not files:
        given = [flag for flag, value in given_for_files(rates, base, start, end, reading).items() if value]
        if given or nominal:
            given += ["--nominal"] * nominal
            raise Failure("file_flags", exit=2, flag=given[0], flags=", ".join(given))
        from trousseau.cli.stored import check_up_ledger  # noqa: PLC0415

        check_up_ledger(period=period or "r12", by=by, html=html, language=language, as_json=as_json, panel=panel)
        return
    if period is not None:
        raise Failure("period_with_file", exit=2, flag="--period")
    from trousseau.cli.from_files import Request, check_up_files  # noqa: PLC0415

    if start is not None and end is not None and end < start:
        raise Failure("period_reversed", exit=2, flag="--to", start=start.date(), end=end.date())
    request = Request(
        files=files,
        choices=choices(**reading),
        rates=rates,
        base=base_of(base, rates, nominal=nominal),
        start=_day(start),
        end=_day(end),
        by=by,
        language=language,
    )
    check_up_files(request, html=html, as_json=as_json, panel=panel)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None
