"""`among`: the same answer as `__in`, for however many values, and for none."""

import pytest

from trousseau.accounts.access import every_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(db):
    make = every_account().model
    every_account().bulk_create([make(key=f"K{n}", name=f"Client “{n}”, 50 %") for n in range(3)])


def names(**asked):
    return set(every_account().filter(**asked).values_list("key", flat=True))


def test_it_finds_what_in_finds(three):
    keys = ["K1", "K2", "no such", "it's", '"', "é"]
    assert names(key__among=keys) == names(key__in=keys) == {"K1", "K2"}
    ids = list(every_account().values_list("pk", flat=True))
    assert names(pk__among=ids[:2]) == names(pk__in=ids[:2])


def test_nothing_is_among_nothing(three):
    assert names(key__among=[]) == set()
    assert every_account().exclude(key__among=[]).count() == 3


def test_a_tie_is_found_by_its_key(three):
    assert names(group_id__among=[7]) == set()


def test_more_values_than_a_statement_takes(three):
    assert names(key__among=[f"K{n}" for n in range(300_000)]) == {"K0", "K1", "K2"}
