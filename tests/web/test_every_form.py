"""No form of the house answers with an error of ours, whatever is written into it; nor does what stands after “?”.

And no file that people take away runs anything, whatever things are called.
"""

from __future__ import annotations

import pytest

import kept

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What `fuzz_forms` sent and was answered."""
    home = tmp_path_factory.mktemp("fuzzed")
    kept.demo_company(home)
    return kept.told_by("web.fuzz_forms", home)


def test_whatever_is_written_into_a_form_is_answered(found):
    assert [one for one in found["troubles"] if one[0] == "POST"] == []
    assert len(found["forms"]) > 140
    assert {"portal:ideas", "portal:thread", "portal:rate", "portal:respond"} <= set(found["forms"])


def test_whatever_stands_after_the_question_mark_is_answered(found):
    assert [one for one in found["troubles"] if one[0] == "GET"] == []
    assert len(found["pages"]) > 120


def test_no_file_runs_what_a_name_says(found):
    assert {name: wrong for name, (_kind, _named, wrong) in found["files"].items() if wrong} == {}
    kinds = {kind.partition(";")[0] for kind, _named, _wrong in found["files"].values()}
    assert {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} <= kinds
    assert sum(named for _kind, named, _wrong in found["files"].values()) > 5, "names that would run are in them"
