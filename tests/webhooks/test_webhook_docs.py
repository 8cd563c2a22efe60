"""docs/webhooks.md: its example checks a real call, its table is the table of the code, its waits are those kept."""

import re
from pathlib import Path

from django.utils import translation

from trousseau.accounts.actions import leave_out
from trousseau.webhooks.kinds import AREAS

TEXT = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")


def test_the_example_takes_a_call_of_ours_and_no_other(house, webhook, receiver, tell):
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    given = {}
    exec(code, given)
    _endpoint, secret = webhook(house["director"])
    leave_out(house["director"], house["account"])
    tell()
    ((headers, body),) = receiver.got
    assert given["checked"](secret, headers, body)
    assert not given["checked"](secret, headers, body + b" ")
    assert not given["checked"]("whsec_" + "A" * 44, headers, body)
    old = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 3600)}
    assert not given["checked"](secret, old, body)


def test_every_kind_stands_in_the_documentation_as_the_code_has_it():
    with translation.override("en"):
        rows = [f"| `{kind.name}` | {kind.label} | `{kind.rule}` |" for area in AREAS for kind in area.kinds]
    told = TEXT.partition("<!-- kinds -->")[2].partition("<!-- end of the kinds -->")[0]
    assert told.split("\n")[3:-1] == rows
