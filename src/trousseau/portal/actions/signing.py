"""A version of the plan signed by both sides: asked, signed or declined by people of the client, countersigned by us.

Each answer tells which text it is about by its digest: nobody signs what they have not had before them.
"""

from __future__ import annotations

from typing import NoReturn

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.notices.telling import tell
from trousseau.plans.actions.writing import words
from trousseau.portal import signed
from trousseau.portal.access import Window, demand_sharing
from trousseau.portal.actions import answering
from trousseau.portal.models import Answer, Cosigning, Signature, Space

ASKED, ANSWERED, COUNTERSIGNED = "client.cosign", "client.cosign_answered", "client.cosign_done"
BESIDE = ("space__account__manager", "asked_by", "version")


def ask(user: User, space: Space, digest: str, why: str = "") -> Cosigning:
    """Ask the people of a client to sign the version approved last, as it was looked at: `digest` is of that text.

    A version before it that nobody signed is asked no longer; one that somebody signed stays as it is.
    """
    demand_sharing(user, space.account)
    with transaction.atomic():
        found = Space.objects.select_for_update(of=("self",)).select_related("account").get(pk=space.pk)
        if found.closed_at is not None:
            _refuse(_("The space is closed: open it first."))
        version = signed.last_version(found.account)
        if version is None:
            _refuse(_("No version of the plan is approved yet: there is nothing to sign."))
        if Cosigning.objects.filter(version=version, withdrawn_at=None).exists():
            _refuse(_("They are asked to sign this version already."))
        told = signed.told(found.account, version)
        if not told.count:
            _refuse(_("Nothing of this version is shared with them: share first what they are to sign."))
        if signed.digest(told.content) != digest:
            _refuse(_("What they would sign has changed since you looked at it: look at it again."))
        for old in found.cosignings.filter(withdrawn_at=None).exclude(signatures__answer=Answer.SIGNED):
            _withdrawn(user, old)
        said = words("why", why, 500)
        made = Cosigning.objects.create(
            space=found, version=version, content=told.content, digest=digest, why=said, asked_by=user
        )
        _recorded(user, "cosign.asked", made, things=told.count)
        url = reverse("portal:signing", args=[found.public_id, made.public_id])
        for member in found.members.filter(ended_at=None).select_related("user"):
            tell(member.user, ASKED, key=made.public_id, url=url, by=user.name, version=version.number)
    return made


def sign(window: Window, one: Cosigning, digest: str, word: str = "") -> Signature:
    """Sign it, as somebody of the client, with a word where they want one."""
    return _answered(window, one, digest, Answer.SIGNED, words("word", word, 1000))


def decline(window: Window, one: Cosigning, digest: str, reason: str) -> Signature:
    """Decline to sign it, and why; it may still be signed afterwards."""
    said = words("reason", reason, 1000, _("Say why: who asked you reads it."))
    return _answered(window, one, digest, Answer.DECLINED, said)


def countersign(user: User, one: Cosigning) -> Cosigning:
    """Sign it on our side, once somebody of the client has."""
    demand_sharing(user, one.space.account)
    with transaction.atomic():
        found = _held(one)
        if found.countersigned_at is not None:
            _refuse(_("It is countersigned already."))
        theirs = found.signatures.filter(answer=Answer.SIGNED).select_related("by")
        if not theirs:
            _refuse(_("Nobody of the client has signed it yet."))
        found.countersigned_by, found.countersigned_at = user, timezone.now()
        found.save(update_fields=["countersigned_by", "countersigned_at"])
        _recorded(user, "cosign.countersigned", found)
        url = reverse("portal:signing", args=[found.space.public_id, found.public_id])
        for each in theirs:
            if each.by is not None:
                tell(each.by, COUNTERSIGNED, key=found.public_id, url=url, by=user.name, version=found.version.number)
    return found


def withdraw(user: User, one: Cosigning) -> Cosigning:
    """No longer ask it; what somebody has signed stays."""
    demand_sharing(user, one.space.account)
    with transaction.atomic():
        found = _held(one)
        if found.signatures.filter(answer=Answer.SIGNED).exists():
            _refuse(_("Somebody has signed it: it stays. Approve the next version and ask for that one."))
        _withdrawn(user, found)
    return found


def _answered(window: Window, one: Cosigning, digest: str, answer: Answer, word: str) -> Signature:
    member = answering.member_of(window)
    with transaction.atomic():
        found = _held(one)
        if found.space_id != member.space_id:
            raise PermissionDenied
        if digest != found.digest:
            _refuse(_("This is not the text you had before you: read it again."))
        newer = Cosigning.objects.filter(space=found.space_id, withdrawn_at=None, asked_at__gt=found.asked_at)
        if newer.exists():
            _refuse(_("A newer version is asked meanwhile: read that one."))
        given = Signature.objects.filter(cosigning=found, by=member.user).first()
        if given is not None and given.answer == Answer.SIGNED:
            _refuse(_("You have signed it already: a signature stays."))
        if given is not None and given.answer == answer:
            _refuse(_("You have declined it already."))
        made = given or Signature(cosigning=found, by=member.user)
        made.answer, made.word, made.digest, made.at = answer, word, found.digest, timezone.now()
        made.save()
        _recorded(member.user, f"cosign.{answer.value}", found, **({"word": word} if word else {}))
        account = found.space.account
        for whom in {one.pk: one for one in (found.asked_by, account.manager) if one is not None}.values():
            tell(
                whom, ANSWERED, key=f"{found.public_id} {member.public_id} {answer.value}",
                url=reverse("portal:cosign", args=[account.public_id]), by=member.user.name, account=account.name,
                version=found.version.number, answer=answer.value, word=word,
            )  # fmt: skip
    return made


def _held(one: Cosigning) -> Cosigning:
    """What is asked, as it is now, locked; its text as it was when it was asked."""
    found = Cosigning.objects.select_for_update(of=("self",)).select_related(*BESIDE).get(pk=one.pk)
    if found.withdrawn_at is not None:
        _refuse(_("It is no longer asked."))
    if signed.digest(found.content) != found.digest:
        _refuse(_("The text is no longer, word for word, the one that was asked: ask for it anew."))
    return found


def _withdrawn(user: User, one: Cosigning) -> None:
    one.withdrawn_by, one.withdrawn_at = user, timezone.now()
    one.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _recorded(user, "cosign.withdrawn", one)


def _recorded(user: User, verb: str, one: Cosigning, **more: object) -> None:
    """Write it in the trail, with the digest: the trail proves which text it was."""
    told = {"version": one.version.number, "digest": one.digest, **more}
    audit.record(user, verb, one.space.account, after=told)


def _refuse(why: str) -> NoReturn:
    raise ValidationError({NON_FIELD_ERRORS: why})
