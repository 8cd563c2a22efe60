"""Inflation told by zone: a table, an area, a statistical office; what is wrong is named."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest
import sdmx
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from trousseau.access.models import AuditEvent
from trousseau.costs import jobs
from trousseau.costs.actions.inflation import choose_area, tell_inflation
from trousseau.costs.models import ZoneInflation
from trousseau.costs.queries.inflation import inflation
from trousseau.jobs.registry import JobError, Retry
from trousseau.ledger.growth import sdmx as offices
from trousseau.ledger.growth.reading import Told

# Written by hand after SDMX-ML 2.1 "GenericData" as Eurostat and the ECB document it: no message of theirs was at hand.
MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<message:GenericData xmlns:message="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:common="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
 xmlns:generic="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic">
<message:Header><message:ID>1</message:ID><message:Test>false</message:Test>
<message:Prepared>2026-01-01T00:00:00</message:Prepared><message:Sender id="{agency}"/>
<message:Structure structureID="S" dimensionAtObservation="TIME_PERIOD">
<common:Structure><Ref agencyID="{agency}" id="{flow}" version="1.0"/></common:Structure></message:Structure>
</message:Header>
<message:DataSet structureRef="S"><generic:Series><generic:SeriesKey>
<generic:Value id="FREQ" value="M"/><generic:Value id="{dimension}" value="{area}"/></generic:SeriesKey>
<generic:Obs><generic:ObsDimension value="2025-02"/><generic:ObsValue value="2.3"/></generic:Obs>
<generic:Obs><generic:ObsDimension value="2025-01"/><generic:ObsValue value="2.5"/></generic:Obs>
<generic:Obs><generic:ObsDimension value="2025-03"/><generic:ObsValue value="NaN"/></generic:Obs>
</generic:Series></message:DataSet></message:GenericData>"""


class Office:
    """A statistical office that answers with a stored message, or not at all."""

    def __init__(self, **said):
        self.said = said

    def data(self, resource_id, **more):
        self.asked = (resource_id, more)
        if not self.said:
            raise ConnectionError("no route to host")
        return sdmx.read_sdmx(io.BytesIO(MESSAGE.format(flow=resource_id, **self.said).encode()))


@pytest.fixture
def offices_say(monkeypatch):
    clients = {
        "ESTAT": Office(agency="ESTAT", dimension="geo", area="FR"),
        "ECB": Office(agency="ECB", dimension="REF_AREA", area="U2"),
    }
    monkeypatch.setattr(offices.sdmx, "Client", lambda agency: clients[agency])
    return clients


def test_months_of_a_message(offices_say):
    found = offices.fetch(["FR", "U2"], 2025)
    assert [(line.period, line.rate) for line in found["FR"]] == [
        ("2025-01", Decimal("0.025")),
        ("2025-02", Decimal("0.023")),
    ]
    assert offices_say["ESTAT"].asked == (
        "prc_hicp_manr",
        {"key": "M.RCH_A.CP00.FR", "params": {"startPeriod": "2025-01"}},
    )
    assert offices_say["ECB"].asked[1]["key"] == "M.U2.N.000000.4.ANR"
    assert "Eurostat" in found["FR"][0].source


def test_the_job_tells_the_zones(organisation, offices_say):
    choose_area(None, "France", "FR")
    choose_area(None, "Ailleurs", "XX")
    assert jobs.run_inflation(None) == {"changed": 2, "unknown": ["XX"]}
    assert inflation().rates == {"France": {"2025-01": Decimal("0.025"), "2025-02": Decimal("0.023")}}
    assert jobs.run_inflation(None)["changed"] == 0


def test_no_internet_is_tried_again(organisation, offices_say):
    choose_area(None, "France", "FR")
    offices_say["ESTAT"].said = {}
    with pytest.raises(Retry, match="no route"):
        jobs.run_inflation(None)


def test_an_answer_that_is_no_inflation(organisation, offices_say):
    choose_area(None, "France", "FR")
    offices_say["ESTAT"].said = {"agency": "ESTAT", "dimension": "planet", "area": "Mars"}
    with pytest.raises(JobError, match="inflation_not_sdmx") as error:
        jobs.run_inflation(None)
    assert "ESTAT" in jobs.explain(error.value.code, error.value.params)


def test_no_area_chosen(organisation):
    with pytest.raises(JobError, match="inflation_no_area"):
        jobs.run_inflation(None)


def test_what_is_told_again_replaces(organisation, cast):
    tell_inflation(cast["controller"], [Told("Nord", "2025", Decimal("0.02"))], "mine.csv")
    assert tell_inflation(cast["controller"], [Told("Nord", "2025", Decimal("0.03"))], "mine.csv") == 1
    assert inflation().rates == {"Nord": {"2025": Decimal("0.03")}}
    event = AuditEvent.objects.filter(verb="inflation.told").order_by("-pk").first()
    assert (event.before, event.after) == ({"Nord 2025": "0.020000"}, {"Nord 2025": "0.03"})
    with pytest.raises(PermissionDenied):
        tell_inflation(cast["director"], [Told("Nord", "2025", Decimal("0.09"))], "mine.csv")


def upload(client, text):
    file = SimpleUploadedFile("inflation.csv", text.encode())
    return client.post("/data/inflation/add/", {"file": file}, follow=True)


def test_a_table_is_taken_over(organisation, cast, signed_in):
    client = signed_in(cast["controller"])
    answer = upload(client, "zone,year,inflation\nNord,2025,2.1\nSud,2025,200\n")
    assert ZoneInflation.objects.count() == 2
    assert "200 %" in answer.content.decode()


def test_a_table_with_wrong_cells_takes_over_nothing(organisation, cast, signed_in):
    client = signed_in(cast["controller"])
    answer = upload(client, "zone,year,inflation\nNord,2025,2.1\nSud,2025,-100\nSud,2024,much\n")
    assert answer.status_code == 422
    assert "Row 3" in answer.content.decode()
    assert "much" in answer.content.decode()
    assert not ZoneInflation.objects.exists()


def test_months_of_a_message_in_json():
    def values(*ids):
        return [{"id": one, "name": one} for one in ids]

    series = [
        {"id": "FREQ", "name": "Frequency", "keyPosition": 0, "values": values("M")},
        {"id": "REF_AREA", "name": "Area", "keyPosition": 1, "values": values("U2")},
    ]
    months = [{"id": "TIME_PERIOD", "name": "Month", "values": values("2025-01", "2025-02", "2025-03")}]
    message = {
        "header": {"id": "1", "test": False, "prepared": "2026-01-01T00:00:00Z", "sender": {"id": "ECB"}},
        "structure": {
            "dimensions": {"dataSet": [], "series": series, "observation": months},
            "attributes": {"dataSet": [], "series": [], "observation": []},
        },
        "dataSets": [{"action": "Replace", "series": {"0:0": {"observations": {"1": [2.3], "0": [2.5], "2": [None]}}}}],
    }
    found = offices.told_in(sdmx.read_sdmx(io.BytesIO(json.dumps(message).encode())), "ECB")
    assert [(line.period, line.rate) for line in found["U2"]] == [
        ("2025-01", Decimal("0.025")),
        ("2025-02", Decimal("0.023")),
    ]
