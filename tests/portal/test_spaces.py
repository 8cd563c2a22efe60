"""The client space: who comes in, and that nothing is there for anybody else."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.knowledge.models import Contact
from trousseau.plans.models import Kpi, Objective
from trousseau.portal.actions.sharing import share
from trousseau.portal.actions.spaces import admit, close_space, end_membership, open_space
from trousseau.portal.models import Member


def home(space):
    return reverse("portal:home", args=[space.public_id])


def test_a_client_comes_to_their_space_and_sees_what_is_shared_with_them_only(house, plan, space, signed_in):
    browser = signed_in(house["client"])
    assert browser.get("/", follow=True).redirect_chain[-1][0] == home(space)
    assert "Deliver in full" not in browser.get(home(space)).content.decode()
    goal = Objective.objects.get()
    share(house["manager"], house["account"], "objective", goal.public_id)
    assert "Deliver in full" in browser.get(home(space)).content.decode()
    share(house["manager"], house["account"], "objective", goal.public_id, shared=False)
    assert "Deliver in full" not in browser.get(home(space)).content.decode()
    told = AuditEvent.objects.filter(verb__startswith="space.").values_list("verb", flat=True)
    assert {"space.opened", "space.member_admitted", "space.shared", "space.unshared"} == set(told)


@pytest.mark.parametrize("ended", ["membership", "space", "contact", "account"])
def test_whoever_is_out_finds_nothing_at_their_next_request(house, space, signed_in, ended):
    contact = Contact.objects.create(account=house["account"], name="Hélène Marchetti", said_on=timezone.localdate())
    member = Member.objects.get(space=space)
    Member.objects.filter(pk=member.pk).update(contact=contact)
    browser = signed_in(house["client"])
    assert browser.get(home(space)).status_code == 200
    if ended == "membership":
        end_membership(house["manager"], member)
    elif ended == "space":
        close_space(house["manager"], space)
    elif ended == "contact":
        Contact.objects.filter(pk=contact.pk).update(left_on=timezone.localdate())
    else:
        house["client"].is_active = False
        house["client"].save()
    assert browser.get(home(space)).status_code in {302, 404}
    assert "Alstrom" not in browser.get(home(space), follow=True).content.decode()


def test_only_the_manager_of_the_account_decides_what_its_client_sees(house, plan, space):
    goal = Objective.objects.get()
    for who in ("director", "head", "other", "expert", "client", "stranger"):
        with pytest.raises(PermissionDenied):
            share(house[who], house["account"], "objective", goal.public_id)
        with pytest.raises(PermissionDenied):
            open_space(house[who], house["account"])
    house["account"].manager = None
    house["account"].save()
    share(house["director"], house["account"], "objective", goal.public_id)
    assert Objective.objects.get().shared


def test_people_of_ours_are_never_let_in_as_clients(house, space):
    with pytest.raises(ValidationError, match="one of us"):
        admit(house["manager"], space, house["expert"])


def test_an_indicator_of_margin_stays_with_us_even_where_it_was_shared(house, plan, space, signed_in):
    today = timezone.localdate()
    kpi = Kpi.objects.create(
        plan=plan, name="What they leave us", source="ledger", formula={"measure": "margin", "by": "account"},
        unit="money", baseline_on=today, target_on=today.replace(year=today.year + 1),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="stay with us"):
        share(house["manager"], house["account"], "kpi", kpi.public_id)


def test_one_of_us_looks_as_the_client_does_and_a_stranger_finds_nothing(house, plan, space, signed_in):
    goal = Objective.objects.get()
    asked = f"{home(space)}?with=objective:{goal.public_id}"
    assert "Deliver in full" in signed_in(house["manager"]).get(asked).content.decode()
    assert "Deliver in full" not in signed_in(house["client"]).get(asked).content.decode()
    assert signed_in(house["stranger"]).get(asked).status_code == 404
    assert signed_in(house["other"]).get(asked).status_code == 404
