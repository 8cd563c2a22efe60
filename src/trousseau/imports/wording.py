"""Problems of files, of the ledger and of rates in the reader's language; never a traceback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from trousseau.figures import problems
from trousseau.figures.language import Language

OWN: dict[str, str | Promise] = {
    "file_too_large": _("The file is larger than %(limit)s, the most this installation takes in. Nothing was kept."),
    "not_writable": _("The data folder %(path)s cannot be written to. Let the server's user write there."),
    "import_elsewhere": _("%(name)s is already being worked on; look at the list of imports."),
    "not_loaded": _("%(name)s is not in the ledger, so there is nothing to undo."),
    "gave_up": _("No answer after %(attempts)s attempts (%(what)s). Nothing was lost; try again later."),
    "not_recoverable": _("The work stopped because of a fault of ours; nothing was lost. Try again."),
}
"""Codes of this room, with %(named)s parameters."""

STEPS: dict[str, str | Promise] = {
    "waiting": _("Waiting for another import to end"),
    "reading": _("Reading the lines"),
    "comparing": _("Comparing with the ledger"),
    "writing": _("Writing to the ledger"),
    "preparing": _("Working out the figures"),
    "rates": _("Gathering the exchange rates"),
    "accounts": _("Bringing the accounts up to date"),
}
"""What a job is doing, as the ledger and our actions name it."""


def language() -> Language:
    """The reader's language, French or English."""
    return Language("fr" if (get_language() or "en").startswith("fr") else "en")


def problem(code: str, params: Mapping[str, Any]) -> str:
    """One clear sentence for a step or an error code of any room this one calls."""
    if code in STEPS:
        return str(STEPS[code])
    if code in OWN:
        shown = dict(params)
        if "limit" in shown:
            shown["limit"] = size(int(shown["limit"]))
        return str(OWN[code]) % shown
    if code == "unexpected":
        return str(OWN["not_recoverable"])
    return problems.error(code, params, language())


def size(count: int) -> str:
    """A number of bytes, in megabytes or gigabytes."""
    for scale, decimals, unit in (
        (10**9, 1, gettext("GB")),
        (10**6, 1, gettext("MB")),
        (10**3, 0, gettext("kB")),
    ):
        if count >= scale or scale == 10**3:
            return f"{language().number(max(count / scale, 0.1 if decimals else 1), decimals)}\u00a0{unit}"
    return str(count)


def plain(values: Mapping[str, object]) -> dict[str, Any]:
    """Parameters as JSON holds them: dates and decimals as text."""
    made: dict[str, Any] = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return made
