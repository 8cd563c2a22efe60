"""A receiver on loopback, accounts that things happen to, and webhooks of people who see them."""

import ipaddress
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.jobs import actions as jobs
from trousseau.webhooks import handlers
from trousseau.webhooks.actions import Wishes, add
from trousseau.webhooks.kinds import KINDS


@dataclass
class Receiver:
    """What it got, and what it answers: `answers` one after the other, then 204."""

    url: str = ""
    got: list = field(default_factory=list)
    answers: list = field(default_factory=list)

    def ids(self):
        return [headers["webhook-id"] for headers, _body in self.got]

    def told(self):
        return [json.loads(body) for _headers, body in self.got]


@pytest.fixture(scope="session")
def server():
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            answer = receiver.answers.pop(0) if receiver.answers else 204
            status, headers, said = answer if isinstance(answer, tuple) else (answer, {}, b"")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/hooks"
    yield receiver
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def receiver(server, settings):
    settings.OUTGOING_ALLOWED = {"names": (), "networks": (ipaddress.ip_network("127.0.0.0/8"),)}
    settings.ADDRESS = "https://kam.example.com"
    server.got.clear()
    server.answers.clear()
    return server


@pytest.fixture
def house(organisation, person):
    """People by name, and two accounts of which the manager leads one."""
    people = {
        "director": person("director", name="Claire Dumas"),
        "manager": person("manager", name="Sophie Lacaze"),
        "administrator": person("administrator", name="Inès Carvalho"),
    }
    account = Account.objects.create(key="A1", name="Alstrom SA", manager=people["manager"], search_text="alstrom sa")
    other = Account.objects.create(key="B1", name="Kessler AG", manager=people["director"], search_text="kessler ag")
    return {**people, "account": account, "other": other}


@pytest.fixture
def webhook(receiver):
    """Make one: `webhook(somebody)` is told of everything, `webhook(somebody, "plan.approved")` of that alone."""

    def make(owner, *kinds):
        return add(again(owner), Wishes("ERP", receiver.url, kinds or tuple(KINDS)))

    return make


@pytest.fixture
def tell():
    """Have a worker tell what is to be told now."""

    def run():
        job = jobs.start(handlers.SEND)
        jobs.run(job.pk)
        job.refresh_from_db()
        assert job.state == "done", (job.error_code, job.error_params)

    return run


def again(user):
    """Somebody as the next request loads them."""
    return User.objects.get(pk=user.pk)
