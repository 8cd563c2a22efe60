"""Mail goes once, at the pace and in the hours each person chose, in their language, whoever races."""

import dataclasses
import datetime as dt
import re
import zoneinfo

import pytest
from django.core import mail
from django.utils import timezone

from racing import race
from smtp import mail_server
from trousseau.access.models import Organisation
from trousseau.jobs import registry
from trousseau.jobs.registry import Retry
from trousseau.notices import actions, handlers, kinds, letters
from trousseau.notices.models import Letter, Notice, Pace
from trousseau.notices.queries import mails
from trousseau.notices.telling import tell

pytestmark = pytest.mark.django_db
PARIS = zoneinfo.ZoneInfo("Europe/Paris")
MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=PARIS)


def at(day, hour, minute=0):
    """So many days after that Monday, at an hour of Paris."""
    return MONDAY.replace(hour=hour, minute=minute) + dt.timedelta(days=day)


def told(user, kind, key, moment=MONDAY, **params):
    notice = tell(user, kind, key=key, url="/accounts/", **({"who": "Sophie", "what": key} | params))
    Notice.objects.filter(pk=notice.pk).update(at=moment)
    return notice


def hours(**changed):
    return {
        "by_mail": True, "quiet_from": dt.time(20), "quiet_until": dt.time(7), "digest_at": dt.time(8), "weekday": 0,
        "time_zone": "",
    } | changed  # fmt: skip


@pytest.fixture
def thomas(organisation, person):
    return person("expert", name="Thomas", language="fr")


def test_once_for_a_kind_and_key(thomas, configured):
    assert told(thomas, "asked", "1")
    assert tell(thomas, "asked", key="1", who="Sophie", what="again") is None
    assert [letters.deliver(at(0, 11)), letters.deliver(at(0, 12))] == [1, 0]
    assert len(mail.outbox) == 1


def test_a_kind_nobody_registered_is_refused(thomas):
    with pytest.raises(KeyError):
        tell(thomas, "unheard", key="1")


def test_who_is_no_longer_here_is_not_told(thomas, configured):
    told(thomas, "asked", "1")
    thomas.is_active = False
    thomas.save()
    assert tell(thomas, "asked", key="2") is None
    assert letters.deliver(at(0, 11)) == 0


def test_in_their_language_with_links_and_the_way_out(thomas, configured):
    told(thomas, "asked", "Chiffrer Vesoul")
    letters.deliver(at(0, 11))
    letter = mail.outbox[0]
    assert letter.subject == "Sophie asks: Chiffrer Vesoul"
    assert "Bonjour Thomas" in letter.body
    assert "https://kam.example.com/accounts/" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["List-Unsubscribe"].startswith("<https://kam.example.com/notices/stop/")


def test_several_at_once_are_one_letter(thomas, configured):
    for key in "123":
        told(thomas, "asked", key)
    assert letters.deliver(at(0, 11)) == 1
    assert mail.outbox[0].body.count("Sophie asks") == 3
    assert "3 choses" in mail.outbox[0].subject


def test_quiet_hours_hold_mail_back_until_they_end(thomas, configured):
    told(thomas, "asked", "1", at(0, 21))
    assert [letters.deliver(moment) for moment in (at(0, 21), at(1, 6, 59), at(1, 7))] == [0, 0, 1]


def test_daily_and_weekly_are_gathered(thomas, configured):
    told(thomas, "late", "a", at(0, 7))
    told(thomas, "late", "b", at(0, 9))
    told(thomas, "watch", "c", at(0, 9))
    told(thomas, "watch", "d", at(3, 9))
    assert letters.deliver(at(0, 7, 59)) == 0
    assert letters.deliver(at(0, 8, 1)) == 1
    assert ("- a" in mail.outbox[0].body, "- b" in mail.outbox[0].body) == (True, False)
    assert [letters.deliver(at(0, 12)), letters.deliver(at(1, 9)), letters.deliver(at(6, 9))] == [0, 1, 0]
    assert letters.deliver(at(7, 8)) == 1
    assert ("- c" in mail.outbox[2].body, "- d" in mail.outbox[2].body) == (True, True)
    assert "votre semaine" in mail.outbox[2].subject


def test_a_worker_that_slept_sends_one_digest(thomas, configured):
    for day in range(4):
        told(thomas, "late", str(day), at(day, 9))
    assert [letters.deliver(at(5, 9)), letters.deliver(at(6, 9))] == [1, 0]


def test_what_was_read_is_not_mailed(thomas, configured):
    notice = told(thomas, "late", "a", at(0, 7))
    told(thomas, "late", "b", at(0, 7))
    actions.read(thomas, notice)
    letters.deliver(at(0, 9))
    assert "- a" not in mail.outbox[0].body


def test_wishes_change_the_pace_and_the_hours(thomas, configured):
    actions.wish(thomas, hours(digest_at=dt.time(17), time_zone="America/New_York"), {"asked": Pace.DAILY})
    told(thomas, "asked", "1", at(0, 9))
    assert [letters.deliver(at(0, 18)), letters.deliver(at(0, 23))] == [0, 1]  # 17:00 in New York


