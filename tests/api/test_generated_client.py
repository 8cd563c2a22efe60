"""A client that a generator makes of the kept description works."""

import importlib
import sys
from pathlib import Path

import httpx
import pytest
from openapi_python_client import Config, generate
from openapi_python_client.config import ConfigFile, MetaType

from trousseau.web.wsgi import application

KEPT = Path(__file__).parents[2] / "docs" / "api" / "openapi.json"


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The generated package."""
    folder = tmp_path_factory.mktemp("generated")
    wanted = ConfigFile(
        project_name_override="trousseau-client", package_name_override="trousseau_client", post_hooks=[]
    )
    config = Config.from_sources(
        wanted, MetaType.NONE, document_source=KEPT, file_encoding="utf-8", overwrite=False,
        output_path=folder / "trousseau_client",
    )  # fmt: skip
    assert list(generate(config=config)) == [], "what the generator complains of"
    sys.path.insert(0, str(folder))
    yield importlib.import_module("trousseau_client")
    sys.path.remove(str(folder))


def part(generated, name):
    return importlib.import_module(f"{generated.__name__}.{name}")


def test_a_generated_client_reads_a_list_page_by_page_and_writes_over_what_it_read(
    generated, call, cast, portfolio, settings
):
    settings.ALLOWED_HOSTS = ["house.example"]
    portfolio(5)
    program = generated.AuthenticatedClient(
        "http://house.example", call(cast["director"]).token, raise_on_unexpected_status=True,
        httpx_args={"transport": httpx.WSGITransport(app=application)},
    )  # fmt: skip
    listing = part(generated, "api.accounts.accounts_list")
    names, cursor = [], generated.types.UNSET
    while cursor is not None:
        page = listing.sync(client=program, limit=2, cursor=cursor)
        names += [one.name for one in page.items]
        cursor = page.next_
    assert names == [f"Société n° {n}" for n in range(5)]

    account = page.items[-1].id
    group = part(generated, "api.accounts.accounts_put_in_group")
    body = part(generated, "models").AccountsPutInGroup(name="Nord")
    first = group.sync(account, client=program, body=body, idempotency_key="k")
    assert first.group.name == "Nord"
    stale = group.sync_detailed(account, client=program, body=body, if_match='"stale"')
    assert (stale.status_code, stale.parsed.status) == (412, 412)
    refused = group.sync(account, client=program, body=part(generated, "models").AccountsPutInGroup(name=""))
    assert refused.errors[0].message == "Give the group a name."
