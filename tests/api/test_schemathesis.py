"""The full demo: every list and thing is as described, and so is every answer to whatever is sent."""

import pytest

import kept

pytestmark = pytest.mark.xdist_group("browser")
EXAMPLES = "1"
"""For each of some five hundred operations."""


def test_every_operation_holds_what_its_description_says(tmp_path):
    kept.demo_company(tmp_path / "home")
    told = kept.told_by("api.try_everything", tmp_path / "home", EXAMPLES)
    assert told["failures"] == []
    assert told["things"] > 50
