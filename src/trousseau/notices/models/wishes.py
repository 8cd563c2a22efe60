"""How each person wants to be told."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from trousseau.notices.models.notice import Pace

MORNING, EVENING, OPENING = dt.time(7), dt.time(20), dt.time(8)


class Wishes(models.Model):
    """When one person wants mail, if at all; who has no row gets the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="wishes"
    )
    by_mail = models.BooleanField(_("send me mail"), default=True)
    quiet_from = models.TimeField(_("quiet from"), default=EVENING)
    quiet_until = models.TimeField(_("until"), default=MORNING)
    """The same as `quiet_from`: never quiet."""
    digest_at = models.TimeField(_("gathered mail at"), default=OPENING)
    weekday = models.PositiveSmallIntegerField(_("weekly mail on"), choices=list(WEEKDAYS.items()), default=0)
    """Monday is 0, as in `datetime.weekday`."""
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    """Empty: that of the house."""

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_of_a_week"),)

    def __str__(self) -> str:
        return str(self.user)


class KindWish(models.Model):
    """How soon one person wants mail of one kind; without a row, as the kind was made."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kind_wishes")
    kind = models.CharField(max_length=64)
    pace = models.CharField(max_length=10, choices=Pace)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "kind"), name="one_wish_a_kind"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="pace_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.pace}"
