"""Run by itself on a demo company: `python -m api.try_everything EXAMPLES [whole]`, prints as JSON what does not hold.

Each list and thing is read and compared with the description; then Schemathesis sends to every operation what fits its
description or what does not, by turns (`whole`: both), with all its checks. Each call is taken back.
"""

import json
import logging
import os
import random
import sys
import time
from contextlib import suppress

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousseau.settings")
django.setup()

import schemathesis  # noqa: E402
from django.conf import settings as configuration  # noqa: E402
from django.core.signals import request_finished, request_started  # noqa: E402
from django.db import close_old_connections, connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from hypothesis.errors import Unsatisfiable  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.checks import CHECKS, load_all_checks  # noqa: E402
from schemathesis.config import SchemathesisConfig  # noqa: E402

from trousseau.access.models import Scope, User  # noqa: E402
from trousseau.access.tokens import make_token  # noqa: E402
from trousseau.api import allowance, resources  # noqa: E402
from trousseau.web.wsgi import application  # noqa: E402

MOST_STATEMENTS = 25
REFUSED = ["400", "412", "413", "422", "428"]
"""What a call that fits its description is refused with all the same: what an action decides is no matter of form."""


def served(environ, start_response):
    """The application; what a call did is taken back."""
    with transaction.atomic():
        try:
            return [b"".join(application(environ, start_response))]
        finally:
            transaction.set_rollback(True)


def main(examples, *, whole):
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    configuration.ALLOWED_HOSTS = ["*"]
    logging.disable(logging.ERROR)
    allowance.A_MINUTE = 10**9
    random.seed(0)
    somebody = User.objects.get(email="claire.dumas@garonne.example")
    token = make_token(somebody, name="Everything", scopes=Scope.values, days=30)[1]
    sent = {"Authorization": f"Bearer {token}"}
    config = SchemathesisConfig()
    project = config.projects.default
    project.checks.positive_data_acceptance.expected_statuses += REFUSED
    project.checks.negative_data_rejection.expected_statuses += ["412"]
    project.checks.missing_required_header.expected_statuses += ["404", "428"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served, config=config, headers=sent)
    known = {}
    failures = read_all(schema, sent, known, somebody)
    begun = time.process_time()
    for turn, result in enumerate(schema.get_all_operations()):
        for mode in GenerationMode if whole else [list(GenerationMode)[turn % 2]]:
            failures += tried(mode, result.ok(), sent, known, examples)
    told = {"failures": failures, "things": sum(map(len, known.values())), "seconds": time.process_time() - begun}
    print(json.dumps(told))


def read_all(schema, sent, known, somebody):
    """Each list and one thing of it, by what is described; few statements, none a row."""
    failures = []
    operations = {one.ok().definition.raw["operationId"]: one.ok() for one in schema.get_all_operations()}
    for kind in resources.every():
        known[kind.name] = [str(getattr(row, "public_id", row.pk)) for row in kind.rows(somebody)[:20]]
        place = kind.name.replace("-", "_")
        counted = []
        for limit in (1, 100):
            if f"{place}_list" not in operations:
                continue
            case = operations[f"{place}_list"].Case(query={"limit": limit})
            with CaptureQueriesContext(connection) as statements:
                failures += checked(case, sent)
            counted.append(len([one for one in statements if "SAVEPOINT" not in one["sql"]]))
        if (len(set(counted)) > 1 and len(known[kind.name]) > 1) or max(counted, default=0) > MOST_STATEMENTS:
            failures.append(f"{place}: statements {counted}")
        for key in known[kind.name][:3]:
            failures += checked(operations[f"{place}_read"].Case(path_parameters={"id": key}), sent)
    return failures


def tried(mode, operation, sent, known, examples):
    """The complaints about what Schemathesis makes up for one operation: what fits its description, or what does not.

    What fits is about things that are there.
    """
    there = known.get(operation.path.split("/")[3]) if mode.is_positive and "{id}" in operation.path else None
    found = []

    @settings(
        max_examples=examples, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        if there:
            case.path_parameters["id"] = random.choice(there)
            if "If-Match" in (case.headers or {}):
                case.headers["If-Match"] = "*"
        found.extend(checked(case, sent))

    with suppress(Unsatisfiable):
        run()
    return found


def checked(case, sent):
    """The complaints about one call."""
    try:
        response = case.call(headers=sent)
        case.validate_response(response, checks=EVERY, headers=sent)
    except BaseExceptionGroup as group:
        return [
            f"{case.operation.label}: {one}"[:600] + f"\n{case.as_curl_command()}"[:600] for one in group.exceptions
        ]
    except Exception as error:  # noqa: BLE001 - a complaint of a check, or a call that broke
        return [f"{case.operation.label}: {type(error).__name__} {error}"[:900]]
    return []


load_all_checks()
EVERY = [CHECKS.get_one(name) for name in CHECKS.get_all_names()]

if __name__ == "__main__":
    main(int(sys.argv[1]), whole="whole" in sys.argv)
