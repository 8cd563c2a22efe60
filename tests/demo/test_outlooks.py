"""What the demonstration's people judge of their accounts."""

import pytest

from trousseau.access.models import AuditEvent
from trousseau.accounts.models import Account
from trousseau.demo import company, outlooks
from trousseau.exposure.models import Outlook


def test_every_judgement_is_of_a_named_customer_and_has_its_reason():
    named = {one.name for one in company.NAMED if not one.intercompany}
    assert {name for name, _, _ in outlooks.JUDGED} <= named
    assert all(0 < probability < 0.5 and reason for _, probability, reason in outlooks.JUDGED)


@pytest.mark.django_db
def test_judgements_are_told_once_by_the_manager_or_the_director(person):
    director, manager = person("director"), person("manager")
    Account.objects.create(key="1", name="Alstrom SA", manager=manager)
    Account.objects.create(key="2", name="Ferroval SA")
    outlooks.tell(director)
    outlooks.tell(director)
    told = {one.account.name: one for one in Outlook.objects.select_related("account")}
    assert set(told) == {"Alstrom SA", "Ferroval SA"}
    assert told["Alstrom SA"].author == manager
    assert told["Ferroval SA"].author == director
    assert AuditEvent.objects.filter(verb="outlook.judged").count() == 2
