"""Small questions about people answered: who decides, who looks after and weighs on them, who is still there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.accounts.models import folded
from trousseau.knowledge.actions import lines, people
from trousseau.knowledge.models import BuyingRole, Contact, Stance
from trousseau.knowledge.queries.people import owners
from trousseau.knowledge.queries.questions import SmallQuestion


def answer(user: User, question: SmallQuestion, text: str) -> None:
    """Keep the answer, told by who answers, true today.

    Raises:
        PermissionDenied: the person is not theirs to tell of.
        ValidationError: no answer to this question, in one sentence.
    """
    with transaction.atomic():
        ANSWERS[question.code](user, question, text)


def _decides(user: User, question: SmallQuestion, text: str) -> None:
    known = _named(question, text)
    if known is None:
        people.add_contact(user, question.account, **_split(text), buying_role=BuyingRole.DECIDES, **_said())
    else:
        _change(user, known, buying_role=BuyingRole.DECIDES)


def _looked_after(user: User, question: SmallQuestion, text: str) -> None:
    owner = owners().filter(pk=text).first() if text.isdecimal() and len(text) < 18 else None
    if owner is None:
        raise ValidationError(_("Choose one of us in the list."), code="owner")
    _change(user, _about(question), owner=owner)


def _stands(user: User, question: SmallQuestion, text: str) -> None:
    if text not in Stance.values:
        raise ValidationError(_("Choose where they stand in the list."), code="stance")
    _change(user, _about(question), stance=text)


def _weighs(user: User, question: SmallQuestion, text: str) -> None:
    by = _named(question, text) or people.add_contact(user, question.account, **_split(text), **_said())
    lines.influences(user, by, _about(question), source=_("Asked on Home"))


def _still_there(user: User, question: SmallQuestion, text: str) -> None:
    if text == "yes":
        _change(user, _about(question))
    elif text == "left":
        people.contact_left(user, _about(question))
    else:
        raise ValidationError(_("Say whether they are still there, or that you do not know."), code="still_there")


ANSWERS: Mapping[str, Callable[[User, SmallQuestion, str], None]] = {
    "who_decides": _decides,
    "owner": _looked_after,
    "stance": _stands,
    "influences": _weighs,
    "still_there": _still_there,
}


def _about(question: SmallQuestion) -> Contact:
    assert question.who is not None  # noqa: S101 - the question is about one
    return question.who


def _said() -> dict[str, object]:
    return {"said_on": timezone.localdate(), "source": _("Asked on Home")}


def _change(user: User, contact: Contact, **values: object) -> None:
    people.change_contact(user, contact, values | _said(), seen=contact.revision)


def _split(text: str) -> dict[str, str]:
    """A person as one writes them in a field: the name, and after a comma what they are."""
    name, _comma, title = text.partition(",")
    return {"name": name.strip(), "title": title.strip()}


def _named(question: SmallQuestion, text: str) -> Contact | None:
    """The known person an answer names; None: nobody known.

    Raises:
        ValidationError: several people have that name.
    """
    wanted = folded(_split(text)["name"])
    found = [one for one in question.among if folded(one.name) == wanted]
    if len(found) > 1:
        raise ValidationError(
            _("%(n)s people here are called %(name)s: say it on the People tab, for the right one.")
            % {"n": len(found), "name": found[0].name},
            code="several",
        )
    return found[0] if found else None
