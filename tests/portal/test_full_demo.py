"""The full demo, asked for by one of its clients: nothing that is not theirs is there."""

from __future__ import annotations

import pytest

import kept

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What a person of a client was answered and told, by `ask_everything`."""
    home = tmp_path_factory.mktemp("asked")
    kept.demo_company(home)
    return kept.told_by("portal.ask_everything", home, "paul.renaudin@alstrom.example")


def test_nothing_of_anybody_else_answers_a_client(found):
    assert found["answered"] == []
    assert found["asked"] > 1500


def test_no_page_file_or_letter_tells_of_others_or_of_our_notes(found):
    assert found["leaks"] == []
    assert len(found["pages"]) > 60
    assert any("/documents/" in one for one in found["pages"])


def test_what_is_not_theirs_takes_the_same_statements_and_says_the_same_as_what_is_not_there(found):
    assert found["unequal"] == []
    assert found["compared"] > 60
