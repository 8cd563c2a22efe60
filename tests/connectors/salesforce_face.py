"""A world as Salesforce shows it over HTTP: v67.0 of its REST interface and Bulk 2.0, as far as we call them. Written
from its documentation and from recordings of other people's companies; it refuses what Salesforce would refuse.
"""

import csv
import io
import json
import re
from decimal import Decimal
from urllib.parse import unquote

import httpx
from world import Face, said

from trousseau.connectors.protocol import Entity

BASE = "/services/data/v67.0/"
ORGANISATION, PERSON = "00D000000000001EAA", "005000000000009AAA"
PREFIXES = {"owner": "005", "account": "001", "contact": "003", "deal": "006", "role": "00K", "line": "00k"}
SYSTEM = {"Id": "id", "IsDeleted": "boolean", "SystemModstamp": "datetime", "CreatedDate": "datetime"}
OBJECTS = {
    "User": ("owner", {"Name": "string", "Email": "email", "IsActive": "boolean"}),
    "Account": (
        "account",
        {
            "MasterRecordId": "reference", "Name": "string", "AccountNumber": "string", "ParentId": "reference",
            "OwnerId": "reference", "Website": "url", "BillingStreet": "textarea", "BillingPostalCode": "string",
            "BillingCity": "string", "BillingCountry": "string", "BillingAddress": "address", "KAM_Tier__c": "string",
        },
    ),
    "Contact": (
        "contact",
        {
            "MasterRecordId": "reference", "Name": "string", "AccountId": "reference", "OwnerId": "reference",
            "Title": "string", "Department": "string", "Email": "email", "Phone": "phone", "MobilePhone": "phone",
        },
    ),
    "Opportunity": (
        "deal",
        {
            "Name": "string", "AccountId": "reference", "OwnerId": "reference", "Amount": "currency",
            "StageName": "picklist", "Probability": "percent", "CloseDate": "date", "IsClosed": "boolean",
            "IsWon": "boolean",
        },
    ),
    "OpportunityContactRole": (
        "role", {"OpportunityId": "reference", "ContactId": "reference", "Role": "picklist"},
    ),
    "OpportunityLineItem": (
        "line",
        {
            "OpportunityId": "reference", "ProductCode": "string", "Product2Id": "reference", "Quantity": "double",
            "TotalPrice": "currency", "ServiceDate": "date",
        },
    ),
}  # fmt: skip
OURS = {
    "name": "Name", "email": "Email", "active": "IsActive", "code": "AccountNumber", "parent": "ParentId",
    "owner": "OwnerId", "domain": "Website", "street": "BillingStreet", "postcode": "BillingPostalCode",
    "city": "BillingCity", "country": "BillingCountry", "account": "AccountId", "title": "Title", "unit": "Department",
    "phone": "Phone", "amount": "Amount", "currency": "CurrencyIsoCode", "stage": "StageName",
    "probability": "Probability", "closes_on": "CloseDate", "deal": "OpportunityId", "contact": "ContactId",
    "role": "Role", "product": "Product2.Name", "quantity": "Quantity",
}  # fmt: skip
NUMBERS = {"Amount", "Probability", "Quantity", "TotalPrice"}


def name(entity, number):
    """An id of eighteen signs, as Salesforce gives them."""
    return f"{PREFIXES[Entity(entity).value]}{number:012d}AAA"


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000")


class RefusalError(Exception):
    def __init__(self, code, message, status=400):
        super().__init__(code)
        self.answer = said([{"message": message, "errorCode": code}], status)


