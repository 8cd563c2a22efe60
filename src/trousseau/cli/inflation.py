"""Inflation by zone for the commands that need it: from a table, or as the application knows it."""

from __future__ import annotations

from pathlib import Path

from trousseau.cli.failures import Failure
from trousseau.cli.measuring import Measured
from trousseau.figures import growth as words
from trousseau.ledger.growth import UNKNOWN, Inflation


def told_inflation(path: Path | None, of: Measured) -> tuple[Inflation, list[str]]:
    """What is told of inflation, and what to look at twice."""
    if path is None:
        return (_stored() if of.stored else UNKNOWN), []
    from trousseau.ledger.growth.reading import InflationError, read_inflation  # noqa: PLC0415

    try:
        table = read_inflation(path)
    except InflationError as error:
        message = words.table_error(error.code, error.problems, error.params, of.language)
        raise Failure(error.code, flag="--inflation", message=message) from error
    return table.inflation(), [words.problem_sentence(remark, of.language) for remark in table.remarks]


def _stored() -> Inflation:
    """What the application knows."""
    from trousseau.costs.queries.inflation import inflation  # noqa: PLC0415 - only with a database

    return inflation()
