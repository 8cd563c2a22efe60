"""HubSpot's face on a world: what it answers over HTTP, by version 2026-09, as its documentation tells it."""

import datetime as dt
import json
import re

import httpx
from world import Face, said

from trousseau.connectors.calling import Caller, Lasting, Signed
from trousseau.connectors.hubspot.connector import HubSpot
from trousseau.connectors.hubspot.judge import judge, pace, quota
from trousseau.connectors.hubspot.objects import BASE, HOSTS

KEY = "pat-eu1-service-key"
OBJECTS = {"companies": "account", "contacts": "contact", "deals": "deal", "line_items": "line"}
MODIFIED = {"contacts": "lastmodifieddate"}
KNOWN = {
    "companies": "name domain website address address2 zip city country "
    "hs_parent_company_id:number kam_tier:enumeration kam_score:number",
    "contacts": "firstname lastname hs_full_name_or_email! email phone mobilephone jobtitle "
    "hs_language:enumeration hs_buying_role:enumeration",
    "deals": "dealname amount:number deal_currency_code:enumeration dealstage:enumeration "
    "hs_deal_stage_probability:number! closedate:datetime "
    "hs_is_closed:bool! hs_is_closed_won:bool!",
    "line_items": "name quantity:number amount:number! hs_recurring_billing_start_date:date",
}
OWN = {"kam_tier", "kam_score"}
OPTIONS = {"kam_tier": "ABC", "deal_currency_code": ("EUR", "CHF")}
LINKS = {
    ("contacts", "companies"): "account",
    ("deals", "companies"): "account",
    ("deals", "contacts"): "contact",
    ("line_items", "deals"): "deal",
}
TRACE = "7f0a9c1e-5f0e-4b1a-9a52-0f6d3f6c2a11"


def moment(at):
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def wrong(status, category, message, **further):
    return said(
        {"status": "error", "message": message, "correlationId": TRACE, "category": category, **further}, status
    )


def too_many(policy="TEN_SECONDLY_ROLLING", **headers):
    return said(
        {"status": "error", "message": f"You have reached your {policy.lower()} limit.", "errorType": "RATE_LIMIT",
         "correlationId": TRACE, "policyName": policy}, 429, **headers,
    )  # fmt: skip


PIPELINE = {
    "id": "default", "label": "Sales Pipeline", "displayOrder": 0, "archived": False,
    "stages": [
        {"id": f"closed{state}", "label": f"Stage {state}", "displayOrder": 0, "archived": False, "metadata": {}}
        for state in ("open", "won", "lost")
    ],
}  # fmt: skip


def connect(face, **options):
    caller = Caller(
        httpx.Client(transport=face), BASE, crm="HubSpot", hosts=HOSTS, judge=judge, quota=quota, pace=pace,
        auth=Signed(Lasting(KEY, "HubSpot")), **options,
    )  # fmt: skip
    return HubSpot(caller)


