"""Somebody who signed in asks what is held of them, or to be forgotten (GDPR, articles 15, 17 and 20)."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import AuditEvent, Invitation, User
from trousseau.access.rules import may
from trousseau.access.sessions import SessionStore
from trousseau.accounts.models import ManagerTerm, TeamMember, folded
from trousseau.knowledge import personal
from trousseau.knowledge.forgetting import suspects
from trousseau.knowledge.naming import Names
from trousseau.trust.models import ErasedPerson
from trousseau.trust.queries.person import held, names_of, naming, responsibilities, word_for

GONE = (
    "access.roleassignment", "access.visit", "access.apitoken", "notices.notice", "notices.letter", "notices.wishes",
    "notices.kindwish", "staffing.subject", "staffing.profile", "support.heldskill", "support.availability",
    "support.absence", "plans.calendarfeed",
)  # fmt: skip
"""Rows that are about one person and serve nobody once they are gone, by their `user`."""


def give_out(actor: User, user: User) -> dict[str, list[dict[str, Any]]]:
    """Give everything held of somebody, and write in the trail that it was given."""
    if not may(actor, "manage_privacy"):
        raise PermissionDenied
    with transaction.atomic():
        audit.record(actor, "person.given_out", user)
    return held(user)


def erase_person(actor: User, user: User, reason: str, *, confirmed: str) -> None:
    """Put a word in the place of somebody's name wherever it stands; what they did stays. It cannot be undone.

    Raises:
        PermissionDenied: not an administrator, or oneself.
        ValidationError: they still answer for something, no reason is given, or it is not confirmed by the word.
    """
    if not may(actor, "manage_privacy") or actor.pk == user.pk:
        raise PermissionDenied
    word, reason = word_for(user), " ".join(reason.split())[:300]
    still = responsibilities(user)
    if still:
        raise ValidationError([sentence for sentence, _url in still])
    if confirmed.strip() != word:
        raise ValidationError(_("Type “%(word)s” to confirm.") % {"word": word})
    if not reason or folded(user.name) in folded(reason):
        raise ValidationError(_("Say why, without the name: the person’s request, with its date."))
    with transaction.atomic():
        names = names_of(user, word)
        personal.discard(_accounts(user))
        for place, pk, texts in [*naming(names)]:
            place.model._base_manager.filter(pk=pk).update(**_fitting(place.model, texts))  # noqa: SLF001
        _leave_the_trail(user, names)
        _leave_the_house(user, word)
        ErasedPerson.objects.update_or_create(user=user, defaults={"reason": reason, "by": actor})
        audit.record(actor, "person.erased", user, after={"reason": reason})


def _accounts(user: User) -> set[int]:
    """Where they had a part: packs taken of these accounts name them."""
    terms = ManagerTerm.objects.filter(user=user).values_list("account", flat=True)
    return {*terms, *TeamMember.objects.filter(user=user).values_list("account", flat=True)}


def _fitting(model: Any, texts: Any) -> dict[str, Any]:  # noqa: ANN401 - a model, what JSON holds
    """Texts no longer than their columns."""
    longest = {name: getattr(model._meta.get_field(name), "max_length", None) for name in texts}  # noqa: SLF001
    return {
        name: text[: longest[name]] if longest[name] and isinstance(text, str) else text for name, text in texts.items()
    }


def _leave_the_trail(user: User, names: Names) -> None:
    """The word in the place of the name in events: theirs, about them, and those whose texts name them."""
    about = Q(actor=user) | Q(target_type=audit.kind_of(user), target_id=str(user.pk))
    named = suspects(AuditEvent.objects.all(), ("target_label", "before", "after"), names).values("pk")

    def change(event: AuditEvent) -> bool:
        was = (event.actor_label, event.target_label, event.before, event.after)
        if event.actor_id == user.pk:
            event.actor_label = names.word
        if event.target_type == audit.kind_of(user) and event.target_id == str(user.pk):
            event.target_label = names.word
            event.before, event.after = _unnamed(event.before, names.word), _unnamed(event.after, names.word)
        for field in ("target_label", "before", "after"):
            setattr(event, field, names.replaced(getattr(event, field), names.far))
        return (event.actor_label, event.target_label, event.before, event.after) != was

    audit.forget(AuditEvent.objects.filter(about | Q(pk__in=named)), change)


def _unnamed(said: Any, word: str) -> Any:  # noqa: ANN401 - what JSON holds
    return said and {name: word if name in {"name", "email"} and value else value for name, value in said.items()}


def _leave_the_house(user: User, word: str) -> None:
    for label in GONE:
        apps.get_model(label)._base_manager.filter(user=user).delete()  # noqa: SLF001 - Django's documented door
    for one in Session.objects.iterator():
        if str(SessionStore().decode(one.session_data).get("_auth_user_id")) == str(user.pk):
            one.delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    Invitation.objects.filter(Q(user=user) | Q(email__iexact=user.email)).delete()
    user.name, user.email, user.language, user.reports_to = word, f"erased-{user.pk}@erased.invalid", "", None
    user.set_unusable_password()
    user.save()
