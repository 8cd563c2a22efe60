"""Whose competencies are seen by whom: each page and export as every role; the rest of the house says nothing."""

import itertools
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousseau.access.models import Role, User
from trousseau.staffing import access
from trousseau.staffing.actions import assessing
from trousseau.staffing.actions.assessing import Said
from trousseau.staffing.framework import delivered

KEYS = delivered().keys
SECRET = "zanzibar"
"""What nobody else may read, in the evidence."""
LINK = re.compile(r'(?:href|action|hx-get)="(/[^"#?]*)')


@pytest.fixture
def house(organisation, person):
    """One person a role, a chain of two heads above the subject, and a closed and an open round on them."""
    cast = {role: person(role, name=f"{role.title()} Role") for role in Role.values}
    upper = person("head", name="Upper Head", reports_to=cast["director"])
    head = person("head", name="Own Head", reports_to=upper)
    subject = person("manager", name="Sophie Sujet", reports_to=head)
    evaluator = person("manager", name="Eva Luator", reports_to=head)
    boss = person("manager", name="Line Manager")
    cast |= {"upper": upper, "own": head, "subject": subject, "evaluator": evaluator, "boss": boss}
    one = access.subject_or_404(head, str(subject.pk))
    due = timezone.localdate() + timedelta(days=3)
    for last in (False, True):
        found = assessing.open_assessment(head, one, due, [evaluator], note="")
        for user in (head,) if last else (head, subject, evaluator):
            assessing.answer(user, found, {key: Said(4, f"{SECRET} {user.pk}") for key in KEYS})
            assessing.hand_in(user, found)
    return cast


SEEING = {"director", "upper", "own", "subject"}


def addresses(subject):
    kept = access.visible_to(User.objects.get(name="Director Role")).get(user=subject)
    one = [str(subject.pk)]
    yield reverse("staffing:person_competencies", args=one)
    yield reverse("staffing:export_person", args=[*one, "csv"])
    yield reverse("staffing:export_person", args=[*one, "xlsx"])
    for found in kept.assessments.all():
        yield reverse("staffing:person_round", args=[*one, found.public_id])


def test_the_person_their_heads_and_directors_and_nobody_else(house, client, signed_in):
    found = list(addresses(house["subject"]))
    assert len(found) == 5
    for (who, user), address in itertools.product(house.items(), found):
        status = signed_in(user).get(address).status_code
        assert status == (200 if who in SEEING else 404), f"{who} {address}"


def test_no_page_reached_from_home_tells(house, signed_in):
    """Crawl from Home and the pages of the team, as everyone who may not see: no evidence, no person's page."""
    blind = [who for who in house if who not in {*SEEING, "evaluator"}]
    for who in blind:
        client = signed_in(house[who])
        seen, ahead = set(), ["/", "/team/", "/team/competencies/", "/settings/", "/search/?q=Sophie"]
        while ahead and len(seen) < 12:
            address = ahead.pop(0)
            if address in seen or any(word in address for word in ("sign-out", "/static/", "/experts/new")):
                continue
            seen.add(address)
            answer = client.get(address, follow=True)
            if "text/html" not in answer.get("Content-Type", ""):
                continue
            text = answer.content.decode()
            assert SECRET not in text, f"{who} {address}"
            assert f"/team/people/{house['subject'].pk}/competencies/" not in text, f"{who} {address}"
            ahead += [link for link in LINK.findall(text) if link not in seen]


def test_an_evaluator_reads_only_what_they_wrote(house, signed_in):
    client = signed_in(house["evaluator"])
    rounds = access.Voice.objects.filter(person=house["evaluator"]).order_by("pk")
    closed, running = (client.get(reverse("staffing:assess", args=[one.assessment.public_id])) for one in rounds)
    assert closed.status_code == running.status_code == 200
    text = closed.content.decode()
    assert f"{SECRET} {house['evaluator'].pk}" in text
    assert f"{SECRET} {house['own'].pk}" not in text
    assert SECRET not in running.content.decode()
    assert SECRET not in client.get("/").content.decode()
    for address in addresses(house["subject"]):
        assert client.get(address).status_code == 404


def test_a_form_is_there_only_for_who_is_asked(house, signed_in):
    for public_id in access.Assessment.objects.values_list("public_id", flat=True):
        for who in ("director", "upper", "boss", "executive", "administrator", "expert"):
            assert signed_in(house[who]).get(reverse("staffing:assess", args=[public_id])).status_code == 404


def test_the_heat_map_shows_only_whom_one_leads(house, signed_in):
    page = reverse("staffing:competencies")
    for who in ("director", "upper", "own"):
        assert "Sophie Sujet" in signed_in(house[who]).get(page).content.decode()
    foreign = signed_in(house["head"])
    assert "Sophie Sujet" not in foreign.get(page).content.decode()
    for form in ("csv", "xlsx"):
        assert b"Sophie" not in foreign.get(reverse("staffing:export_competencies", args=[form])).content
    exported = signed_in(house["own"]).get(reverse("staffing:export_competencies", args=["csv"])).content.decode()
    assert "Sophie Sujet" in exported
    for who in ("executive", "administrator", "expert", "manager", "controller"):
        answer = signed_in(house[who]).get(page)
        assert answer.status_code == 200
        assert "Sophie Sujet" not in answer.content.decode()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_who_sees_whom_in_any_tree(data, db, person):
    """Whatever the tree, loops included: oneself, a head on the way up, a director."""
    User.objects.all().delete()
    size = data.draw(st.integers(2, 5))
    roles = [data.draw(st.sampled_from(["manager", "head", "director", "executive"])) for _ in range(size)]
    people = [person(role, name=f"P{at} {role}") for at, role in enumerate(roles)]
    above = [data.draw(st.none() | st.integers(0, size - 1)) for _ in range(size)]
    for one, boss in zip(people, above, strict=True):
        User.objects.filter(pk=one.pk).update(reports_to=None if boss is None else people[boss].pk)
    people = [User.objects.get(pk=one.pk) for one in people]
    for (a, viewer), (b, other) in itertools.product(enumerate(people), repeat=2):
        way, at = set(), above[b]
        while at is not None and at not in way:
            way.add(at)
            at = above[at]
        expected = a == b or roles[a] == "director" or (roles[a] == "head" and a in way)
        subject = access.subject_or_404(other, str(other.pk))
        assert access.sees(viewer, subject) == expected, (roles, above, a, b)
