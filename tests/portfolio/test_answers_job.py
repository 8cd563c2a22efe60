"""A new version of the program works out what pages show first when its worker starts, once."""

from __future__ import annotations

import pytest

from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.portfolio import handlers
from trousseau.portfolio.queries import beside_facts


@pytest.fixture
def program(monkeypatch):
    """Become another version of the program."""

    def become(name: str) -> None:
        monkeypatch.setattr(beside_facts, "code", lambda: name)

    return become


def test_a_new_version_works_its_answers_out_once(sales, program):
    program("first")
    assert handlers.ANSWERS in registry.needed_at_start()
    assert handlers.run_answers(Progress(None)) == {"version": sales.version}
    assert handlers.ANSWERS not in registry.needed_at_start()
    program("second")
    assert handlers.ANSWERS in registry.needed_at_start()


def test_without_sales_lines_there_is_nothing_to_work_out(organisation, settings, tmp_path):
    settings.TROUSSEAU_HOME = tmp_path
    assert handlers.ANSWERS not in registry.needed_at_start()
    assert handlers.run_answers(Progress(None)) == {}
