"""How Odoo is called for a connection: at the company's own address, by JSON-2, or by XML-RPC where it is older."""

from __future__ import annotations

from trousseau.connectors.calling import Caller, Line
from trousseau.connectors.odoo import judge, xmlrpc
from trousseau.connectors.odoo.connector import Odoo
from trousseau.connectors.odoo.models import Door

OLDER = "older"
"""The way of signing in of versions up to 18."""


def connector(line: Line) -> Odoo:
    """Its connector."""
    older = line.way == OLDER
    caller = Caller(
        line.client,
        line.base,
        crm="Odoo",
        hosts=(),
        judge=xmlrpc.judge if older else judge.judge,
        auth=None if older else line.auth,
        budget=line.budget,
    )
    database = line.told.get("database", "")
    if older:
        return Odoo(xmlrpc.OlderDoor(caller, database, line.told.get("login", ""), line.secret))
    return Odoo(Door(caller, database))
