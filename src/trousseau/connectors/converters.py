"""From what a CRM wrote to what we keep: a closed set of conversions, each with one clear refusal.

An amount never becomes a binary number, a day never moves with a time zone of ours, nothing is guessed: what a
conversion does not know it refuses by name, and the record says so in the log of the run.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from trousseau.connectors.protocol import Json

Value = str | Decimal | dt.date | bool | None
LARGEST = Decimal(10) ** 14
"""What the ledger holds: DECIMAL(18,4)."""


class ConvertError(ValueError):
    """A value that is not what a row of the mapping takes it for. `code` is a key of `wording.VALUES`."""

    def __init__(self, code: str, value: Json) -> None:
        super().__init__(code, value)
        self.code, self.value = code, _short(value)


def text(value: Json) -> str | None:
    """A text on one line, without signs that control something; a number as it was written."""
    if value is None:
        return None
    if isinstance(value, bool | dict | list):
        raise ConvertError("not_text", value)
    plain = str(value)
    if not plain.isprintable():
        plain = "".join(sign if sign.isprintable() else " " for sign in plain)
    return " ".join(plain.split()) or None


def number(value: Json) -> Decimal | None:
    """A number with a point, as JSON and the CRMs write it, be it in quotes; never “1,234”, which says two things."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ConvertError("not_number", value)
    written = str(value).strip()
    if not re.fullmatch(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,2})?", written, re.ASCII):
        raise ConvertError("not_number", value)
    try:
        made = Decimal(written)
    except InvalidOperation as error:
        raise ConvertError("not_number", value) from error
    if abs(made) >= LARGEST:
        raise ConvertError("too_large", value)
    return made


def share(value: Json) -> Decimal | None:
    """A share of one, as per cent: 0.4 is 40."""
    made = number(value)
    return None if made is None else made * 100


def date(value: Json) -> dt.date | None:
    """A day: `2026-11-27`, or the day of a moment in the zone that it was written in; milliseconds since 1970."""
    if value is None or value == "":
        return None
    written = str(value).strip()
    try:
        if re.fullmatch(r"\d{12,13}", written, re.ASCII):
            return dt.datetime.fromtimestamp(int(written) / 1000, dt.UTC).date()
        if not re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", written, re.ASCII):
            raise ConvertError("not_date", value)
        dt.datetime.fromisoformat(written)
        return dt.date.fromisoformat(written[:10])
    except (OverflowError, OSError, ValueError) as error:
        raise ConvertError("not_date", value) from error


def moment(value: Json) -> dt.datetime | None:
    """A moment with its zone; one that names no zone is taken for UTC, which all the CRMs mean by it."""
    if value is None or value == "":
        return None
    written = str(value).strip()
    try:
        if re.fullmatch(r"\d{12,13}", written, re.ASCII):
            return dt.datetime.fromtimestamp(int(written) / 1000, dt.UTC)
        made = dt.datetime.fromisoformat(written)
        return (made if made.tzinfo else made.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ConvertError("not_date", value) from error


def moment_told(value: Json) -> dt.datetime | None:
    """The moment that a record says it changed at; None where it says none that can be read: the record stays."""
    try:
        return moment(value)
    except ConvertError:
        return None


def flag(value: Json) -> bool | None:
    """Yes or no, as JSON or in the words of the CRMs."""
    known = {True: True, False: False, "true": True, "false": False, "1": True, "0": False, "": None, None: None}
    asked = value.strip().lower() if isinstance(value, str) else value
    try:
        return known[asked]
    except (KeyError, TypeError) as error:
        raise ConvertError("not_flag", value) from error


def reference(value: Json) -> str | None:
    """The id of another record: a text or a whole number, an object with an `id`, or the first of a list of those."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("id")
    if value is None or value == "" or value is False:
        return None
    if not isinstance(value, str | int) or isinstance(value, bool) or len(str(value)) > 100:
        raise ConvertError("not_reference", value)
    return str(value)


def currency(value: Json) -> str | None:
    """An ISO 4217 code in capitals; whether we have rates for it is asked where it is used."""
    written = text(value)
    if written is None:
        return None
    if not re.fullmatch(r"[A-Za-z]{3}", written, re.ASCII):
        raise ConvertError("not_currency", value)
    return written.upper()


def domain(value: Json) -> str | None:
    """The host of a site or of an address of mail, without `www.`; None where it is none."""
    written = (text(value) or "").lower()
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", written).rpartition("@")[2]
    host = re.split(r"[/?#:]", host, maxsplit=1)[0].removeprefix("www.").rstrip(".")
    return host if re.fullmatch(r"([\w-]+\.)+[\w-]{2,}", host) and len(host) <= 253 else None


def code(value: Json) -> str | None:
    """A code or number of registration: capitals and digits alone, as “FR 12 345.678” and “fr12345678” are one."""
    return re.sub(r"[\W_]", "", text(value) or "").upper() or None


CONVERTERS: Mapping[str, Callable[[Json], Value]] = {
    "text": text,
    "number": number,
    "share": share,
    "date": date,
    "flag": flag,
    "reference": reference,
    "currency": currency,
    "domain": domain,
    "code": code,
    "choice": text,
    "state": flag,
}
"""By name. `choice` goes on through the row's own table; `state` takes two flags: is it closed, is it won."""


def _short(value: Json) -> str:
    written = str(value)
    return written if len(written) <= 80 else f"{written[:79]}…"
