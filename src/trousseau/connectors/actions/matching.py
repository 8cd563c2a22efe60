"""Saying that a record of a CRM is something of ours, is not, is nothing of ours, or is it no more."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.connectors.models import Candidate, Remote, Run
from trousseau.connectors.models.remote import Linked
from trousseau.connectors.protocol import Entity
from trousseau.connectors.queries.matching import leaving
from trousseau.connectors.runs import accounts, people
from trousseau.connectors.runs.accounts import of_records
from trousseau.connectors.runs.log import NOTED, Log
from trousseau.connectors.runs.matching import known_accounts, proposals
from trousseau.connectors.runs.run import follow
from trousseau.knowledge.access import may_edit
from trousseau.knowledge.models import Contact

State = Candidate.State


class Aside(Log):
    """The log of what a hand does, which belongs to no run: the trail tells it."""

    def __init__(self) -> None:
        self.run, self.share, self._calls, self._noted, self._fresh = Run(), None, 0, NOTED, []


def link(user: User, candidate: Candidate) -> Remote:
    """Say that a record is the account, or the contact, it may be; what belongs to it follows.

    Raises:
        PermissionDenied: may not.
        ValidationError: somebody decided meanwhile, or the record is there no more.
    """
    with transaction.atomic():
        one, row = _held(user, candidate)
        before = _named(row)
        row.account_id = one.account_id or row.account_id
        row.contact_id = one.contact_id or row.contact_id
        row.link(Linked.HAND, user)
        row.save(update_fields=["account", "contact", "linked", "linked_by", "linked_at"])
        _decide(one, State.TAKEN, user)
        row.candidates.filter(state=State.OPEN).delete()
        record(user, "record.linked", row, before=before, after=_named(row))
        if one.account_id:
            follow(row.connection, [row.external_id], Aside())
        else:
            people.take(row.connection, [row], Aside())
    return row


def refuse(user: User, candidate: Candidate) -> Remote:
    """Say that a record is not what it may be. A person who is nobody else known is taken over."""
    with transaction.atomic():
        one, row = _held(user, candidate)
        _decide(one, State.REFUSED, user)
        if one.contact_id and not row.candidates.filter(state=State.OPEN).exists():
            _take_over(row)
    return row


def apart(user: User, item: Remote) -> Remote:
    """Say that an account of a CRM is none of ours: it is proposed no more."""
    with transaction.atomic():
        row = _record(user, item)
        before = _named(row)
        _let_go(row, Linked.APART, user)
        row.candidates.filter(state=State.OPEN).update(state=State.REFUSED, decided_by=user, decided_at=timezone.now())
        record(user, "record.unlinked", row, before=before, after={"linked": Linked.APART.value})
    return row


def reconsider(user: User, item: Remote) -> Remote:
    """Take back that a record is none of ours: it is linked by its code, or proposed anew."""
    with transaction.atomic():
        row = _record(user, item)
        if row.linked != Linked.APART:
            raise _decided()
        row.candidates.filter(state=State.REFUSED).delete()
        row.link(Linked.NOT, user)
        by_code = bool(accounts.link([row], accounts.Codes(), Aside()))
        row.looked = True
        row.save(update_fields=["account", "looked", "linked", "linked_by", "linked_at"])
        if by_code:
            follow(row.connection, [row.external_id], Aside())
        else:
            Candidate.objects.bulk_create(proposals(row, known_accounts()), ignore_conflicts=True)
        record(user, "record.reconsidered", row, after=_named(row))
    return row


def unlink(user: User, item: Remote) -> int:
    """Take the link of a record with an account of ours back; gives how many people went with it.

    The two are not proposed for each other again. Where the customer's code made the link it would make it anew: such a
    record is none of ours from now on.
    """
    with transaction.atomic():
        row = _record(user, item)
        if row.account_id is None:
            raise ValidationError({NON_FIELD_ERRORS: _("This record is linked to no account.")})
        before, by_code = _named(row), row.linked == Linked.CODE
        decided = {"state": State.REFUSED, "decided_by": user, "decided_at": timezone.now()}
        Candidate.objects.update_or_create(
            record=row, account_id=row.account_id, defaults=decided, create_defaults={**decided, "score": 0}
        )
        gone = _let_go(row, Linked.APART if by_code else Linked.NOT, user)
        record(user, "record.unlinked", row, before=before, after={"people": gone})
    return gone


def _let_go(row: Remote, how: Linked, user: User) -> int:
    """Leave the account: people whom only this record made go, the others stay without it; deals are nobody's."""
    went = [contact.pk for contact in leaving(row)]
    theirs = Remote.objects.filter(
        connection=row.connection, entity=Entity.CONTACT.value, belongs_to=row.external_id, contact__isnull=False
    )
    if row.account_id:
        theirs.update(contact=None, taken={}, linked=Linked.NOT, linked_by=None, linked_at=None)
        Contact.every.filter(pk__in=went).delete()
    row.account, row.looked = None, False
    row.link(how, user)
    row.save(update_fields=["account", "looked", "linked", "linked_by", "linked_at"])
    follow(row.connection, [row.external_id], Aside())
    return len(went)


def _held(user: User, candidate: Candidate) -> tuple[Candidate, Remote]:
    one = Candidate.objects.select_related("account", "contact__account").filter(pk=candidate.pk).first()
    if one is None:
        raise _decided()
    seen = one.account or (one.contact.account if one.contact else None)
    allowed = may(user, "match_records") if one.contact is None else may_edit(user, one.contact.account)
    if seen is None or not allowed or not access.sees(user, seen):
        raise PermissionDenied
    row = Remote.objects.select_for_update().get(pk=one.record_id)
    if row.gone_at is not None or not Candidate.objects.filter(pk=one.pk, state=State.OPEN).exists():
        raise _decided()
    return one, row


def _record(user: User, item: Remote) -> Remote:
    row = Remote.objects.select_for_update().filter(pk=item.pk, entity=Entity.ACCOUNT.value).first()
    if row is None:
        raise _decided()
    if not may(user, "match_records") or (row.account is not None and not access.sees(user, row.account)):
        raise PermissionDenied
    return row


def _decided() -> ValidationError:
    return ValidationError(
        {NON_FIELD_ERRORS: _("This was decided meanwhile, or the record is gone: look at the next.")}
    )


def _decide(one: Candidate, state: Candidate.State, user: User) -> None:
    one.state, one.decided_by, one.decided_at = state, user, timezone.now()
    one.save(update_fields=["state", "decided_by", "decided_at"])


def _take_over(row: Remote) -> None:
    account = of_records(row.connection, [row.belongs_to]).get(row.belongs_to)
    if account is None or row.contact_id is not None:
        return
    contact = people.made_of(row, account, row.connection, people.told(row))
    contact.save()
    row.contact, row.taken = contact, people.told(row) | {"account": account}
    row.link(Linked.MADE)
    row.save(update_fields=["contact", "taken", "linked", "linked_by", "linked_at"])


def _named(row: Remote) -> dict[str, str]:
    """What a record is of ours; a person by their key alone."""
    if row.contact_id:
        return {"contact": row.contact.public_id if row.contact else ""}
    return {"account": row.account.name if row.account else ""}
