"""What people write under a request: text, files, and names of others who are told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.accounts.models import folded
from trousseau.figures.prose import LONGEST
from trousseau.knowledge.actions.documents import keep
from trousseau.support.actions.passing import tell_of
from trousseau.support.models import Answer, Message, Request
from trousseau.support.problems import SupportError
from trousseau.support.queries.requests import may_see

MOST_FILES = 10
MOST_NAMED = 20
AT = re.compile(r"(?:^|(?<=[\s(]))@(?=\w)")


def write(user: User, found: Request, text: str, files: Sequence[File[bytes]] = ()) -> Message:
    """Write under a request; whoever has to do with it is told, and whoever is named with an @.

    Raises:
        PermissionDenied: they do not see the request.
        SupportError: nothing was written, it is too long, a file is not kept, or someone named may not see it.
    """
    if not may_see(user, found):
        raise PermissionDenied
    text = text.replace("\x00", "").strip()
    if not text and not files:
        raise SupportError(_("Write something, or add a file."))
    if len(text) > LONGEST:
        raise SupportError(_("A text has at most 50,000 characters: put the rest into a file."))
    if len(files) > MOST_FILES:
        raise SupportError(_("Add ten files at most to one message."))
    named = mentioned(text)
    for person in named:
        if not may_see(person, found):
            raise SupportError(
                _("{name} may not see this request, so cannot be named: hand it on, or add them to the team.").format(
                    name=person
                )
            )
    try:
        with transaction.atomic():
            return _written(user, found, text, files, named)
    except ValidationError as error:
        raise SupportError(" ".join(error.messages)) from error


def mentioned(text: str) -> list[User]:
    """The people a text names: @ and a full name, or what stands before the @ of their address."""
    ends = [folded(text[found.end() : found.end() + 120]) for found in AT.finditer(text)]
    if not ends:
        return []
    people = User.objects.filter(is_active=True).prefetch_related("assignments")
    names = [(folded(name), person) for person in people for name in (person.name, person.email.split("@")[0]) if name]
    names.sort(key=lambda pair: -len(pair[0]))
    found: dict[int, User] = {}
    for end in ends[:MOST_NAMED]:
        person = next((person for name, person in names if re.match(rf"{re.escape(name)}(?!\w)", end)), None)
        if person is not None:
            found[person.pk] = person
    return list(found.values())


def _written(user: User, found: Request, text: str, files: Sequence[File[bytes]], named: list[User]) -> Message:
    made = Message.objects.create(request=found, author=user, text=text, at=timezone.now())
    made.mentioned.set(named)
    made.files.set([keep(user, found.account, file, listed=False) for file in files])
    record(user, "request.written", found.account, after={"request": found.title, "files": len(files)})
    for person in named:
        if person != user:
            tell_of(found, person, "request.named", f"message:{made.pk}", person=str(user))
    for person in _concerned(found):
        if person != user and person not in named and may_see(person, found):
            tell_of(found, person, "request.written", f"message:{made.pk}", person=str(user))
    return made


def _concerned(found: Request) -> set[User]:
    """Who asked, whose it is, who is asked now, who wrote before."""
    offers = found.offers.filter(answer=Answer.OPEN).select_related("user")
    messages = found.messages.select_related("author")
    people = {found.asker, found.owner, *(offer.user for offer in offers), *(one.author for one in messages)}
    return {person for person in people if person is not None}
