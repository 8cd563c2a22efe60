"""Zoho CRM's interface, version 8, on a `World`: as its published description and its documentation say it answers."""

import datetime as dt
import json

import httpx
import zoho_settings
from world import Face, said
from zoho_settings import ME, at, wrong

from trousseau.connectors.calling import Caller, Lasting, Signed
from trousseau.connectors.protocol import Entity
from trousseau.connectors.zoho import centres
from trousseau.connectors.zoho.connector import Zoho
from trousseau.connectors.zoho.judge import NO_SCOPE, judge

ENTITIES = {"Accounts": Entity.ACCOUNT, "Contacts": Entity.CONTACT, "Deals": Entity.DEAL}
FIELDS = {
    "Accounts": {
        "Account_Name": "text", "Account_Number": "bigint", "Parent_Account": "lookup", "Owner": "ownerlookup",
        "Website": "website", "Billing_Street": "text", "Billing_Code": "text", "Billing_City": "text",
        "Billing_Country": "text", "Modified_Time": "datetime", "KAM_Tier": "picklist",
    },
    "Contacts": {
        "First_Name": "text", "Last_Name": "text", "Account_Name": "lookup", "Owner": "ownerlookup", "Title": "text",
        "Department": "text", "Email": "email", "Phone": "phone", "Mobile": "phone", "Modified_Time": "datetime",
    },
    "Deals": {
        "Deal_Name": "text", "Account_Name": "lookup", "Contact_Name": "lookup", "Owner": "ownerlookup",
        "Amount": "currency", "Stage": "picklist", "Probability": "integer", "Closing_Date": "date",
        "Modified_Time": "datetime",
    },
}  # fmt: skip


def name(_entity, number):
    """Zoho's way of naming records."""
    return f"{4_876_876_000_000_000_000 + number}"


def connect(face, centre="eu"):
    """The connector, calling a face."""
    base = centres.base(f"https://{centres.CENTRES[centre].api}")
    auth = Signed(Lasting("1000.token", "Zoho CRM"), "Zoho-oauthtoken", rights=NO_SCOPE)
    return Zoho(Caller(httpx.Client(transport=face), base, crm="Zoho CRM", hosts=(), judge=judge, auth=auth))


