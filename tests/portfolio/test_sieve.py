"""The list of accounts by good, to watch and bad, and by who loses quietly."""

from __future__ import annotations

import re

import pytest

from trousseau.accounts import access, listing
from trousseau.accounts.listing import Ask
from trousseau.accounts.queries import reckoning
from trousseau.portfolio.actions import mark_eroding, write_standings
from trousseau.portfolio.models import AccountStanding

ALL = {f"C{number}" for number in range(1, 11)}


@pytest.fixture
def standings(sales):
    """Two bad ones, one to watch, one that erodes, and an account without a class."""
    AccountStanding.objects.all().delete()
    told = {"C1": "good", "C2": "bad", "C3": "bad", "C4": "watch"}
    ids = dict(access.every_account().values_list("key", "pk"))
    AccountStanding.objects.bulk_create(
        AccountStanding(account_id=ids[key], name=name, version=0, eroding=key in {"C1", "C3"})
        for key, name in told.items()
    )


def keys(user, **query):
    return {account.key for account in listing.matching(user, Ask.of(query))}


def test_the_filters_combine_with_one_another_and_with_the_others(standings, director):
    assert keys(director, standing="bad") == {"C2", "C3"}
    assert keys(director, standing="bad", erosion="losing") == {"C3"}
    assert keys(director, standing="bad", zone="DACH") == {"C2"}
    assert keys(director, erosion="losing") == {"C1", "C3"}
    assert keys(director, standing="nothing of the kind") == keys(director)


def test_the_counts_are_those_of_the_other_filters(standings, director):
    sums = listing.sums(listing.matching(director, Ask.of({"division": "Vannes"})), reckoning(), (("standing", "bad"),))
    assert (sums.accounts, sums.revenue) == (1, 24_000)
    found = sums.choices
    assert found["standing", "bad"] == 1
    assert found["standing", "watch"] == 1
    assert found["standing", "good"] == 0
    assert found["erosion", "losing"] == 1


def test_the_page_links_to_each_class_and_the_export_keeps_it(standings, director, client):
    client.force_login(director)
    page = client.get("/accounts/?zone=DACH").content.decode()
    link = re.search(r'<a href="[?]([^"]*)">[^<]*Bad <b>1</b>', page)
    assert link
    assert link[1].replace("&amp;", "&") == "zone=DACH&standing=bad"

    narrowed = client.get("/accounts/?standing=bad").content.decode()
    assert 'aria-current="true">Bad <b>2</b>' in narrowed
    assert '<input type="hidden" name="standing" value="bad">' in narrowed
    exported = b"".join(client.get("/accounts/export.csv?standing=bad").streaming_content).decode("utf-8-sig")
    assert "Vernay" in exported
    assert "Kessler" not in exported


def test_who_erodes_stays_written_when_the_classes_are_written_anew(standings, sales):
    write_standings(sales)
    eroding = AccountStanding.objects.filter(eroding=True).values_list("account__key", flat=True)
    assert set(eroding) == {"C1", "C3"}
    mark_eroding(sales)
    assert not AccountStanding.objects.filter(eroding=True, account__key="C1").exists()
