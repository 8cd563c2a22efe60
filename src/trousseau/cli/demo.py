"""`trousseau demo`: the demonstration company installed and served, or generated lines in files."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trousseau.cli.failures import Failure, Words
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import Progress, say, say_json
from trousseau.cli.serving import HOST, PORT

if TYPE_CHECKING:
    import pyarrow as pa

    from trousseau.demo.install import Installed


@click.command()
@click.option("--lines", type=click.IntRange(min=1), help="Write a benchmark ledger of this many lines to --out.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write files here, install nothing.")
@click.option("--accounts", type=click.IntRange(min=1), help="Of a benchmark ledger (a line in a hundred).")
@click.option(
    "--top-share",
    type=click.FloatRange(0.2, 1, max_open=True),
    default=0.8,
    show_default=True,
    help="What the first 20 % of accounts make of sales, in a benchmark ledger.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv"]),
    default="parquet",
    show_default=True,
    help="csv: as a French ERP exports (cp1252).",
)
@click.option("--columns", metavar="NAME,…", help="Only these columns of a generated file.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The demo company's lines end with the month before.")
@HOST
@PORT
@click.option("--no-serve", is_flag=True, help="Install the demo company and leave.")
@language_flag
@json_flag
def demo(
    *,
    lines: int | None,
    out: Path | None,
    accounts: int | None,
    top_share: float,
    seed: int,
    form: str,
    columns: str | None,
    as_of: datetime | None,
    host: str,
    port: int,
    no_serve: bool,
    language: str,
    as_json: bool,
) -> None:
    """Install the demo company, serve it and print its logins; with --out, write generated files instead."""
    today = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the one clock of the demonstration
    if out is None:
        if lines is not None:
            raise click.UsageError("--lines writes files: name a folder with --out.")
        _install_and_serve(today, seed, host, port, serve=not no_serve, language=language, as_json=as_json)
        return
    if lines is not None:
        files = _benchmark(out, lines, accounts, top_share=top_share, seed=seed, form=form, columns=columns)
    else:
        files = _company(out, today, seed, form=form, columns=columns)
    if as_json:
        say_json({"files": [{"path": str(path), "lines": count} for path, count in files]})
    else:
        say("\n".join(f"{path}  {count:,}" for path, count in files))


def _install_and_serve(
    today: date, seed: int, host: str, port: int, *, serve: bool, language: str, as_json: bool
) -> None:
    from trousseau.cli import serving  # noqa: PLC0415
    from trousseau.cli.data import refusals, shown_on  # noqa: PLC0415
    from trousseau.cli.house import bring_up_to_date  # noqa: PLC0415

    bring_up_to_date()
    from django.conf import settings  # noqa: PLC0415

    from trousseau.demo.install import AnotherCompanyError, install  # noqa: PLC0415

    progress = Progress(quiet=as_json)
    try:
        with refusals(language):
            installed = install(today, seed=seed, on_step=shown_on(progress))
    except AnotherCompanyError as error:
        raise Failure("demo_refused", home=settings.TROUSSEAU_HOME, name=error) from error
    finally:
        progress.clear()
    if as_json:
        say_json(_as_json(installed))
    else:
        say(_logins(installed, Words(language)))
    if serve:
        serving.run(host, port, 1, greeting=serving.greeting(language), as_json=as_json)


def _as_json(installed: Installed) -> dict[str, object]:
    from trousseau.demo.install import PASSWORD  # noqa: PLC0415

    return {
        "organisation": installed.organisation,
        "lines": installed.lines,
        "imported": installed.imported,
        "logins": [
            {"role": str(person.role), "name": person.name, "email": person.email, "password": PASSWORD}
            for person in installed.people
        ],
    }


def _logins(installed: Installed, words: Words) -> str:
    """Who may sign in, one a line."""
    from trousseau.demo.install import PASSWORD  # noqa: PLC0415
    from trousseau.figures.language import Language  # noqa: PLC0415

    head = words.text("{name}: {lines} sales lines. Sign in as (password {password}):").format(
        name=installed.organisation, lines=Language("en").number(installed.lines), password=PASSWORD
    )
    width = max(len(person.email) for person in installed.people)
    rows = [f"  {person.email:<{width}}  {person.role.label}" for person in installed.people]
    return "\n".join([head, *rows])


def _benchmark(
    out: Path,
    lines: int,
    accounts: int | None,
    *,
    top_share: float,
    seed: int,
    form: str,
    columns: str | None,
) -> list[tuple[Path, int]]:
    from trousseau.demo.generator import Benchmark, generate  # noqa: PLC0415

    try:
        benchmark = Benchmark(lines, accounts or max(1, min(100_000, lines // 100)), top_share, seed)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    return [_written(generate(benchmark), _folder(out) / f"ledger_{lines}.{form}", form, columns)]


def _company(out: Path, today: date, seed: int, *, form: str, columns: str | None) -> list[tuple[Path, int]]:
    import pyarrow.csv as pa_csv  # noqa: PLC0415

    from trousseau.demo import simulate  # noqa: PLC0415

    folder = _folder(out)
    sales = simulate.lines(today, seed)
    written = _written(iter(sales.to_batches()), folder / f"ventes_garonne.{form}", form, columns)
    rates = simulate.rates(today, seed)
    path = folder / "taux_garonne.csv"
    pa_csv.write_csv(rates, path, pa_csv.WriteOptions(quoting_style="none"))
    return [written, (path, rates.num_rows)]


def _folder(out: Path) -> Path:
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"{out} is a file: name a folder with --out.")
    out.mkdir(parents=True, exist_ok=True)
    return out


def _written(batches: Iterator[pa.RecordBatch], path: Path, form: str, columns: str | None) -> tuple[Path, int]:
    """Write one file whole or not at all."""
    from trousseau.demo.writing import LEDGER, write_french_csv, write_parquet  # noqa: PLC0415

    wanted = [name.strip() for name in columns.split(",")] if columns else LEDGER.names
    unknown = [name for name in wanted if name not in LEDGER.names]
    if unknown:
        raise click.UsageError(f"No column {unknown[0]}; there are {', '.join(LEDGER.names)}.")
    draft = path.with_name(f".{path.name}.part")
    try:
        selected = (batch.select(wanted) for batch in batches)
        count = (write_parquet if form == "parquet" else write_french_csv)(itertools.chain(selected), draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path, count