class ZohoFace(Face):
    """See the module. `currencies`: more than one and each record has its own; `more` adds fields to Accounts."""

    def __init__(self, world, faults=(), after=(), currencies=("EUR",), more=()):
        super().__init__(world, faults, after)
        self.currencies, self.expired = currencies, set()
        self.fields = {**FIELDS, "Accounts": {**FIELDS["Accounts"], **dict.fromkeys(more, "text")}}
        self._tokens = {}
        if len(currencies) > 1:
            self.fields = {module: {**fields, "Currency": "picklist"} for module, fields in self.fields.items()}

    def answer(self, request):
        if request.headers.get("authorization") != "Zoho-oauthtoken 1000.token":
            return wrong(401, "INVALID_TOKEN", "invalid oauth token", wrapped=False)
        path = request.url.path.removeprefix("/crm/v8/")
        asked = dict(request.url.params)
        module, _, rest = path.partition("/")
        if module in ENTITIES and request.method == "PUT" and not rest:
            return self._put(module, json.loads(request.content))
        if request.method != "GET":
            return wrong(400, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one")
        if module in ENTITIES and rest in {"", "deleted"}:
            return self._deleted(module, asked, request) if rest else self._get(module, asked, request)
        if path in zoho_settings.ANSWERS:
            return zoho_settings.ANSWERS[path](self, asked)
        return wrong(404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one")

    def _get(self, module, asked, request):
        bound = (module, asked.get("fields"), asked.get("sort_by"), request.headers.get("if-modified-since"))
        page, per_page, token = int(asked.get("page", 1)), int(asked.get("per_page", 200)), asked.get("page_token")
        for code, broken in (
            ("REQUIRED_PARAM_MISSING", not asked.get("fields")),
            ("LIMIT_EXCEEDED", asked.get("fields", "").count(",") >= 50 or per_page > 200),
            ("AMBIGUITY_DURING_PROCESSING", token and "page" in asked),
            ("DISCRETE_PAGINATION_LIMIT_EXCEEDED", page * per_page > 2_000),
            ("EXPIRED_VALUE", token in self.expired),
            ("TOKEN_BOUND_DATA_MISMATCH", token and self._tokens.get(token, (None,))[0] != bound),
        ):
            if broken:
                return wrong(400, code, code.replace("_", " ").lower(), resource_path_index=0)
        fields = asked["fields"].split(",")

        def key(thing):
            return (thing.modified, thing.id) if asked.get("sort_by") == "Modified_Time" else thing.id

        since = self._since(request)
        things = [
            one
            for one in sorted(self.world.present(ENTITIES[module]), key=key)
            if since is None or one.modified >= since
        ]
        if "ids" in asked:
            things = [one for one in things if one.id in asked["ids"].split(",")]
        if token:
            things = [one for one in things if key(one) > self._tokens[token][1]]
        start = 0 if token else (page - 1) * per_page
        shown, follows = things[start : start + per_page], len(things) > start + per_page
        if not shown:
            return httpx.Response(304 if since else 204)
        info = {
            "per_page": per_page,
            "count": len(shown),
            "page": page,
            "more_records": follows,
            "sort_by": asked.get("sort_by", "id"),
            "sort_order": asked.get("sort_order", "desc"),
        }
        if follows:
            token = f"c8582{len(self._tokens)}"
            self._tokens[token] = (bound, key(shown[-1]))
            info |= {"next_page_token": token, "page_token_expiry": at(self.world.now + dt.timedelta(days=1))}
        rows = [
            {"id": one.id, **{name: told for name, told in self.record(module, one).items() if name in fields}}
            for one in shown
        ]
        return said({"data": rows, "info": info})

    def record(self, module, thing):
        """A record with all its fields."""
        had = thing.values
        made = dict.fromkeys(self.fields[module])
        made |= {
            "Owner": self._lookup("owner", had.get("owner"), email=True),
            "Modified_Time": at(thing.modified),
        }
        if module == "Accounts":
            made |= {
                "Account_Name": had["name"], "Parent_Account": self._lookup("account", had.get("parent")),
                "Website": had.get("domain") and f"https://www.{had['domain']}/", "Billing_Code": had.get("postcode"),
                "Billing_City": had.get("city"), "Billing_Country": had.get("country"),
            }  # fmt: skip
        elif module == "Contacts":
            first, _, last = had["name"].rpartition(" ")
            made |= {"First_Name": first or None, "Last_Name": last, "Email": had.get("email")}
        else:
            stage, _kind, probability = zoho_settings.STAGES[had["state"]]
            made |= {
                "Deal_Name": had["name"], "Amount": had.get("amount") and float(had["amount"]), "Stage": stage,
                "Probability": probability, "Closing_Date": had.get("closes_on"),
                "Contact_Name": self._lookup("contact", had.get("contact")),
            }  # fmt: skip
        if module != "Accounts":
            made["Account_Name"] = self._lookup("account", had.get("account"))
        if "Currency" in made:
            made["Currency"] = had.get("currency", self.currencies[0])
        return {**made, **had.get("raw", {}), **thing.written}

    def _lookup(self, entity, identity, email=False):
        if identity is None:
            return None
        had = self.world.things[Entity(entity)][identity].values
        return {"name": had["name"], "id": identity, **({"email": had["email"]} if email else {})}

    def _deleted(self, module, asked, request):
        per_page, page, since = int(asked.get("per_page", 200)), int(asked.get("page", 1)), self._since(request)
        things = [one for one in self.world.gone(ENTITIES[module]) if since is None or one.deleted >= since]
        shown = things[(page - 1) * per_page : page * per_page]
        if not shown:
            return httpx.Response(204)
        rows = [
            {
                "id": one.id,
                "display_name": one.values["name"],
                "type": "recycle",
                "deleted_time": at(one.deleted),
                "deleted_by": ME,
                "created_by": ME,
            }
            for one in shown
        ]
        info = {"per_page": per_page, "count": len(shown), "page": page, "more_records": len(things) > page * per_page}
        return said({"data": rows, "info": info})

    def _put(self, module, body):
        if len(body["data"]) > 100:
            return wrong(400, "LIMIT_EXCEEDED", "the limit was exceeded", resource_path_index=0)
        results = [self._change(module, index, one) for index, one in enumerate(body["data"])]
        done = {one["status"] for one in results}
        return said({"data": results}, {("success",): 200, ("error",): 400}.get(tuple(done), 207))

    def _change(self, module, index, values):
        identity = values["id"]
        thing = self.world.things[ENTITIES[module]].get(identity)

        def no(code, message, **details):
            return {"code": code, "details": details, "message": message, "status": "error"}

        if thing is None or thing.deleted:
            return no(
                "INVALID_DATA", "the id given seems to be invalid", api_name="id", json_path=f"$.data[{index}].id"
            )
        if identity in self.world.locked:
            return no("RECORD_LOCKED", "the record is locked", json_path=f"$.data[{index}]")
        if identity in self.world.refuses:
            return no(
                "MANDATORY_NOT_FOUND",
                self.world.refuses[identity][1],
                api_name="Region",
                json_path=f"$.data[{index}].Region",
            )
        thing.written.update({key: told for key, told in values.items() if key != "id"})
        thing.modified = self.world.tick()
        times = {"Modified_Time": at(thing.modified), "Created_Time": at(thing.created)}
        details = {"id": identity, **times, "Modified_By": ME, "Created_By": ME, "$approval_state": "approved"}
        return {"code": "SUCCESS", "details": details, "message": "record updated", "status": "success"}

    @staticmethod
    def _since(request):
        told = request.headers.get("if-modified-since")
        return dt.datetime.fromisoformat(told) if told else None
