"""A first load of 100,000 accounts, 300,000 people and 200,000 deals over HTTP on loopback, then a run without changes.

    python benchmarks/connectors_first_load.py [--share 0.1]

The simulated CRM (HubSpot's interface, pages of 100) is a process of its own; all accounts are customers of ours, so
that every person and every deal is taken over. The baseline of the same run: the same pages asked for and read, kept
nowhere. Said: seconds, the ratio to the baseline, the peak of memory, and the seconds of a run without changes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ACCOUNTS, CONTACTS, DEALS, PAGE = 100_000, 300_000, 200_000, 100
AT = "2026-11-02T08:00:00.000Z"


class Crm(BaseHTTPRequestHandler):
    """Answers as HubSpot does, from numbers alone."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """Else the second part of each answer waits 40 ms for the other side's word."""
    sizes: dict[str, int] = {}

    def do_GET(self) -> None:
        """Lists."""
        path, _, query = self.path.partition("?")
        asked = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
        if asked.get("archived") == "true" or "owners" in path:
            self._say({"results": []})
            return
        kind = path.rsplit("/", 1)[-1]
        after, size = int(asked.get("after") or 0), self.sizes.get(kind, 0)
        rows = [_row(kind, number) for number in range(after, min(after + PAGE, size))]
        told: dict[str, Any] = {"results": rows}
        if after + PAGE < size:
            told["paging"] = {"next": {"after": str(after + PAGE)}}
        self._say(told)

    def do_POST(self) -> None:
        """Searches find nothing new; associations lead from a record to the account of its number."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path.endswith("/search"):
            self._say({"total": 0, "results": []})
            return
        of, to = re.search(r"/(\w+)/(\w+)/batch/read", self.path).groups()  # type: ignore[union-attr]
        size = self.sizes["companies" if to == "companies" else "contacts"]
        results = [
            {
                "from": {"id": one["id"]},
                "to": [{"toObjectId": int(one["id"]) % size + 1, "associationTypes": []}],
            }
            for one in body["inputs"]
        ]
        self._say({"status": "COMPLETE", "results": results, "of": of})

    def _say(self, told: Any) -> None:
        content = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def _row(kind: str, number: int) -> dict[str, Any]:
    key = str(number + 1)
    values: dict[str, str | None] = {"hs_object_id": key}
    if kind == "companies":
        values |= {"name": f"Company {key}", "domain": f"c{key}.example", "zip": "31000", "erp_code": f"C{key}"}
    elif kind == "contacts":
        values |= {"hs_full_name_or_email": f"Person {key} Name", "email": f"p{key}@c.example", "jobtitle": "Buyer"}
    else:
        values |= {
            "dealname": f"Deal {key}",
            "amount": f"{number % 9000}.10",
            "deal_currency_code": "EUR",
            "hs_is_closed": "false",
            "hs_is_closed_won": "false",
            "closedate": "2026-12-31T00:00:00Z",
            "dealstage": "open",
            "hs_deal_stage_probability": "0.4",
        }
    return {"id": key, "properties": values, "createdAt": AT, "updatedAt": AT, "archived": False}


def serve(port: Any, sizes: dict[str, int]) -> None:
    """The CRM's process."""
    Crm.sizes = sizes
    server = ThreadingHTTPServer(("127.0.0.1", 0), Crm)
    port.value = server.server_address[1]
    server.serve_forever()


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the whole size")
    share = parser.parse_args().share
    sizes = {
        name: int(size * share) for name, size in (("companies", ACCOUNTS), ("contacts", CONTACTS), ("deals", DEALS))
    }
    port = multiprocessing.Value("i", 0)
    crm = multiprocessing.Process(target=serve, args=(port, sizes), daemon=True)
    crm.start()
    while not port.value:
        time.sleep(0.05)
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TROUSSEAU_HOME": home, "DJANGO_SETTINGS_MODULE": "trousseau.settings"}
        _measure(f"http://127.0.0.1:{port.value}", sizes["companies"])
    crm.terminate()


def _measure(base: str, accounts: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    import httpx

    from trousseau.access.models import Organisation
    from trousseau.accounts.access import every_account
    from trousseau.connectors import fields, mapping
    from trousseau.connectors.calling import Caller
    from trousseau.connectors.hubspot.connector import HubSpot
    from trousseau.connectors.hubspot.judge import judge, pace, quota
    from trousseau.connectors.models import Connection, Deal, MapRow, Remote
    from trousseau.connectors.protocol import Entity
    from trousseau.connectors.runs.begin import begin, carry_out
    from trousseau.knowledge.models import Contact

    Organisation.objects.get_or_create(pk=1, defaults={"name": "Bench", "base_currency": "EUR"})
    every_account().bulk_create(
        [every_account().model(key=f"C{n + 1}", code=f"C{n + 1}", name=f"Company {n + 1}") for n in range(accounts)],
        batch_size=5_000,
    )
    connection = Connection.objects.create(crm="hubspot", name="Bench", state="ready", daily_limit=10**8)
    fields.seed(connection)
    MapRow.objects.create(connection=connection, entity="account", target="code", places=["erp_code"], converter="code")

    def hubspot(client: httpx.Client, budget: Any = None) -> HubSpot:
        return HubSpot(
            Caller(
                client, base, crm="HubSpot", hosts=("127.0.0.1",), judge=judge, quota=quota, pace=pace, budget=budget
            )
        )

    @contextmanager
    def door(_connection: Connection, budget: Any) -> Iterator[HubSpot]:
        with httpx.Client(timeout=30) as client:
            yield hubspot(client, budget)

    rows = fields.inbound(connection)
    began = time.perf_counter()
    with httpx.Client(timeout=30) as client:
        for entity in (Entity.ACCOUNT, Entity.CONTACT, Entity.DEAL, Entity.ROLE):
            for _page in hubspot(client).read(entity, mapping.asked(rows[entity]), None):
                pass
    baseline = time.perf_counter() - began

    told: dict[str, Any] = {"baseline_seconds": round(baseline, 1)}
    for name in ("first", "second"):
        began, cpu = time.perf_counter(), time.process_time()
        run = begin(connection)
        state = carry_out(run, lambda: None, door)
        told |= {
            f"{name}_seconds": round(time.perf_counter() - began, 1),
            f"{name}_cpu": round(time.process_time() - cpu, 1),
            f"{name}_state": str(state),
        }
        told |= {"parts_seconds": _parts(connection)} if name == "first" else {}
    told |= {
        "first_without_parts_seconds": round(told["first_seconds"] - told["parts_seconds"], 1),
        "ratio_to_baseline": round(told["first_seconds"] / baseline, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "records": Remote.objects.count(),
        "contacts": Contact.objects.count(),
        "deals": Deal.objects.count(),
    }
    json.dump(told, sys.stdout, indent=2)
    sys.stdout.write("\n")


def _parts(connection: Any) -> float:
    """The seconds from the last deal to the last part in a deal, which are read after the deals."""
    from trousseau.connectors.models import Reading

    read = dict(Reading.objects.filter(connection=connection).values_list("entity", "whole_at"))
    return round((read["role"] - read["deal"]).total_seconds(), 1)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
    main()
