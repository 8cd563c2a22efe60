"""What the log of a run, a record and what goes back say, each problem as one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trousseau.connectors import labels
from trousseau.connectors.errors import SENTENCES
from trousseau.connectors.models import Connection, Outbound

VALUES: Mapping[str, Any] = {
    "not_text": _("%(target)s: the field “%(place)s” holds “%(value)s”, no text; choose another field for it."),
    "not_number": _(
        "%(target)s: “%(value)s” in “%(place)s” is not a number; write digits in %(crm)s, with a point before decimals."
    ),
    "too_large": _("%(target)s: “%(value)s” in “%(place)s” is more than can be kept; put it right in %(crm)s."),
    "not_date": _(
        "%(target)s: “%(value)s” in “%(place)s” is not a day; write it as 2026-11-27, or choose a date field."
    ),
    "not_flag": _("%(target)s: “%(value)s” in “%(place)s” is neither yes nor no; choose a field of that kind for it."),
    "not_reference": _(
        "%(target)s: “%(value)s” in “%(place)s” leads to no record; choose a field that names another record."
    ),
    "not_currency": _("%(target)s: “%(value)s” in “%(place)s” is not a currency; write three letters, such as EUR."),
    "too_long": _("%(target)s: “%(value)s” in “%(place)s” is too long; make it shorter in %(crm)s."),
    "not_a_choice": _(
        "%(target)s: “%(value)s” in “%(place)s” stands for nothing of ours; add it to the choices of that row."
    ),
    "missing": _(
        "%(target)s is missing: “%(place)s” says nothing that can be taken; fill it in in %(crm)s, the record waits."
    ),
}
"""Of a value that was not taken over: `converters.ConvertError.code`, and what is missing."""
NO_FIELD = _("%(target)s is missing: no field of %(crm)s tells it; choose one under “Fields”, the record waits.")
CODES: Mapping[str, Any] = {
    "currency_unknown": _(
        "The currency “%(value)s” is none that we know: the deal is kept, its amount is not counted; put it right in "
        "%(crm)s."
    ),
    "probability_outside": _(
        "The probability “%(value)s” is not between 0 and 100: it was left out; put it right in %(crm)s."
    ),
    "parent_circle": _(
        "The parents of %(count)s accounts lead round in a circle (%(names)s): they group nobody; put it right in "
        "%(crm)s."
    ),
    "many_gone": _(
        "%(missing)s of %(total)s records were missing at once: none is taken for gone; look in %(crm)s whether a "
        "right was taken away."
    ),
    "long_id": _("A record was left: its id “%(value)s…” is longer than any id of %(crm)s should be."),
    "contested": _(
        "%(target)s: something in %(crm)s changes “%(value)s” back each time; stop that there, then try again."
    ),
    "refused_record": _("%(crm)s refuses what we write: “%(message)s”; put it right there, then try again."),
}  # fmt: skip


class _Told(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "–"


def sentence(connection: Connection, code: str, told: Mapping[str, Any]) -> str:
    """One thing that went wrong: what, where, which value, and the mend."""
    said = _Told({name: str(value) for name, value in told.items()}, crm=connection.crm_name)
    if "target" in said:
        said["target"] = labels.target(said["target"])
    if code == "value_missing" and not said.get("place"):
        return str(NO_FIELD) % said
    pattern = VALUES.get(code.removeprefix("value_")) or CODES.get(code) or SENTENCES.get(code)
    if pattern is None:
        return gettext("Something happened that has no sentence yet: %(code)s.") % {"code": code}
    return str(pattern) % said


def met(connection: Connection, error: Mapping[str, Any]) -> str:
    """An error of a run."""
    return sentence(connection, str(error.get("code", "")), error.get("told", {}))


def problems(connection: Connection, told: list[dict[str, str]]) -> list[str]:
    """What could not be taken over of a record; what is missing because it is wrong is said once."""
    wrong = {one.get("target") for one in told if one.get("code") != "missing"}
    return [
        sentence(connection, f"value_{one.get('code', '')}", one)
        for one in told
        if one.get("code") != "missing" or one.get("target") not in wrong
    ]


def held_back(connection: Connection, one: Outbound) -> str:
    """Why something that should go back does not."""
    value = "–" if one.wanted is None else str(one.wanted)
    if one.state == Outbound.State.CONTESTED:
        return sentence(connection, "contested", {"target": one.target, "value": value})
    said = gettext("%(target)s “%(value)s”: %(crm)s refuses it: “%(message)s”.")
    message = one.message or one.code or "–"
    return said % {
        "target": labels.target(one.target), "value": value, "crm": connection.crm_name, "message": message,
    }  # fmt: skip
