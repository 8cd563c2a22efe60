"""The rows of a mapping as a form sends them.

Of each target `place-…` (once a field), `as-…`, `several-…`, `default-…`, `choices-…`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from trousseau.connectors.mapping import Row


def rows(sent: QueryDict, names: Iterable[str], before: str = "") -> list[Row]:
    """The rows that name a field or stand for themselves; ValidationError by name where choices cannot be read."""
    found, wrong = [], {}
    for name in names:
        key = f"{before}{name}"
        places = tuple(dict.fromkeys(said.strip() for said in sent.getlist(f"place-{key}") if said.strip()))
        default = sent.get(f"default-{key}", "").strip()
        if not places and not default:
            continue
        try:
            choices = _choices(sent.get(f"choices-{key}", ""))
        except ValueError as error:
            wrong[key] = _("The line “%(line)s” of the choices is not VALUE = ours.") % {"line": str(error)[:80]}
            continue
        several = cast("Literal['joined', 'first']", sent.get(f"several-{key}", "first"))
        converter = sent.get(f"as-{key}", "text")
        found.append(Row(name, places, converter, several, default, choices))
    if wrong:
        raise ValidationError(wrong)
    return found


def _choices(text: str) -> dict[str, str]:
    """`VALUE = ours`, one a line; ValueError with the line that is none."""
    found = {}
    for line in filter(str.strip, text.splitlines()):
        value, sign, ours = line.rpartition("=")
        if not sign or not value.strip():
            raise ValueError(line.strip())
        found[value.strip()] = ours.strip()
    return found
