"""The figures of the accounts of a ledger that several tests share: reckoned once, put back from then on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Model

from trousseau.accounts import reckoning
from trousseau.ledger.facts import Facts

_written: dict[Path | str, list[tuple[type[Model], list[Model]]]] = {}


def reckon(facts: Facts, name: str = "") -> None:
    """Have in the database what a refresh writes of these facts, under their folder or a name that says the same.

    Where a test wants answers worked out ahead, the refresh runs as in a house.
    """
    kept = name or facts.folder
    if kept in _written and not reckoning._ahead:
        for model, rows in _written[kept]:
            model._base_manager.bulk_create(rows)
        return
    before = {(model, row.pk) for model, rows in _stored() for row in rows}
    reckoning.reckon(facts)
    _written[kept] = [
        (model, fresh) for model, rows in _stored() if (fresh := [row for row in rows if (model, row.pk) not in before])
    ]


def _stored() -> Iterator[tuple[type[Model], list[Model]]]:
    """Every row of every table."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model, list(model._base_manager.all())
