"""Who is invited to a meeting, who should be told again, and what each answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.knowledge.models import Contact
from trousseau.plans.models import Invitation, Meeting
from trousseau.plans.models.invitations import Method
from trousseau.plans.models.rhythm import Held


@dataclass(frozen=True)
class Guest:
    """Somebody who takes part, or did when they were invited."""

    who: User | Contact
    there: bool
    """Whether they still take part."""
    last: Invitation | None
    """The last message to them."""
    due: str
    """The method of the message they should get now; "" for none."""
    reachable: bool
    """Whether their address is one."""

    @property
    def key(self) -> str:
        """What stands for them in a form."""
        return f"u{self.who.pk}" if isinstance(self.who, User) else f"c{self.who.public_id}"

    @property
    def moved(self) -> bool:
        """Whether they know another time or place."""
        return bool(self.due == Method.REQUEST and self.last and self.last.method == Method.REQUEST)


def occasion(meeting: Meeting) -> str:
    """When and where a meeting is, as what was sent of it is compared with."""
    at = meeting.at.isoformat("minutes") if meeting.at else ""
    return f"{meeting.on.isoformat()} {at} {meeting.lasts} {meeting.where}"


def guests(user: User, meeting: Meeting) -> list[Guest]:
    """Everybody a meeting concerns, ours first; those of theirs only for who may know them; three queries."""
    last: dict[User | Contact, Invitation] = {}
    for one in Invitation.objects.filter(meeting=meeting).select_related("user", "contact"):
        who = one.user or one.contact
        if who is not None:
            last[who] = one
    ours = [meeting.organiser, *meeting.people.all()]
    people: list[User | Contact] = [one for one in ours if one is not None and one.is_active]
    if may(user, "read_contacts"):
        people += [one for one in meeting.contacts.all() if one.left_on is None and one.erased_at is None]
    found = [_guest(meeting, one, last.get(one), there=True) for one in dict.fromkeys(people)]
    gone = [one for one in last if one not in people and (isinstance(one, User) or may(user, "read_contacts"))]
    return found + [_guest(meeting, one, last[one], there=False) for one in gone]


def _guest(meeting: Meeting, who: User | Contact, last: Invitation | None, *, there: bool) -> Guest:
    reachable = _reachable(who.email)
    invited = last is not None and last.method == Method.REQUEST
    due = ""
    if meeting.state == Held.CANCELLED or not there:
        due = Method.CANCEL if invited else ""
    elif meeting.state == Held.PLANNED and meeting.on >= timezone.localdate():
        told = last is not None and invited and last.occasion == occasion(meeting)
        due = "" if told else Method.REQUEST
    erased = isinstance(who, Contact) and who.erased_at is not None
    return Guest(who, there, last, due if reachable and not erased else "", reachable)


def _reachable(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
