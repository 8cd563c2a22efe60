"""What a calendar feed holds, as iCalendar (RFC 5545); the same meetings give the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Iterable

import icalendar
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from trousseau.plans import meeting_access
from trousseau.plans.actions.feeds import digest
from trousseau.plans.models import Meeting
from trousseau.plans.models.rhythm import Held
from trousseau.plans.models.touchpoints import CalendarFeed
from trousseau.plans.queries import meetings

PAST = dt.timedelta(days=180)
MOST = 2_000
STATUS = {Held.PLANNED: "CONFIRMED", Held.HELD: "CONFIRMED", Held.CANCELLED: "CANCELLED"}


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed of an address; None where it was withdrawn, or its person is no longer here."""
    feed = CalendarFeed.objects.select_related("user", "account").filter(digest=digest(secret)).first()
    if feed is None or not feed.user.is_active:
        return None
    if feed.read_at is None or feed.read_at < timezone.now() - dt.timedelta(hours=1):
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=timezone.now())
    return feed


def held(feed: CalendarFeed) -> QuerySet[Meeting]:
    """The meetings a feed holds: as far as its person sees them today."""
    found = meetings.mine(feed.user) if feed.account is None else meeting_access.visible(feed.user)
    if feed.account is not None:
        found = found.filter(account=feed.account)
    return found.filter(on__gte=timezone.localdate() - PAST)


def tag(feed: CalendarFeed) -> str:
    """What changes when a feed's content does: one statement that reads two numbers a meeting."""
    rows = list(held(feed).order_by("pk").values_list("pk", "revision")[:MOST])
    return hashlib.sha256(f"{feed.pk} {rows}".encode()).hexdigest()[:32]


def content(feed: CalendarFeed) -> bytes:
    """The whole feed."""
    name = feed.account.name if feed.account else f"Trousseau – {feed.user.name}"
    return calendar(held(feed).select_related("account").order_by("on", "pk")[:MOST], name)


def calendar(found: Iterable[Meeting], name: str) -> bytes:
    """Some meetings as a calendar."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Trousseau//Key accounts//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in found:
        made.add_component(event(one))
    return bytes(made.to_ical())


def event(one: Meeting) -> icalendar.Event:
    """One meeting; without an hour it is of the whole day."""
    made = icalendar.Event()
    made.add("uid", f"{one.public_id}@trousseau")
    made.add("dtstamp", one.changed_at.astimezone(dt.UTC))
    made.add("sequence", one.revision - 1)
    made.add("summary", f"{one.account.name} – {one.title}")
    if one.at is None:
        made.add("dtstart", one.on)
        made.add("dtend", one.on + dt.timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    else:
        zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
        starts = dt.datetime.combine(one.on, one.at, tzinfo=zone).astimezone(dt.UTC)
        made.add("dtstart", starts)
        made.add("dtend", starts + dt.timedelta(minutes=one.lasts))
    if one.where:
        made.add("location", one.where)
    if settings.ADDRESS:
        made.add("url", settings.ADDRESS + reverse("plans:meeting", args=[one.account.public_id, one.public_id]))
    made.add("status", STATUS[Held(one.state)])
    return made
