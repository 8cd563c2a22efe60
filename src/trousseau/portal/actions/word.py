"""The word of the account's manager on the first page of the client: written, changed, taken away."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.plans.actions.writing import meanwhile, words
from trousseau.portal.access import demand_sharing
from trousseau.portal.models import Space

MOST = 400


def plain(text: str) -> str:
    """A word as it will stand on the page; refused where it says nothing or too much."""
    return words("word", text, MOST, _("Write what the client is to read."))


def write(user: User, space: Space, text: str, revision: int) -> Space:
    """Put a word under the sentence of the first page, with the name of who writes it and the day."""
    demand_sharing(user, space.account)
    said = plain(text)
    with transaction.atomic():
        found = _held(space, revision)
        return _put(user, found, said, "space.word_written")


def remove(user: User, space: Space, revision: int) -> Space:
    """Take the word away; nothing stands there then."""
    demand_sharing(user, space.account)
    with transaction.atomic():
        found = _held(space, revision)
        return _put(user, found, "", "space.word_removed") if found.word else found


def _held(space: Space, revision: int) -> Space:
    found = Space.objects.select_for_update(of=("self",)).select_related("account").get(pk=space.pk)
    if found.closed_at is not None:
        raise ValidationError({NON_FIELD_ERRORS: _("The space is closed: open it first.")})
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: meanwhile(found.account)})
    return found


def _put(user: User, space: Space, said: str, verb: str) -> Space:
    before = space.word
    space.word, space.revision = said, space.revision + 1
    space.word_by, space.word_at = (user, timezone.now()) if said else (None, None)
    space.save(update_fields=["word", "word_by", "word_at", "revision"])
    audit.record(user, verb, space.account, before={"word": before}, after={"word": said})
    return space