class HubSpotFace(Face):
    """`lacks`: objects that the key may not read. `more`: names of properties that the company added to all objects."""

    def __init__(self, world, faults=(), after=(), *, lacks=(), more=(), headers=None):
        super().__init__(world, faults, after)
        self.lacks, self.more, self.headers, self.merged = set(lacks), list(more), headers or {}, {}

    def answer(self, request):
        self.merged = {}
        for things in self.world.things.values():
            for one in things.values():
                if one.into:
                    self.merged.setdefault(one.into, []).append(one.id)
        made = self._answer(request)
        told = {
            "max": "190",
            "remaining": "189",
            "interval-milliseconds": "10000",
            "daily": "650000",
            "daily-remaining": "649000",
        }
        for name, value in (told | self.headers).items():
            if value is not None:
                made.headers[f"x-hubspot-ratelimit-{name}"] = value
        return made

    def _answer(self, request):  # noqa: PLR0911 - one return a road
        path, asked = request.url.path, dict(request.url.params)
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return wrong(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
        if len(str(request.url)) > 16_000:
            return httpx.Response(414, html="<html><body>414 Request-URI Too Large</body></html>")
        body = json.loads(request.content) if request.content else {}
        if path == "/account-info/2026-09/details":
            return said({
                "portalId": 4242001, "accountType": "STANDARD", "timeZone": "Europe/Paris", "companyCurrency": "EUR",
                "additionalCurrencies": ["CHF"], "utcOffset": "+01:00", "utcOffsetMilliseconds": 3_600_000,
                "uiDomain": "app-eu1.hubspot.com", "dataHostingLocation": "eu1",
            })  # fmt: skip
        if path == "/crm/owners/2026-09":
            return self._refused("owners") or self._owners(asked)
        if found := re.fullmatch(r"/crm/properties/2026-09/(\w+)", path):
            return said({"results": [self._property(found[1], one) for one in self._known(found[1])]})
        if path == "/crm/pipelines/2026-09/deals":
            return self._refused("pipelines") or said({"results": [PIPELINE]})
        if found := re.fullmatch(r"/crm/associations/2026-09/(\w+)/(\w+)/batch/read", path):
            return self._associations(found[1], found[2], body)
        if found := re.fullmatch(r"/crm/objects/2026-09/(\w+)(/\S+)?", path):
            way = {
                None: self._list,
                "/search": self._search,
                "/batch/read": self._batch_read,
                "/batch/update": self._update,
            }
            given = asked if found[2] is None else body
            return self._refused(found[1]) or way[found[2]](found[1], given)
        return wrong(404, "OBJECT_NOT_FOUND", f"{path} is no resource")

    def _refused(self, name):
        if name not in self.lacks:
            return None
        scope = f"crm.objects.{name}.read"
        return wrong(
            403,
            "MISSING_SCOPES",
            "This app hasn't been granted all required scopes to make this call.",
            errors=[
                {
                    "message": "One or more of the following scopes are required.",
                    "context": {"requiredGranularScopes": [scope]},
                }
            ],
        )

    def _owners(self, asked):
        archived = asked.get("archived") == "true"
        found = [one for one in self.world.things["owner"].values() if one.values.get("active", True) is not archived]
        rows = []
        for one in found:
            first, _, last = one.values["name"].partition(" ")
            rows.append({
                "id": one.id, "email": one.values["email"], "type": "PERSON", "firstName": first, "lastName": last,
                "userId": int(one.id) if not archived else 1, "userIdIncludingInactive": 1, "archived": archived,
                "createdAt": moment(one.created), "updatedAt": moment(one.modified),
            })  # fmt: skip
        return self._page(rows, asked, most=500)

    def _known(self, name):
        own = [f"{MODIFIED.get(name, 'hs_lastmodifieddate')}:datetime!", "hs_object_id:number!", "createdate:datetime!"]
        return [
            *KNOWN[name].split(),
            "hubspot_owner_id:enumeration",
            "hs_merged_object_ids:enumeration!",
            *own,
            *self.more,
        ]

    def _property(self, _object, told):
        name, _, kind = told.rstrip("!").partition(":")
        made = {
            "name": name,
            "label": name.title(),
            "type": kind or "string",
            "fieldType": {"bool": "booleancheckbox", "enumeration": "select", "": "text"}.get(kind, kind),
            "description": "",
            "groupName": "information",
            "calculated": told.endswith("!"),
            "archived": False,
            "hidden": False,
            "options": [{"label": f"{name} {one}", "value": one, "hidden": False} for one in OPTIONS.get(name, ())],
            "modificationMetadata": {
                "archivable": True,
                "readOnlyDefinition": False,
                "readOnlyValue": told.endswith("!"),
            },
        }
        if name not in OWN and told not in self.more:
            made["hubspotDefined"] = True
        if name == "hubspot_owner_id":
            made |= {"referencedObjectType": "OWNER", "externalOptions": True}
        if name == "amount":
            made["showCurrencySymbol"] = True
        return made

    def _values(self, name, thing):
        """All properties of a record; those that the raw values of a test tell instead of our names."""
        told = thing.values
        made = {
            "hubspot_owner_id": told.get("owner"), "hs_object_id": thing.id, "createdate": moment(thing.created),
            MODIFIED.get(name, "hs_lastmodifieddate"): moment(thing.modified),
            "hs_merged_object_ids": ";".join(self.merged.get(thing.id, ())) or None,
        }  # fmt: skip
        if name == "companies":
            made |= {
                "name": told.get("name"),
                "domain": told.get("domain"),
                "address": told.get("street"),
                "zip": told.get("postcode"),
                "city": told.get("city"),
                "country": told.get("country"),
                "hs_parent_company_id": told.get("parent"),
            }
        elif name == "contacts":
            first, _, last = (told.get("name") or "").partition(" ")
            made |= {
                "firstname": first,
                "lastname": last,
                "email": told.get("email"),
                "hs_full_name_or_email": told.get("name") or told.get("email"),
            }
        elif name == "deals":
            state = told.get("state")
            made |= {
                "dealname": told.get("name"),
                "amount": told.get("amount"),
                "deal_currency_code": told.get("currency", "EUR"),
                "dealstage": f"closed{state}",
                "hs_is_closed": str(state != "open").lower(),
                "hs_is_closed_won": str(state == "won").lower(),
                "hs_deal_stage_probability": {"won": "1", "lost": "0"}.get(state, "0.4"),
                "closedate": f"{told.get('closes_on', '2026-12-31')}T00:00:00Z",
            }
        else:
            made |= {"name": told.get("product"), "quantity": told.get("quantity"), "amount": told.get("amount")}
        return made | told.get("raw", {}) | thing.written

    def _row(self, name, thing, asked):
        values = self._values(name, thing)
        always = ("createdate", "hs_object_id", MODIFIED.get(name, "hs_lastmodifieddate"))
        row = {
            "id": thing.id, "properties": {one: values.get(one) for one in (*always, *asked)},
            "createdAt": moment(thing.created), "updatedAt": moment(thing.modified),
            "archived": thing.deleted is not None,
            "url": f"https://app-eu1.hubspot.com/contacts/4242001/record/0-2/{thing.id}",
        }  # fmt: skip
        return row | ({"archivedAt": moment(thing.deleted)} if thing.deleted else {})

    def _list(self, name, asked):
        archived = asked.get("archived") == "true"
        things = self.world.gone(OBJECTS[name]) if archived else self.world.present(OBJECTS[name])
        names = [one for one in asked.get("properties", "").split(",") if one]
        merged_is_nowhere = [one for one in things if not one.into]
        return self._page(merged_is_nowhere, asked, 100, lambda one: self._row(name, one, names))

    @staticmethod
    def _page(found, asked, most, row=lambda one: one):
        limit, after = int(asked.get("limit", 10)), asked.get("after", "0")
        if limit > most or not after.isdecimal():
            return wrong(400, "VALIDATION_ERROR", f"Limit must be at most {most}, and after a number")
        key = lambda one: int(one["id"] if isinstance(one, dict) else one.id)  # noqa: E731
        left = [one for one in sorted(found, key=key) if key(one) > int(after)]
        made = {"results": [row(one) for one in left[:limit]]}
        if len(left) > limit:
            place = str(key(left[limit - 1]))
            made["paging"] = {"next": {"after": place, "link": f"{BASE}/next?after={place}"}}
        return said(made)

    def _search(self, name, body):
        limit, after, groups = body["limit"], int(body["after"]), body["filterGroups"]
        if len(json.dumps(body)) > 3_000 or limit > 200 or len(groups) > 5 or after + limit > 10_000:
            return wrong(400, "VALIDATION_ERROR", "The search is larger than it may be")
        assert body["sorts"] == ["hs_object_id"]
        things = sorted(self.world.present(OBJECTS[name]), key=lambda one: int(one.id))
        found = [one for one in things if all(self._passes(name, one, test) for test in groups[0]["filters"])]
        made = {
            "total": len(found),
            "results": [self._row(name, one, body["properties"]) for one in found[after : after + limit]],
        }
        if len(found) > after + limit:
            made["paging"] = {"next": {"after": str(after + limit)}}
        return said(made)

    def _passes(self, name, thing, test):
        if test["propertyName"] == MODIFIED.get(name, "hs_lastmodifieddate"):
            assert test["operator"] == "GTE"
            return thing.modified >= dt.datetime.fromtimestamp(int(test["value"]) / 1000, dt.UTC)
        if test["propertyName"] == "hs_object_id":
            assert test["operator"] == "GT"
            return int(thing.id) > int(test["value"])
        assert test["operator"] == "HAS_PROPERTY"
        return bool(self._values(name, thing).get(test["propertyName"]))

    def _batch(self, made, errors):
        now = moment(self.world.now)
        whole = {"status": "COMPLETE", "results": made, "startedAt": now, "completedAt": now}
        return said(whole | ({"errors": errors, "numErrors": len(errors)} if errors else {}), 207 if errors else 200)

    @staticmethod
    def _crowded(inputs):
        if len(inputs) <= 100 and len({one["id"] for one in inputs}) == len(inputs):
            return None
        return wrong(400, "VALIDATION_ERROR", "Duplicate IDs found in batch input, or more than 100")

    def _batch_read(self, name, body):
        there = {one.id: one for one in self.world.present(OBJECTS[name])}
        made = [self._row(name, there[one["id"]], body["properties"]) for one in body["inputs"] if one["id"] in there]
        lost = [one["id"] for one in body["inputs"] if one["id"] not in there]
        errors = [
            self._error("OBJECT_NOT_FOUND", "Could not get some objects, they may be deleted or not exist.", ids=lost)
        ]
        return self._crowded(body["inputs"]) or self._batch(made, errors if lost else [])

    @staticmethod
    def _error(category, message, errors=(), **context):
        return {
            "status": "error",
            "category": category,
            "message": message,
            "context": context,
            "errors": list(errors),
            "links": {},
        }

    def _update(self, name, body):
        if (crowded := self._crowded(body["inputs"])) is not None:
            return crowded
        known = {self._property(name, one)["name"] for one in self._known(name)}
        if unknown := {field for one in body["inputs"] for field in one["properties"]} - known:
            field = min(unknown)
            told = [
                {
                    "isValid": False,
                    "message": f'Property "{field}" does not exist',
                    "error": "PROPERTY_DOESNT_EXIST",
                    "name": field,
                }
            ]
            return wrong(400, "VALIDATION_ERROR", f"Property values were not valid: {json.dumps(told)}")
        things, made, errors = self.world.things[OBJECTS[name]], [], []
        for one in body["inputs"]:
            thing, mark = things.get(one["id"]), {"objectWriteTraceId": [one["objectWriteTraceId"]]}
            if thing is None or thing.deleted:
                errors.append(
                    self._error(
                        "OBJECT_NOT_FOUND",
                        "Could not get some objects, they may be deleted or not exist.",
                        ids=[one["id"]],
                    )
                )
            elif thing.id in self.world.refuses:
                words = self.world.refuses[thing.id][1]
                details = [{"message": words, "code": "REQUIRED_FIELD", "context": {"propertyName": ["region"]}}]
                errors.append(self._error("VALIDATION_ERROR", "Object failed validation rules", details, **mark))
            elif thing.id in self.world.locked:
                errors.append(self._error("CONFLICT", "The record is being changed by another request", **mark))
            else:
                thing.written.update(one["properties"])
                thing.modified = self.world.tick()
                made.append(
                    self._row(name, thing, one["properties"]) | {"objectWriteTraceId": one["objectWriteTraceId"]}
                )
        return self._batch(made, errors)

    def _associations(self, source, target, body):
        things, made, errors = self.world.things[OBJECTS[source]], [], []
        for one in body["inputs"]:
            thing, after = things.get(one["id"]), one.get("after", "0")
            to = self._linked(source, target, thing) if thing and after.isdecimal() else []
            after = int(after) if to else 0
            if not to:
                errors.append(
                    self._error("OBJECT_NOT_FOUND", f"No {target} is associated with {source} {one['id']}.")
                    | {"subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND"}
                )
                continue
            row = {"from": {"id": thing.id}, "to": to[after : after + 500]}
            if len(to) > after + 500:
                row["paging"] = {"next": {"after": str(after + 500)}}
            made.append(row)
        return self._batch(made, errors)

    def _linked(self, source, target, thing):
        """What a record belongs to: further ones come first, as HubSpot's order does not say which is the primary."""
        plain = {"category": "HUBSPOT_DEFINED", "typeId": 341, "label": None}
        to = [{"toObjectId": int(one), "associationTypes": [plain]} for one in thing.values.get("further", ())]
        if main := thing.values.get(LINKS[source, target]):
            kinds = [plain]
            if target == "companies":
                kinds = [
                    plain,
                    {"category": "HUBSPOT_DEFINED", "typeId": 5 if source == "deals" else 1, "label": "Primary"},
                ]
            kinds += [
                {"category": "USER_DEFINED", "typeId": 36, "label": one} for one in thing.values.get("labels", ())
            ]
            to.append({"toObjectId": int(main), "associationTypes": kinds})
        return to
