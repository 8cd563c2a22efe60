"""XML-RPC, which Odoo up to version 18 speaks: the same methods, asked and answered in another writing.

An answer is read with nothing in it followed or expanded, and handed on as the JSON that a newer server would have
given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lxml import etree

from trousseau.connectors.calling import Answer, by_status
from trousseau.connectors.errors import (
    ConnectorError,
    NotAllowedError,
    RefusedError,
    SignInError,
    UnreadableError,
)
from trousseau.connectors.odoo.judge import RecordError
from trousseau.connectors.odoo.models import Door
from trousseau.connectors.protocol import Json, Outcome

WARNING, DENIED, NO_ACCESS = "2", "3", "4"
"""Codes of faults; any other comes with the trace of its origin, whose last line alone is told."""
BUSY = ("LockNotAvailable", "could not obtain lock", "SerializationFailure", "could not serialize")
WHOLE = {"int", "i4", "i8"}


@dataclass(frozen=True)
class OlderDoor(Door):
    """Calls methods of one database with the name and the key (or password) of a user."""

    login: str = ""
    key: str = field(default="", repr=False)
    _user: list[int] = field(default_factory=list, repr=False)

    def call(self, name: str, method: str, **named: Json) -> Answer:
        """See `Door.call`."""
        ids = [named.pop("ids")] if "ids" in named else []
        who = [self.database, self._signed_in(), self.key]
        try:
            return self._post("object", "execute_kw", [*who, name, method, ids, named])
        except RecordError as error:
            if method != "write" or len(ids[0]) > 1 or error.outcome is not Outcome.REFUSED:
                raise
            domain = [["id", "=", ids[0][0]], ["active", "in", [True, False]]]
            if self._post("object", "execute_kw", [*who, name, "search_count", [domain], {}]).json() == 0:
                raise RecordError(Outcome.GONE, "MissingError", error.message) from error
            raise

    def _signed_in(self) -> int:
        if not self._user:
            told = self._post("common", "authenticate", [self.database, self.login, self.key, {}]).json()
            if isinstance(told, bool) or not isinstance(told, int):
                raise SignInError("reconnect", crm=self.caller.crm)
            self._user.append(told)
        return self._user[0]

    def _post(self, service: str, method: str, params: list[Json]) -> Answer:
        headers = {"Content-Type": "text/xml", "Accept": "text/xml"}
        answer = self.caller.call("POST", f"/xmlrpc/2/{service}", body=written(method, params), headers=headers)
        return replace(answer, body=json.dumps(_result(answer)).encode())


def judge(answer: Answer) -> ConnectorError | None:
    """See `calling.Judge`."""
    if (wrong := by_status(answer)) is not None or b"<fault" not in answer.body[:400]:
        return wrong
    try:
        fault = _result(answer)
    except UnreadableError as error:
        return error
    told = fault if isinstance(fault, dict) else {}
    code, words = str(told.get("faultCode")), str(told.get("faultString") or "").strip()
    message = (words.splitlines() or [""])[-1]
    known: dict[str, ConnectorError] = {
        DENIED: SignInError("reconnect"),
        NO_ACCESS: NotAllowedError("not_allowed", message=words),
        WARNING: RecordError(Outcome.REFUSED, "UserError", words),
    }
    if code in known:
        return known[code]
    locked = any(sign in words for sign in BUSY)
    return RecordError(Outcome.AGAIN, "LockError", message) if locked else RefusedError("refused", message=message)


def written(method: str, params: list[Json]) -> bytes:
    """A call as XML-RPC writes it; nothing is False there."""
    root = etree.Element("methodCall")
    etree.SubElement(root, "methodName").text = method
    around = etree.SubElement(root, "params")
    for one in params:
        _write(etree.SubElement(around, "param"), one)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _write(around: etree._Element, told: Json) -> None:
    value = etree.SubElement(around, "value")
    if told is None or isinstance(told, bool):
        etree.SubElement(value, "boolean").text = "1" if told else "0"
    elif isinstance(told, int):
        etree.SubElement(value, "int").text = str(told)
    elif isinstance(told, float | Decimal):
        etree.SubElement(value, "double").text = str(told)
    elif isinstance(told, Mapping):
        struct = etree.SubElement(value, "struct")
        for name, one in told.items():
            member = etree.SubElement(struct, "member")
            etree.SubElement(member, "name").text = name
            _write(member, one)
    elif isinstance(told, list | tuple):
        data = etree.SubElement(etree.SubElement(value, "array"), "data")
        for one in told:
            _write(data, one)
    else:
        etree.SubElement(value, "string").text = "".join(
            sign for sign in str(told) if sign.isprintable() or sign == "\n"
        )


def _result(answer: Answer) -> Json:
    """What an answer says: its value, or that of its fault. Raises UnreadableError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(answer.body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("shape", crm=answer.crm, missing="methodResponse") from error
    value = root.find("./params/param/value")
    value = root.find("./fault/value") if value is None else value
    if root.tag != "methodResponse" or value is None or root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError("html" if root.tag == "html" else "shape", crm=answer.crm, missing="methodResponse")
    try:
        return _read(value)
    except (ValueError, TypeError) as error:
        raise UnreadableError("shape", crm=answer.crm, missing="value") from error


def _read(value: etree._Element) -> Json:
    if len(value) == 0:
        return value.text or ""
    told, kind = value[0], str(value[0].tag)
    text = told.text or ""
    if kind == "array":
        return [_read(one) for one in told.iterfind("./data/value")]
    if kind == "struct":
        return {
            str(member.findtext("name")): _read(inner)
            for member in told.iterfind("member")
            if (inner := member.find("value")) is not None
        }
    if kind == "nil":
        return None
    if kind in WHOLE:
        return int(text)
    return text.strip() == "1" if kind == "boolean" else float(text) if kind == "double" else text
