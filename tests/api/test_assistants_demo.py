"""On the demo company: no call of an assistant takes more statements than a page may, nor more for more rows."""

import pytest

import kept

pytestmark = pytest.mark.xdist_group("browser")
MOST = 25


def test_each_tool_and_resource_takes_few_statements_and_as_many_for_twice_the_rows(tmp_path):
    kept.demo_company(tmp_path / "home")
    told = kept.told_by("api.count_assistants", tmp_path / "home")
    assert {name: counts for name, counts in told.items() if max(counts) > MOST or counts[0] != counts[1]} == {}
    assert len(told) > 50
