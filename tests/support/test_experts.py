"""The directory of experts, what is told of them, their calendars."""

from __future__ import annotations

import contextlib
import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from trousseau.access.models import AuditEvent
from trousseau.support.actions import absences
from trousseau.support.actions import experts as actions
from trousseau.support.models import Absence, HeldSkill, Skill
from trousseau.support.problems import SupportError
from trousseau.support.queries import days, experts
from trousseau.support.queries.experts import Ask


def event(uid: str, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    return "\r\n".join([*head, *events, "END:VCALENDAR", ""]).encode()


WEEK_OFF = event("a", "SUMMARY:Congés", "DTSTART;VALUE=DATE:20261221", "DTEND;VALUE=DATE:20261226")


def test_free_days_leave_out_holidays_and_absences(house):
    actions.available(house["lea"], house["lea"], Decimal("2.5"), "FR")
    actions.be_away(house["lea"], house["lea"], dt.date(2026, 11, 9), dt.date(2026, 11, 10))
    found = experts.expert_or_404(house["lea"].pk)
    absent = tuple(Absence.objects.filter(user=house["lea"]))
    # Monday 9 to Sunday 15: two days away, 11 November is a holiday, so two of five days are left, half of each
    assert days.free(found.availability, absent, dt.date(2026, 11, 9), dt.date(2026, 11, 15)) == 1.0
    assert days.free(None, absent, dt.date(2026, 11, 9), dt.date(2026, 11, 15)) is None


def test_who_tells_what(house, skill):
    found = skill("carbon")
    actions.hold_skills(house["head"], house["lea"], {found: 4})
    held = HeldSkill.objects.get(user=house["lea"])
    assert (held.level, held.said_by) == (4, house["head"])
    for stranger in (house["manager"], house["thomas"]):
        with pytest.raises(PermissionDenied):
            actions.hold_skills(stranger, house["lea"], {found: 5})
    with pytest.raises(SupportError, match="1 to 5"):
        actions.hold_skills(house["lea"], house["lea"], {found: 6})
    actions.hold_skills(house["lea"], house["lea"], {found: 0})
    assert not HeldSkill.objects.filter(user=house["lea"]).exists()
    assert AuditEvent.objects.filter(verb="expert.skills_told").count() == 2


@pytest.mark.parametrize(("count", "country"), [("5.5", "FR"), ("-1", "FR"), ("0.3", "FR"), ("2", "XX"), ("2", "")])
def test_days_that_cannot_be(house, count, country):
    with pytest.raises(SupportError):
        actions.available(house["lea"], house["lea"], Decimal(count), country)


def test_the_list_of_skills(house):
    made = actions.name_skill(house["director"], None, "Welding", "Soudage")
    with pytest.raises(SupportError, match="already"):
        actions.name_skill(house["director"], None, "welding", "Autre")
    actions.name_skill(house["director"], made, "Welding and joining", "Soudage et assemblage", revision=1)
    with pytest.raises(SupportError, match="meanwhile"):
        actions.name_skill(house["director"], made, "Joining", "Assemblage", revision=1)
    actions.put_aside(house["director"], made, aside=True)
    assert made not in experts.skills()
    with pytest.raises(PermissionDenied):
        actions.name_skill(house["head"], None, "Other", "Autre")
    assert Skill.objects.filter(code="quality").exists()  # the delivered list


def test_a_calendar_is_read_twice_and_corrected(house):
    lea = house["lea"]
    found = absences.import_absences(
        lea,
        lea,
        calendar(
            WEEK_OFF,
            event("b", "SUMMARY:Réunion", "DTSTART:20261201T090000Z", "DTEND:20261201T100000Z"),
            event("c", "SUMMARY:Anniversaire", "TRANSP:TRANSPARENT", "DTSTART;VALUE=DATE:20261203"),
            event("d", "SUMMARY:Sans début"),
            event("e", "SUMMARY:À l’envers", "DTSTART;VALUE=DATE:20261210", "DTEND;VALUE=DATE:20261201"),
        ),
    )
    row = Absence.objects.get(user=lea)
    assert (row.first, row.last) == (dt.date(2026, 12, 21), dt.date(2026, 12, 25))
    assert found.partial == 2
    assert len(found.problems) == 2
    assert "Sans début" in found.problems[0]
    assert "before it begins" in found.problems[1]
    absences.import_absences(lea, lea, calendar(WEEK_OFF.replace("20261226", "20261225")))
    assert Absence.objects.get(user=lea).last == dt.date(2026, 12, 24)
    absences.import_absences(lea, lea, calendar(WEEK_OFF.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY")))
    assert not Absence.objects.filter(user=lea).exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"name;first;last", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", b"BEGIN:VEVENT", b"x" * (3 << 20)],
)
def test_what_is_no_calendar_is_said(house, content):
    with pytest.raises(SupportError):
        absences.import_absences(house["lea"], house["lea"], content)


@given(st.binary(max_size=300), st.text(max_size=60), st.text(max_size=60))
def test_no_file_breaks_the_reader(noise, start, end):
    for content in (noise, calendar(event("x", f"DTSTART:{start}", f"DTEND:{end}")), calendar() + noise):
        with contextlib.suppress(SupportError):
            absences.read_absences(content)


def test_the_directory_is_searched(house, skill, signed_in):
    skill("carbon", house["lea"], 4)
    skill("quality", house["thomas"], 2)
    actions.speaks(house["lea"], house["lea"], ["fr", "DE"], ["France"])
    today = dt.date(2026, 11, 26)
    assert [one.user for one in experts.matching(Ask(skill="carbon", level=4), today)] == [house["lea"]]
    assert experts.matching(Ask(skill="carbon", level=5), today) == []
    assert [one.user for one in experts.matching(Ask(language="de"), today)] == [house["lea"]]
    assert [one.user for one in experts.matching(Ask(search="qualité web"), today)] == [house["thomas"]]
    assert experts.matching(Ask(only_free=True), today) == []  # unknown is not free
    browser = signed_in(house["manager"])
    answer = browser.get("/team/experts/?skill=carbon&level=4")
    assert "1 expert holds" in answer.text
    assert "Léa Marchal" in answer.text
    assert "Thomas" not in answer.text
    table = b"".join(browser.get("/team/tables/experts.csv?skill=carbon")).decode("utf-8-sig")
    assert "Léa Marchal" in table
    assert "Thomas" not in table
    assert browser.get("/team/experts/?skill=%00&level=9&within=999999&language=zzzz").status_code == 200


def test_more_experts_cost_no_more_queries(house, person, signed_in, skill, django_assert_max_num_queries):
    for number in range(10):
        skill("carbon", person("expert", name=f"Expert {number}"), 3)
    browser = signed_in(house["director"])
    with django_assert_max_num_queries(20):
        browser.get("/team/experts/")


def test_an_expert_tells_of_themselves_on_their_page(house, signed_in, skill):
    browser, key = signed_in(house["lea"]), house["lea"].pk
    found = skill("carbon")
    assert browser.get(f"/team/experts/{key}/").status_code == 200
    assert browser.post(f"/team/experts/{key}/skills/", {f"level-{found.pk}": "5"}).status_code == 302
    assert HeldSkill.objects.get(user=house["lea"]).level == 5
    refused = browser.post(f"/team/experts/{key}/away/", {"first": "2026-12-10", "last": "2026-12-01"})
    assert refused.status_code == 422
    assert "before it begins" in refused.text
    assert "2026-12-10" in refused.text
    assert browser.post(f"/team/experts/{key}/days/", {"days": "many", "country": "FR"}).status_code == 422
    assert browser.post(f"/team/experts/{key}/nothing/").status_code == 404
    assert browser.post(f"/team/experts/{house['thomas'].pk}/skills/", {f"level-{found.pk}": "1"}).status_code == 403


def test_why_someone_is_away_is_for_them_and_their_head(house, signed_in):
    actions.be_away(house["lea"], house["lea"], dt.date(2099, 1, 1), dt.date(2099, 1, 2), "surgery")
    path = f"/team/experts/{house['lea'].pk}/"
    assert "surgery" in signed_in(house["head"]).get(path).text
    assert "surgery" not in signed_in(house["manager"]).get(path).text
