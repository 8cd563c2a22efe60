"""The description is kept beside the documentation, valid, and what the documentation shows is run."""

import json
import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openapi_spec_validator import OpenAPIV31SpecValidator

from trousseau.api.examples import EXAMPLES
from trousseau.api.service import service

DOCS = Path(__file__).parents[2] / "docs"
KEPT = DOCS / "api" / "openapi.json"


def test_the_kept_description_is_the_services_own():
    described = json.dumps(service().get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("TROUSSEAU_WRITE_TABLES"):
        KEPT.write_text(described, encoding="utf-8")
    assert KEPT.read_text(encoding="utf-8") == described, (
        "read what changed for those who call, then: TROUSSEAU_WRITE_TABLES=1 .venv/bin/pytest tests/api"
    )
    OpenAPIV31SpecValidator(json.loads(described)).validate()


def test_what_the_documentation_shows_works(call, cast, portfolio):
    program = call(cast["director"])
    known = {"$ACCOUNT": portfolio(3)[0].public_id, "$ETAG": ""}
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    for example in EXAMPLES:
        assert example.curl in text, example.title
        path = example.path.replace("$ACCOUNT", known["$ACCOUNT"])
        headers = {name.replace("-", "_"): value.replace("$ETAG", known["$ETAG"])
                   for name, value in example.headers.items()}  # fmt: skip
        if example.method == "GET":
            response = program.get(path, **headers)
        else:
            response = program.post(path, example.body, **headers)
        assert response.status_code == example.status, (example.curl, response.content)
        known["$ETAG"] = response.headers.get("ETag", known["$ETAG"])


def test_the_description_and_its_page_are_given_to_ours(cast, signed_in, call):
    description = "/settings/api/openapi.json"
    assert Client().get("/api/v1/openapi.json").status_code == 404
    assert call(cast["expert"]).get("/openapi.json").json()["openapi"].startswith("3.1")
    assert signed_in(cast["client"]).get(description).status_code == 404
    assert signed_in(cast["expert"]).get(description).json()["openapi"].startswith("3.1")
    page = signed_in(cast["expert"]).get(reverse("api:docs"), headers={"Accept-Language": "fr"}).content.decode()
    assert "/api/v1/accounts/{id}/put-in-group" in page
    assert "Toutes les opérations" in page
    assert "Sélection des comptes clés" in page
    assert page.count('<details class="fold">') < 20 < page.count("<h3><code>"), "a fold a room, its kinds inside"
    for example in EXAMPLES:
        assert example.path.replace("&", "&amp;") in page


@pytest.mark.parametrize("path", ["accounts_list", "accounts_add_member"])
def test_an_operation_tells_its_refusals(path):
    operations = {
        told["operationId"]: told
        for methods in service().get_openapi_schema()["paths"].values()
        for told in methods.values()
    }
    assert {"401", "403", "422", "429"} <= operations[path]["responses"].keys()
