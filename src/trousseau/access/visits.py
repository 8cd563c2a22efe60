"""The sessions of a person: noted when they sign in, seen while they work, ended one by one or all at once.

A session knows the key under which it was noted, as Django gives it another one when the password changes. When it was
last seen is written at most every ten minutes.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from importlib import import_module

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User, Visit

logger = logging.getLogger("trousseau.access")
MARK = "visit"
LONGEST = dt.timedelta(days=30)
"""After which a session ends, however busy it is."""
SEEN_EVERY = dt.timedelta(minutes=10)
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def begin(request: HttpRequest, user: User, way: str) -> None:
    """Note the session that has just begun, and forget those of the person that are over."""
    if not request.session.session_key:
        request.session.save()
    Visit.objects.filter(user=user).exclude(key__in=_running()).delete()
    Visit.objects.update_or_create(
        key=request.session.session_key,
        defaults={"user": user, "way": way, "device": device(request), "address": _address(request)},
    )
    logger.info("Person %s signed in by %s from %s", user.pk, way, _address(request))
    _mark(request, timezone.now().timestamp())


def end_if_old(request: HttpRequest) -> bool:
    """End the session of the request where it began too long ago; gives whether it did."""
    mark = request.session.get(MARK)
    if mark is None or timezone.now().timestamp() - _since(mark) < LONGEST.total_seconds():
        return False
    Visit.objects.filter(key=mark["key"]).delete()
    logout(request)
    return True


def seen(request: HttpRequest) -> None:
    """Note that the session goes on, and under which key."""
    mark, key = request.session.get(MARK), request.session.session_key
    if mark is None or (mark["key"] == key and timezone.now().timestamp() - mark["at"] < SEEN_EVERY.total_seconds()):
        return
    Visit.objects.filter(key=mark["key"]).update(key=key, seen=timezone.now(), address=_address(request))
    _mark(request, _since(mark))


def sessions(user: User) -> QuerySet[Visit]:
    """Give the sessions of a person that go on, the one seen last first."""
    return Visit.objects.filter(user=user, key__in=_running())


def end(user: User, visit: Visit) -> None:
    """End one of one's own sessions: whoever works in it is asked to sign in again."""
    with transaction.atomic():
        _end([visit])
        record(user, "person.session_ended", user, before={"device": visit.device})


def end_others(user: User, *, but: str | None) -> int:
    """End the sessions of a person but the one of that key; gives how many."""
    with transaction.atomic():
        others = list(Visit.objects.filter(user=user).exclude(key=but or ""))
        _end(others)
    return len(others)


def leave_others(user: User, here: str | None) -> int:
    """End all of one's own sessions but this one; gives how many."""
    with transaction.atomic():
        ended = end_others(user, but=here)
        if ended:
            record(user, "person.sessions_ended", user, before={"sessions": ended})
    return ended


def device(request: HttpRequest) -> str:
    """Say what somebody works on, as their browser names itself: “Firefox, Linux”; "" where it does not."""
    said = request.META.get("HTTP_USER_AGENT", "")
    named = [next((name for mark, name in table if mark in said), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, named)) or re.split(r"[/ ]", said, maxsplit=1)[0][:40]


def _running() -> QuerySet[Session, str]:
    return Session.objects.filter(expire_date__gt=timezone.now()).values_list("session_key", flat=True)


def _end(visits: list[Visit]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for visit in visits:
        store.delete(visit.key)
    Visit.objects.filter(pk__in=[visit.pk for visit in visits]).delete()


def _mark(request: HttpRequest, since: float) -> None:
    request.session[MARK] = {"key": request.session.session_key, "at": timezone.now().timestamp(), "since": since}


def _since(mark: dict[str, float]) -> float:
    """Second at which the session began; of one from before this was noted, the last at which it was seen."""
    return mark.get("since", mark["at"])


def _address(request: HttpRequest) -> str:
    address: str = get_adapter(request).get_client_ip(request)
    return address
