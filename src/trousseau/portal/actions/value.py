"""What a person of the client says of something we brought to them, in their own space."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from trousseau.plans.actions import value
from trousseau.plans.models.value import Delivered, Opinion
from trousseau.portal.access import Window
from trousseau.portal.items import shown

ANSWERS = frozenset({Opinion.CONFIRMED.value, Opinion.CONTESTED.value})


def answer(window: Window, public_id: str, opinion: str, *, said: str, revision: int) -> Delivered:
    """Confirm that it was brought, with a word where one is wanted; or contest it, and say why.

    Raises:
        PermissionDenied: one of us only looks.
        ValidationError: no such answer, it is shared no longer, it was changed meanwhile, or the word is missing or
            too long.
    """
    if window.member is None:
        raise PermissionDenied
    if opinion not in ANSWERS:
        raise ValidationError({NON_FIELD_ERRORS: _("Confirm it, or contest it and say why.")})
    found: Delivered | None = shown(window, "value").filter(public_id=public_id).first()
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("It is no longer shared with you.")})
    who = window.member.user
    return value.answered(who, found, Opinion(opinion), by=who.name, said=said, revision=revision)
