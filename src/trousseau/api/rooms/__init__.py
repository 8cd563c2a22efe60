"""What each room of the house offers to programs: its kinds of things, and its verbs.

The tables of the rooms below stand here. A room above brings its own, as it would any provider, when it starts:

    rooms.bring("trousseau.webhooks.operations")
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

_brought: list[str] = []


def bring(table: str) -> None:
    """Have a module of a room above opened with those that stand here; the same again changes nothing."""
    if table not in _brought:
        _brought.append(table)


def open_all() -> None:
    """Have every room say what there is to read and to do; those above last, as they name things of those below."""
    for table in (*(f"{__name__}.{room.name}" for room in iter_modules(__path__)), *_brought):
        import_module(table)