def test_none_is_in_the_app_only_and_the_unsubscribed_get_nothing(thomas, configured):
    actions.wish(thomas, hours(), {"asked": Pace.NONE})
    told(thomas, "asked", "1")
    assert letters.deliver(at(0, 11)) == 0
    actions.wish(thomas, hours(by_mail=False), {})
    told(thomas, "late", "2", at(0, 7))
    assert letters.deliver(at(0, 11)) == 0


def test_a_house_without_a_mail_server_keeps_them_in_the_app(thomas, settings):
    settings.EMAIL_CONFIGURED = False
    told(thomas, "asked", "1")
    assert letters.deliver(at(0, 11)) == 0
    assert Notice.objects.count() == 1


def test_last_years_news_are_not_mailed(thomas, configured):
    told(thomas, "asked", "1", at(-15, 10))
    assert letters.deliver(at(0, 11)) == 0


def test_a_letter_whose_worker_was_killed_is_sent_by_a_later_one(thomas, configured):
    actions.wish(thomas, hours(quiet_from=dt.time(0), quiet_until=dt.time(0)), {})
    now = timezone.now()
    notice = told(thomas, "asked", "1", now)
    letter = Letter.objects.create(user=thomas, pace="immediate", slot=str(notice.pk), claimed_at=now)
    Notice.objects.filter(pk=notice.pk).update(letter=letter)
    assert mails(now) == []
    Letter.objects.update(claimed_at=now - dt.timedelta(hours=2))
    assert [letters.deliver(now), letters.deliver(now)] == [1, 0]


def test_a_silent_server_is_tried_again(thomas, configured, monkeypatch):
    told(thomas, "asked", "1", timezone.now())
    actions.wish(thomas, hours(quiet_from=dt.time(0), quiet_until=dt.time(0)), {})

    def refuse(_message):
        raise OSError("refused")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(Retry):
            handlers.run_send(None)
    assert handlers.run_send(None) == {"sent": 1}


def test_a_house_whose_name_would_forge_a_header_still_sends(thomas, configured):
    Organisation.objects.update(name="Garonne\r\nBcc: all@example.com")
    for key in "12":
        told(thomas, "asked", key)
    letters.deliver(at(0, 11))
    assert mail.outbox[0].subject.startswith("Garonne Bcc: all@example.com")
    assert mail.outbox[0].recipients() == [thomas.email]


def test_a_letter_that_cannot_be_made_keeps_nobody_else_from_theirs(thomas, person, configured, monkeypatch):
    other = person("expert", name="Zoé")
    told(thomas, "asked", "1", what="poison")
    told(other, "asked", "1")
    kind = kinds.find("asked")

    def text(params):
        if params["what"] == "poison":
            raise KeyError("gone")
        return kind.text(params)

    monkeypatch.setitem(kinds._kinds, "asked", dataclasses.replace(kind, text=text))
    assert letters.deliver(at(0, 11)) == 1
    assert mail.outbox[0].to == [other.email]
    assert Notice.objects.get(user=thomas).letter is None


def test_the_clock_looks_for_them():
    rhythm = next(one for one in registry.rhythms() if one.kind == handlers.SEND)
    assert rhythm.needed() is False


def test_text_that_would_forge_a_header_stays_text(thomas, configured):
    told(thomas, "asked", "1", what="x\r\nBcc: all@example.com")
    letters.deliver(at(0, 11))
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].bcc == []


@pytest.mark.django_db(transaction=True)
def test_over_smtp_each_letter_arrives_once_though_workers_race(organisation, person, configured, settings):
    people = [person("manager", name=name) for name in ("Ann", "Ben")]
    for one in people:
        told(one, "asked", "1")
        told(one, "late", "2", at(0, 7))
    with mail_server(settings) as box:
        race(lambda: letters.deliver(at(0, 11)))
    assert box.addresses == sorted([one.email for one in people] * 2)


def test_the_link_in_a_letter_stops_that_kind_and_looking_does_not(thomas, configured, client):
    told(thomas, "asked", "1")
    letters.deliver(at(0, 11))
    every, one = (
        re.search(r"<https://kam.example.com(.+)>", mail.outbox[0].extra_headers["List-Unsubscribe"])[1],
        re.search(r"https://kam.example.com(/notices/stop/\S+)", mail.outbox[0].body)[1],
    )
    assert client.get(one).status_code == 200
    told(thomas, "asked", "2")
    assert letters.deliver(at(0, 12)) == 1
    client.post(one)
    told(thomas, "asked", "3")
    told(thomas, "late", "4", at(0, 7))
    assert letters.deliver(at(0, 13)) == 1  # the other kind
    client.post(every, {"List-Unsubscribe": "One-Click"})
    told(thomas, "late", "5", at(1, 7))
    assert letters.deliver(at(1, 13)) == 0
    assert client.get(every[:-4] + "aaa/").status_code == 404


def test_old_notices_are_forgotten(thomas):
    now = timezone.now()
    read = told(thomas, "asked", "1")
    Notice.objects.filter(pk=read.pk).update(read_at=now - dt.timedelta(days=200))
    told(thomas, "asked", "2", now - dt.timedelta(days=400))
    told(thomas, "asked", "3", now)
    assert letters.prune(now) == 2
