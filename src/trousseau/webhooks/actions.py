"""What people do with webhooks: make, change, give another secret, stop, start, try, send again, remove.

Address, kinds and secrets are their owner's alone: with them goes what the owner may read. Administrators may stop,
start, try, send again and remove any.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import chain, outgoing
from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.webhooks import outbox, signing, stopping
from trousseau.webhooks.kinds import KINDS, TRIED
from trousseau.webhooks.models import Delivery, Endpoint

LONGEST_NAME, MOST = 80, 20
HOURS = {1: gettext_lazy("1 hour"), 24: gettext_lazy("1 day"), 72: gettext_lazy("3 days"), 168: gettext_lazy("7 days")}
"""How long the former secret may go on signing beside a new one."""


@dataclass(frozen=True)
class Wishes:
    """What an owner says of a webhook."""

    name: str
    url: str
    kinds: tuple[str, ...]


def _may_look(user: User, endpoint: Endpoint) -> bool:
    """Whether someone may see a webhook and what came of it, stop it and start it."""
    return may(user, "manage_webhooks") or (endpoint.owner_id == user.pk and may(user, "make_webhooks"))


def add(user: User, wishes: Wishes) -> tuple[Endpoint, str]:
    """Make a webhook of one's own; gives it and its secret, which is shown nowhere else.

    Raises:
        PermissionDenied: may not make any.
        ValidationError: by field.
    """
    if not may(user, "make_webhooks"):
        raise PermissionDenied
    chain.seal()
    with transaction.atomic():
        if Endpoint.objects.filter(owner=user).count() >= MOST:
            raise ValidationError({NON_FIELD_ERRORS: _("You have %(n)s webhooks: remove one first.") % {"n": MOST}})
        secret = signing.new_secret()
        made = Endpoint(owner=user, secret=secret, told_upto=outbox.head(), **_sound(wishes))
        made.save()
        record(user, "webhook.made", made, after={"url": made.url, "kinds": made.kinds})
    return made, secret


def change(user: User, endpoint: Endpoint, wishes: Wishes, *, revision: int) -> Endpoint:
    """Say otherwise where it leads or what it tells."""
    with transaction.atomic():
        found = _own(user, endpoint)
        if found.revision != revision:
            raise ValidationError({NON_FIELD_ERRORS: _("You changed this webhook meanwhile: open the page again.")})
        wanted = _sound(wishes)
        before = {name: getattr(found, name) for name in wanted}
        changed = {name: value for name, value in wanted.items() if before[name] != value}
        if changed:
            for name, value in changed.items():
                setattr(found, name, value)
            found.revision += 1
            found.save(update_fields=[*changed, "revision"])
            record(user, "webhook.changed", found, before={name: before[name] for name in changed}, after=changed)
    return found


def rotate(user: User, endpoint: Endpoint, hours: int) -> str:
    """Give it another secret, shown nowhere else; until `hours` are over the former signs beside it.

    Raises:
        ValidationError: no such time.
    """
    if hours not in HOURS:
        raise ValidationError({"hours": _("The former secret goes on for 1, 24, 72 or 168 hours.")})
    with transaction.atomic():
        found = _own(user, endpoint)
        found.former, found.secret = found.secret, signing.new_secret()
        found.former_until = timezone.now() + dt.timedelta(hours=hours)
        found.save(update_fields=["secret", "former", "former_until"])
        record(user, "webhook.secret_changed", found, after={"former_until": found.former_until})
    return str(found.secret)


def end_former(user: User, endpoint: Endpoint) -> None:
    """Have the former secret sign no longer."""
    with transaction.atomic():
        found = _own(user, endpoint)
        if found.former:
            found.former, found.former_until = "", None
            found.save(update_fields=["former", "former_until"])
            record(user, "webhook.former_ended", found)


def stop(user: User, endpoint: Endpoint) -> None:
    """Have it told nothing from now on."""
    with transaction.atomic():
        stopping.stop(_held(user, endpoint), Endpoint.Why.HAND, by=user)


def start(user: User, endpoint: Endpoint, *, meanwhile: bool) -> None:
    """Have it told again, with what happened `meanwhile` or only what happens from now on."""
    chain.seal()
    with transaction.atomic():
        found = _held(user, endpoint)
        if found.active:
            return
        if not may(found.owner, "make_webhooks"):
            raise ValidationError(_("%(name)s may no longer make webhooks: remove it.") % {"name": found.owner})
        found.state, found.why, found.stopped_at = Endpoint.State.ACTIVE, "", None
        found.failing_since = found.rests_until = None
        found.unanswered = 0
        if not meanwhile:
            found.told_upto = outbox.head()
            waiting = found.deliveries.filter(state=Delivery.State.WAITING)
            waiting.update(state=Delivery.State.FAILED, problem="skipped", ended_at=timezone.now())
        found.save()
        record(user, "webhook.started", found, after={"meanwhile": meanwhile})


def try_out(user: User, endpoint: Endpoint) -> None:
    """Have it told a test, in its turn.

    Raises:
        ValidationError: it is stopped.
    """
    with transaction.atomic():
        found = _held(user, endpoint)
        if not found.active:
            raise ValidationError(_("It is stopped: start it, then try it."))
        record(user, TRIED, found)


def replay(user: User, delivery: Delivery) -> None:
    """Send one again, be it taken, given up or not told.

    Raises:
        ValidationError: it waits anyway.
    """
    with transaction.atomic():
        found = _held(user, delivery.endpoint)
        if not _again(found.deliveries.filter(pk=delivery.pk)):
            raise ValidationError(_("It is on its way already."))
        record(user, "webhook.replayed", found, after={"number": delivery.number})


def replay_failed(user: User, endpoint: Endpoint, since: dt.datetime) -> int:
    """Send again all that were given up since a moment; gives how many."""
    with transaction.atomic():
        found = _held(user, endpoint)
        count = _again(found.deliveries.filter(state=Delivery.State.FAILED, ended_at__gte=since))
        if count:
            record(user, "webhook.replayed", found, after={"since": since, "deliveries": count})
    return count


def remove(user: User, endpoint: Endpoint) -> None:
    """Remove a webhook with all that is kept of it."""
    with transaction.atomic():
        found = _held(user, endpoint)
        record(user, "webhook.removed", found, before={"url": found.url, "kinds": found.kinds})
        found.deliveries.all().delete()
        found.delete()


def _again(rows: QuerySet[Delivery]) -> int:
    return rows.exclude(state=Delivery.State.WAITING).update(
        state=Delivery.State.WAITING, tries=0, next_at=timezone.now(), ended_at=None, claimed_at=None, problem=""
    )


def _held(user: User, endpoint: Endpoint) -> Endpoint:
    """The webhook, locked. PermissionDenied: neither theirs nor theirs to look after; ValidationError: removed."""
    found = Endpoint.objects.select_for_update().filter(pk=endpoint.pk).first()
    if found is None:
        raise ValidationError(_("This webhook was removed meanwhile."))
    if not _may_look(user, found):
        raise PermissionDenied
    return found


def _own(user: User, endpoint: Endpoint) -> Endpoint:
    found = _held(user, endpoint)
    if found.owner_id != user.pk or not may(user, "make_webhooks"):
        raise PermissionDenied
    return found


def _sound(wishes: Wishes) -> dict[str, object]:
    """What is wished as it is kept. ValidationError by field."""
    name, url, wrong = " ".join(wishes.name.split()), wishes.url.strip(), {}
    kinds = [kind for kind in KINDS if kind in wishes.kinds]
    if not name or len(name) > LONGEST_NAME:
        wrong["name"] = _("Say in %(n)s signs at most what it is for.") % {"n": LONGEST_NAME}
    if not kinds or len(kinds) < len(set(wishes.kinds)):
        wrong["kinds"] = _("Tick at least one thing that it is told of.")
    try:
        outgoing.checked(url)
    except outgoing.RefusedError as error:
        wrong["url"] = str(error)
    if wrong:
        raise ValidationError(wrong)
    return {"name": name, "url": url, "kinds": kinds}
