"""What we read and send, against recordings of real companies' Salesforce: the cassettes that the wheel of CumulusCI
(BSD-3-Clause) carries for its own tests. `make test` fetches it into .venv/recordings; nothing of it is installed.
"""

import json
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import yaml

from trousseau.connectors import mapping
from trousseau.connectors.calling import Answer, Caller
from trousseau.connectors.errors import RefusedError, UnavailableError
from trousseau.connectors.protocol import Change, Entity, Kind, Outcome
from trousseau.connectors.salesforce import writing
from trousseau.connectors.salesforce.connector import Salesforce
from trousseau.connectors.salesforce.judge import judge, sign
from trousseau.connectors.salesforce.reading import batches, record
from trousseau.connectors.salesforce.table import CURRENCY, LEFT, OBJECTS, table

WHEEL = "cumulusci-4.10.1-py3-none-any.whl"


@dataclass(frozen=True)
class Taken:
    """A call that was recorded."""

    method: str
    uri: str
    sent: str
    status: int
    body: str

    @property
    def answer(self):
        return Answer("Salesforce", self.status, {}, self.body.encode())


@pytest.fixture(scope="module")
def recordings():
    path = Path(sys.prefix) / "recordings" / WHEEL
    if not path.exists():
        pytest.skip(f"{WHEEL} is not in .venv/recordings: `make test` fetches it")
    taken = []
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            if "cassettes/" in name and name.endswith(".yaml"):
                told = yaml.load(wheel.read(name), Loader=yaml.CSafeLoader)
                taken += [_taken(one) for one in told.get("interactions", [told]) if "response" in one]
    return [one for one in taken if "salesforce.com/services/data/" in one.uri]


def _taken(told):
    body = told["response"].get("body") or ""
    text = body.get("string", "") if isinstance(body, dict) else body
    status = told["response"].get("status") or {}
    return Taken(told["request"]["method"], told["request"]["uri"], told["request"]["body"] or "", status["code"], text)


def described(recordings):
    return [one for one in recordings if one.uri.endswith("/describe")]


def test_every_object_that_was_described_is_read_whole(recordings):
    assert len(described(recordings)) > 8
    for one in described(recordings):
        told = one.answer.object()
        fields = {field.name: field for field in table(told["name"], one.answer.list("fields")).fields}
        wanted = [field for field in told["fields"] if field["type"] not in LEFT]
        assert list(fields) == [field["name"] for field in wanted]
        for field in wanted:
            made = fields[field["name"]]
            assert made.kind != Kind.OTHER, field["type"]
            assert (made.label, made.writable, made.custom) == (field["label"], field["updateable"], field["custom"])
            active = [option["value"] for option in field["picklistValues"] if option["active"]]
            assert [option.value for option in made.options] == active
            assert made.refers_to == (field["referenceTo"] or [""])[0]


@pytest.mark.parametrize("entity", [Entity.ACCOUNT, Entity.CONTACT, Entity.DEAL, Entity.ROLE])
def test_the_preset_asks_for_what_there_is(recordings, entity):
    (told,) = [one for one in described(recordings) if f"/{OBJECTS[entity]}/" in one.uri][:1]
    client = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, text=told.body)))
    caller = Caller(client, "https://orgname.my.salesforce.com", crm="Salesforce", hosts=(), judge=judge)
    names = {field.name for field in Salesforce(caller).discover(entity)}
    assert {"Id", "SystemModstamp", "IsDeleted"} <= names
    assert set(mapping.asked(mapping.preset("salesforce", entity))) <= names
    recorded = {field["name"] for field in told.answer.list("fields")}
    assert CURRENCY not in recorded, "a company with one currency has no such field"
    assert ("MasterRecordId" in recorded) is (entity in {Entity.ACCOUNT, Entity.CONTACT})


def test_every_error_that_was_recorded_is_known(recordings):
    known = []
    assert [one.status for one in recordings if isinstance(judge(one.answer), UnavailableError)] == [500]
    for one in recordings:
        if "/composite" in one.uri and "compositeResponse" in one.body:
            for inner in one.answer.object()["compositeResponse"]:
                answer = Answer("Salesforce", inner["httpStatusCode"], {}, json.dumps(inner["body"]).encode())
                wrong = judge(answer)
                if answer.status < 400:
                    assert wrong is None
                else:
                    assert isinstance(wrong, RefusedError)
                    assert wrong.told["message"] == " ".join(inner["body"][0]["message"].split())
                    known.append(sign(wrong))
    assert sorted(known) == ["INVALID_TYPE", "NOT_FOUND"]


def test_what_was_sent_and_taken_is_what_we_send(recordings):
    sent = [one for one in recordings if one.method == "PATCH" and one.uri.endswith("/composite/sobjects")]
    assert len(sent) >= 3
    for one in sent:
        told = json.loads(one.sent)
        (name,) = {record["attributes"]["type"] for record in told["records"]}
        values = [{key: record[key] for key in record if key not in {"attributes", "Id"}} for record in told["records"]]
        changes = [Change(record["Id"], value) for record, value in zip(told["records"], values, strict=True)]
        ours = writing.request(name, changes)
        assert ours == told
        assert all(next(iter(record)) == "attributes" for record in ours["records"])
        answers = list(writing.write(lambda *_, **__: one.answer, name, changes))  # noqa: B023 - called at once
        assert [answer.outcome for answer in answers] == [Outcome.DONE] * len(changes)
        assert [answer.id for answer in answers] == [answer["id"] for answer in one.answer.list()]


def test_every_page_of_a_question_is_read(recordings):
    pages = [one for one in recordings if "/services/data/" in one.uri and "/query/?q=" in one.uri]
    accounts, read = mapping.preset("salesforce", Entity.ACCOUNT), 0
    assert len(pages) > 40
    for one in pages:
        assert judge(one.answer) is None
        ((answer, records, last),) = batches(lambda *_, **__: one.answer, "")  # noqa: B023 - called at once
        assert last
        assert len(records) == (answer.object()["totalSize"] if records else 0)
        for told in records:
            if told["attributes"]["type"] == "Account" and "Id" in told:
                made = mapping.mapped(record(answer, told, {}), accounts, Entity.ACCOUNT)
                assert made.values["name"] == told.get("Name")
                assert {problem.target for problem in made.problems} <= {"name"}
                read += 1
    assert read > 50
