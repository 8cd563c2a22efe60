"""Odoo on a `World`, over JSON-2 and over XML-RPC: its tables, domains, exceptions, False for nothing."""

import json
import operator
from xmlrpc import client as rpc

import httpx
from world import Face, said

from trousseau.connectors.calling import Caller, Lasting, Signed
from trousseau.connectors.odoo import xmlrpc
from trousseau.connectors.odoo.connector import Odoo
from trousseau.connectors.odoo.judge import judge
from trousseau.connectors.odoo.models import Door
from trousseau.connectors.protocol import Entity

PARTNER = {
    "name": "char", "ref": "char", "parent_id": "many2one", "user_id": "many2one", "company_registry": "char",
    "vat": "char", "website": "char", "street": "char", "street2": "char", "zip": "char", "city": "char",
    "country_id": "many2one", "function": "char", "email": "char", "phone": "char", "lang": "selection",
    "is_company": "boolean", "type": "selection", "active": "boolean", "write_date": "datetime", "x_kam_tier": "char",
}  # fmt: skip
FIELDS = {
    "res.partner": PARTNER,
    "res.users": {"name": "char", "email": "char", "login": "char", "active": "boolean", "write_date": "datetime"},
    "crm.lead": {
        "name": "char", "partner_id": "many2one", "user_id": "many2one", "expected_revenue": "monetary",
        "company_currency": "many2one", "stage_id": "many2one", "probability": "float", "date_deadline": "date",
        "won_status": "selection", "type": "selection", "active": "boolean", "write_date": "datetime",
    },
}  # fmt: skip
ENTITIES = {
    "res.partner": (Entity.ACCOUNT, Entity.CONTACT),
    "res.users": (Entity.OWNER,),
    "crm.lead": (Entity.DEAL,),
}
TESTS = {"in": lambda told, among: told in among, "=": operator.eq, ">": operator.gt, ">=": operator.ge}
WON = {"open": "pending", "won": "won", "lost": "lost"}


def wrong(status, name, message):
    """An exception as Odoo tells it, the trace of its origin among it."""
    debug = "Traceback (most recent call last):\n  …"
    return said({"name": name, "message": message, "arguments": [message], "context": {}, "debug": debug}, status)


def connect(face):
    """The connector, calling a face."""
    auth = Signed(Lasting("key", "Odoo"))
    client = httpx.Client(transport=face)
    return Odoo(Door(Caller(client, "https://odoo.example", crm="Odoo", hosts=(), judge=judge, auth=auth), "company"))


def connect_older(face):
    """The connector of an older server, calling a face."""
    caller = Caller(httpx.Client(transport=face), "https://odoo.example", crm="Odoo", hosts=(), judge=xmlrpc.judge)
    return Odoo(xmlrpc.OlderDoor(caller, "company", "trousseau", "key"))


