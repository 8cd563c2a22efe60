"""The open deals of an account on its page: each currency for itself, and what is not said is not guessed."""

import pytest
from django.urls import reverse
from running import a_face, a_world, connection, ours, run
from world import START

from trousseau.connectors.models import Deal
from trousseau.connectors.pages.deals import totals

pytestmark = pytest.mark.django_db


@pytest.fixture
def alstrom(organisation, time_machine):
    time_machine.move_to(START)
    (account,) = ours("C-001")
    world = a_world()
    there = world.add("account", name="Alstrom", raw={"erp_code": "C-001"})
    for name, amount, currency in (("A", "100", "EUR"), ("B", "50.5", "EUR"), ("C", None, "EUR"), ("D", "7", "CHF")):
        world.add("deal", name=f"Deal {name}", account=there, amount=amount, currency=currency, state="open")
    world.add("deal", name="Deal won", account=there, amount="1000", state="won")
    run(connection(), a_face(world))
    return account


def test_currencies_are_never_added_and_what_is_missing_is_counted(alstrom):
    euro, franc = totals(list(Deal.objects.filter(account=alstrom, state="open")))
    assert (euro.currency, euro.deals, euro.without) == ("EUR", 3, 1)
    assert (float(euro.amount), float(euro.expected)) == (150.5, 60.2)
    assert (franc.currency, float(franc.amount), franc.without) == ("CHF", 7, 0)


def test_an_unknown_chance_leaves_the_expectation_unsaid(alstrom):
    Deal.objects.filter(name="Deal A").update(probability=None)
    euro, _franc = totals(list(Deal.objects.filter(account=alstrom, state="open")))
    assert euro.expected is None


@pytest.mark.parametrize(("language", "said"), [("en", "in 3 open deals"), ("fr", "dans 3 affaires ouvertes")])
def test_the_account_page_shows_them(alstrom, cast, signed_in, language, said):
    panel = reverse("accounts:panel", args=[alstrom.public_id, "deals"])
    page = signed_in(cast["director"]).get(panel, headers={"accept-language": language})
    text = " ".join(page.content.decode().split())
    assert said in text
    assert "Deal won" not in text