class SalesforceFace(Face):
    """`currencies`: several, told on each record; else one, told by the organisation. `batch`: records of an answer."""

    def __init__(self, world, faults=(), after=(), *, currencies=(), objects=OBJECTS, batch=200, polls=2):
        super().__init__(world, faults, after)
        self.currencies, self.objects, self.batch, self.polls = currencies, objects, batch, polls
        self.used, self.limit, self.jobs, self.locators = 10_018, 100_000, {}, {}

    def answer(self, request):
        self.used += 1
        try:
            made = self._answer(request, request.url.path)
        except RefusalError as refusal:
            made = refusal.answer
        made.headers["Sforce-Limit-Info"] = f"api-usage={self.used}/{self.limit}"
        return made

    def _answer(self, request, path):
        assert request.headers["authorization"].startswith("Bearer ")
        if len(str(request.url)) > 16_000:
            return httpx.Response(414, text="URI Too Long")
        if path == "/services/data/":
            return said([{"label": "Spring ’26", "version": "66.0"}, {"label": "Summer ’26", "version": "67.0"}])
        if not path.startswith(BASE):
            raise RefusalError("NOT_FOUND", "The requested resource does not exist", 404)
        parts, params = path.removeprefix(BASE).split("/"), request.url.params
        for (method, *pattern), answer in self._routes(request, params):
            if method == request.method and len(pattern) == len(parts):
                taken = [one for one, wanted in zip(parts, pattern, strict=True) if wanted == "*"]
                if all(wanted in {"*", one} for one, wanted in zip(parts, pattern, strict=True)):
                    return answer(*taken)
        raise RefusalError("NOT_FOUND", "The requested resource does not exist", 404)

    def _routes(self, request, params):
        return [
            (("GET", ""), self._root),
            (("GET", "sobjects"), self._global),
            (("GET", "sobjects", "*", "describe"), self._describe),
            (("GET", "query"), lambda: self._query(params["q"], deleted=False)),
            (("GET", "queryAll"), lambda: self._query(params["q"], deleted=True)),
            (("GET", "query", "*"), lambda locator: self._page(*self.locators[locator])),
            (("GET", "connect", "organization"), self._organisation),
            (("PATCH", "composite", "sobjects"), lambda: self._write(json.loads(request.content))),
            (("POST", "jobs", "query"), lambda: self._begin(json.loads(request.content))),
            (("GET", "jobs", "query", "*"), self._look),
            (("GET", "jobs", "query", "*", "results"), lambda job: self._job(job, params)),
        ]

    def _root(self):
        return said({"query": f"{BASE}query", "identity": f"https://login.x/id/{ORGANISATION}/{PERSON}"})

    def _global(self):
        shown = [*self.objects, "Organization", *(["CurrencyType"] if self.currencies else [])]
        return said({"encoding": "UTF-8", "sobjects": [{"name": one, "queryable": True} for one in shown]})

    def _describe(self, sobject):
        return said({"name": sobject, "fields": [self._field(*one) for one in self._fields(sobject).items()]})

    def _organisation(self):
        told = {"multiCurrency": bool(self.currencies), "defaultCurrencyIsoCode": "EUR"}
        return said({"name": "Garonne", "orgId": ORGANISATION, "features": told})

    def _fields(self, sobject):
        if sobject not in self.objects:
            raise RefusalError("NOT_FOUND", "The requested resource does not exist", 404)
        system = {key: kind for key, kind in SYSTEM.items() if sobject != "User" or key != "IsDeleted"}
        several = {"CurrencyIsoCode": "picklist"} if self.currencies else {}
        return {**system, **self.objects[sobject][1], **several}

    def _field(self, field, kind):
        relation = {"relationshipName": field.removesuffix("Id"), "referenceTo": ["Account"]}
        return {
            "name": field, "label": field, "type": kind, "custom": field.endswith("__c"), "picklistValues": [],
            "updateable": field not in SYSTEM, "relationshipName": None, "referenceTo": [],
            **(relation if kind == "reference" else {}),
        }  # fmt: skip

    def told(self, sobject, thing):
        """A thing by Salesforce's names."""
        values = {"Id": thing.id, "IsDeleted": thing.deleted is not None, "SystemModstamp": stamp(thing.modified)}
        values |= {"MasterRecordId": thing.into or None, "CreatedDate": stamp(thing.created)}
        values |= {OURS[key]: value for key, value in thing.values.items() if key in OURS} | thing.written
        if sobject == "OpportunityLineItem":
            values["TotalPrice"] = values.pop("Amount", None)
        if "state" in thing.values:
            values |= {"IsClosed": thing.values["state"] != "open", "IsWon": thing.values["state"] == "won"}
        return {key: float(Decimal(one)) if key in NUMBERS and one is not None else one for key, one in values.items()}

    # --- questions ---

    def _query(self, question, *, deleted):
        if question.startswith("SELECT COUNT() FROM "):
            sobject = question.rpartition(" ")[2]
            return said({"totalSize": len(self.world.present(self.objects[sobject][0])), "done": True, "records": []})
        if "FROM Organization" in question:
            return said({"totalSize": 1, "done": True, "records": [{"Id": ORGANISATION, "Name": "Garonne"}]})
        if "FROM CurrencyType" in question:
            found = [{"Id": f"01L{number}", "IsoCode": one} for number, one in enumerate(self.currencies)]
            return said({"totalSize": len(found), "done": True, "records": found})
        if f"FROM User WHERE Id = '{PERSON}'" in question:
            return said({"totalSize": 1, "done": True, "records": [{"Id": PERSON, "Name": "Inès Carvalho"}]})
        sobject, columns, found = self.asked(question, deleted=deleted)
        return self._page(sobject, columns, found, 0)

    def asked(self, question, *, deleted=False):
        """Object, columns and records of a question; refuses what is none, and fields that there are not."""
        read = re.fullmatch(r"SELECT ([\w., ]+) FROM (\w+)(?: WHERE (.+?))?( ORDER BY SystemModstamp, Id)?", question)
        if read is None:
            raise RefusalError("MALFORMED_QUERY", f"unexpected token: {question[:40]}")
        sobject, columns = read[2], read[1].split(", ")
        fields = self._fields(sobject)
        for column in columns:
            if fields.get(column) in (None, "address") and column != "Product2.Name":
                raise RefusalError("INVALID_FIELD", f"No such column '{column}' on entity '{sobject}'")
        things = self.world.things[Entity(self.objects[sobject][0])].values()
        found = [self.told(sobject, one) for one in things if deleted or one.deleted is None]
        for condition in read[3].split(" AND ") if read[3] else ():
            found = [one for one in found if self._holds(condition, one)]
        return sobject, columns, sorted(found, key=lambda one: (one["SystemModstamp"], one["Id"]))

    def _holds(self, condition, one):
        if condition.startswith("("):
            return any(self._holds(part, one) for part in condition[1:-1].split(" OR "))
        field, sign, value = condition.split(" ", 2)
        told, wanted = one[field], {"true": True, "false": False}.get(value, value.strip("'"))
        if field == "SystemModstamp":
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value), "as SOQL writes a moment"
            wanted = value.replace("Z", "+0000")
        return {"=": told == wanted, ">": told > wanted, ">=": told >= wanted}[sign]

    def _page(self, sobject, columns, found, start):
        page = found[start : start + self.batch]
        records = []
        for one in page:
            made = {"attributes": {"type": sobject, "url": f"{BASE}sobjects/{sobject}/{one['Id']}"}}
            for column in columns:
                relation, point, field = column.partition(".")
                value = one.get(column)
                made[relation] = ({field: value} if value is not None else None) if point else value
            records.append(made)
        after = start + self.batch
        told = {"totalSize": len(found), "done": after >= len(found), "records": records}
        if not told["done"]:
            locator = f"01g{len(self.locators):012d}AAA-{after}"
            self.locators[locator] = (sobject, columns, found, after)
            told["nextRecordsUrl"] = f"{BASE}query/{locator}"
        return said(told)

    # --- Bulk 2.0 ---

    def _begin(self, body):
        assert body["operation"] == "query"
        job = f"750{len(self.jobs) + 1:012d}AAA"
        self.jobs[job] = {"asked": self.asked(unquote(body["query"])), "left": self.polls, "state": "UploadComplete"}
        return said({"id": job, "operation": "query", "state": "UploadComplete", "object": self.jobs[job]["asked"][0]})

    def _look(self, job):
        told = self._known(job)
        if told["state"] not in {"Failed", "Aborted"}:
            told["left"] -= 1
            told["state"] = "InProgress" if told["left"] > 0 else "JobComplete"
        return said({"id": job, "state": told["state"], "errorMessage": told.get("message")})

    def _job(self, job, params):
        told = self._known(job)
        assert told["state"] == "JobComplete"
        _sobject, columns, found = told["asked"]
        start, most = int(params.get("locator", "0")), min(int(params["maxRecords"]), self.batch)
        page, after = found[start : start + most], start + most
        table = io.StringIO()
        write = csv.writer(table, lineterminator="\n", quoting=csv.QUOTE_ALL)
        write.writerow(columns)
        write.writerows([self._cell(one.get(column)) for column in columns] for one in page)
        headers = {
            "content-type": "text/csv; charset=UTF-8",
            "Sforce-NumberOfRecords": str(len(page)),
            "Sforce-Locator": str(after) if after < len(found) else "null",
        }
        return httpx.Response(200, content=table.getvalue().encode(), headers=headers)

    def _known(self, job):
        if job not in self.jobs:
            raise RefusalError("NOT_FOUND", "The requested resource does not exist", 404)
        return self.jobs[job]

    @staticmethod
    def _cell(value):
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        return value.replace("+0000", "Z") if isinstance(value, str) else repr(value)

    # --- writing ---

    def _write(self, body):
        if len(body["records"]) > 200:
            raise RefusalError("TOO_MANY_RECORDS", "record count exceeds 200")
        assert body["allOrNone"] is False
        return said([self._written(one) for one in body["records"]])

    def _written(self, record):
        assert next(iter(record)) == "attributes", "what kind of record it is comes first"
        sobject, identity = record["attributes"]["type"], record["Id"]
        thing = self.world.things[Entity(self.objects[sobject][0])].get(identity)
        code, message, fields = "", "", []
        if thing is None:
            code, message = "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"
        elif thing.deleted is not None:
            code, message = "ENTITY_IS_DELETED", "entity is deleted"
        elif identity in self.world.locked:
            code, message = "UNABLE_TO_LOCK_ROW", f"unable to obtain exclusive access to this record: {identity}"
        elif identity in self.world.refuses:
            code, message = "FIELD_CUSTOM_VALIDATION_EXCEPTION", self.world.refuses[identity][1]
        if code:
            return {"success": False, "errors": [{"statusCode": code, "message": message, "fields": fields}]}
        thing.written |= {key: value for key, value in record.items() if key not in {"attributes", "Id"}}
        thing.modified = self.world.tick()
        return {"id": identity, "success": True, "errors": []}