class OdooFace(Face):
    """See the module. A record that the world deleted is archived here: Odoo keeps no trace of what it deletes."""

    def answer(self, request):
        if request.headers.get("authorization") != "Bearer key":
            return wrong(401, "werkzeug.exceptions.Unauthorized", "Invalid apikey")
        assert request.headers["x-odoo-database"] == "company"
        name, method = request.url.path.removeprefix("/json/2/").split("/")
        body = json.loads(request.content)
        if (name, method) == ("res.users", "context_get"):
            return said({"lang": "fr_FR", "tz": "Europe/Paris", "uid": 2})
        if method == "read":
            told = {"res.users": {"company_id": [1, "Groupe Garonne"]}, "res.company": {"currency_id": [1, "EUR"]}}
            return said([{"id": body["ids"][0], "name": "Nadia Ferrand", **told[name]}])
        if name not in FIELDS:
            return wrong(404, "werkzeug.exceptions.NotFound", f"the model '{name}' does not exist")
        if method == "fields_get":
            kinds = FIELDS[name].items()
            return said({key: {"string": key, "type": kind, "readonly": key == "write_date"} for key, kind in kinds})
        return self._search(name, body) if method == "search_read" else self._write(name, body)

    def _search(self, name, body):
        if unknown := set(body["fields"]) - {*FIELDS[name], "id"}:
            return wrong(500, "builtins.ValueError", f"Invalid field {unknown.pop()!r} on {name!r}")
        domain = body["domain"]
        if body.get("context", {}).get("active_test", True) and not any(one[0] == "active" for one in domain):
            domain = [*domain, ["active", "=", True]]
        rows = [self.row(entity, one) for entity in ENTITIES[name] for one in self.world.things[entity].values()]
        found = [row for row in rows if all(TESTS[how](row[key], told) for key, how, told in domain)]
        shown = sorted(found, key=lambda row: row["id"])[: body["limit"]]
        return said([{key: row[key] for key in ["id", *body["fields"]]} for row in shown])

    def row(self, entity, thing):
        """A record with all its fields."""
        had = thing.values
        name = {Entity.OWNER: "res.users", Entity.DEAL: "crm.lead"}.get(entity, "res.partner")
        made = {
            "id": int(thing.id), "name": had["name"], "write_date": thing.modified.strftime("%Y-%m-%d %H:%M:%S"),
            "active": thing.deleted is None and had.get("active", True) and had.get("state") != "lost",
            "user_id": self._named("owner", had.get("owner")), "email": had.get("email", False),
        }  # fmt: skip
        if name == "res.partner":
            made |= {
                "is_company": entity is Entity.ACCOUNT, "type": "contact", "zip": had.get("postcode", False),
                "parent_id": self._named("account", had.get("parent") or had.get("account")),
                "website": f"https://{had['domain']}" if "domain" in had else False, "city": had.get("city", False),
                "country_id": [75, had["country"]] if "country" in had else False,
            }  # fmt: skip
        elif name == "crm.lead":
            made |= {
                "type": "opportunity", "partner_id": self._named("account", had.get("account")),
                "expected_revenue": float(had["amount"]), "company_currency": [1, "EUR"], "stage_id": [3, "Offer"],
                "won_status": WON[had["state"]], "probability": 100.0 if had["state"] == "won" else 0.0,
                "date_deadline": had.get("closes_on", False),
            }  # fmt: skip
        return {**dict.fromkeys(FIELDS[name], False), **made, **had.get("raw", {})}

    def _named(self, entity, identity):
        return [int(identity), self.world.things[Entity(entity)][identity].values["name"]] if identity else False

    def _write(self, name, body):
        known = {key: one for entity in ENTITIES[name] for key, one in self.world.things[entity].items()}
        ids = [str(one) for one in body["ids"]]
        for one in ids:
            if one not in known or known[one].deleted:
                return wrong(404, "odoo.exceptions.MissingError", "Record does not exist or has been deleted.")
            if one in self.world.locked:
                return wrong(409, "odoo.exceptions.LockError", "Cannot lock the record.")
            if one in self.world.refuses:
                return wrong(422, "odoo.exceptions.ValidationError", self.world.refuses[one][1])
        for one in ids:
            known[one].written.update(body["vals"])
            known[one].modified = self.world.tick()
        return said(True)


class OlderFace(OdooFace):
    """The same over XML-RPC, where exceptions are faults in a success."""

    def answer(self, request):
        params, method = rpc.loads(request.content)
        if method == "authenticate":
            return self._said(7 if params[1:3] == ("trousseau", "key") else False)
        database, user, key, name, method, args, named = params
        if (database, user, key) != ("company", 7, "key"):
            return fault(3, "Access Denied")
        if method == "search_count":
            found = {one.id for entity in ENTITIES[name] for one in self.world.present(entity)}
            return self._said(int(str(args[0][0][2]) in found))
        body = {**named, **({"ids": args[0]} if args else {})}
        headers = {"Authorization": "Bearer key", "X-Odoo-Database": "company"}
        url = f"https://odoo.example/json/2/{name}/{method}"
        made = super().answer(httpx.Request("POST", url, json=body, headers=headers))
        told = json.loads(made.content)
        if made.status_code == 200:
            return self._said(told)
        if made.status_code == 409:
            return fault(
                1, "Traceback (most recent call last):\n  …\npsycopg2.errors.LockNotAvailable: could not obtain lock"
            )
        return fault(2 if made.status_code in {404, 422} else 1, told["message"])

    @staticmethod
    def _said(told):
        return httpx.Response(200, text=rpc.dumps((told,), methodresponse=True))


def fault(code, words):
    """An exception as older servers tell it."""
    return httpx.Response(200, text=rpc.dumps(rpc.Fault(code, words)))
