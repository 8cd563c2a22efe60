"""Means of what people answer, and how many they are, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.accounts.rows import language
from trousseau.knowledge.said import Heard
from trousseau.method.opinion import FEWEST, Mean


def mean(found: Mean) -> str:
    """A mean from 1 to 5 as it is read."""
    if found.value is None:
        return few(found.count)
    said = {"mean": language().number(found.value, 1), "n": language().number(found.count)}
    if found.low is None or found.high is None:
        return _("%(mean)s of 5 (%(n)s answers, all the same)") % said
    said |= {"low": language().number(found.low, 1), "high": language().number(found.high, 1)}
    return _("%(mean)s of 5 (between %(low)s and %(high)s; %(n)s answers)") % said


def few(count: int) -> str:
    """That there are too few answers for a figure."""
    if not count:
        return _("nobody has answered yet")
    said = ngettext("%(n)s answer only: no figure under %(few)s", "%(n)s answers only: no figure under %(few)s", count)
    return said % {"n": count, "few": FEWEST}


def heard(found: Heard) -> str:
    """The mean of what clients say, and from when to when they said it."""
    if found.first is None or found.last is None:
        return mean(found.mean)
    first, last = language().date(found.first), language().date(found.last)
    when = _("on %(day)s") % {"day": last} if first == last else _("%(first)s to %(last)s") % {
        "first": first, "last": last,
    }  # fmt: skip
    return f"{mean(found.mean)}, {when}"
