"""Small questions answered: with one field, or with “not now” or “nobody knows”."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import Organisation, User
from trousseau.accounts.rows import language
from trousseau.figures.typed import TypedError, problem, typed
from trousseau.knowledge.access import may_tell
from trousseau.knowledge.actions import facts, people_questions
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Answered, Asked, Reply
from trousseau.knowledge.queries.questions import SmallQuestion

PUT_OFF: dict[str, int] = {Reply.LATER: 7, Reply.NOBODY: 90}
"""Days a question rests after an answer that is none."""
LONGEST = 200
NUMBERS = frozenset({"owners", "shares", "figures"})
"""Questions whose answer is a number."""


def answer(user: User, question: SmallQuestion, text: str) -> None:
    """Keep the answer of a question as a fact, told by who answers, true today.

    Raises:
        PermissionDenied: may not tell facts of the account.
        ValidationError: nothing, too long or no number, in one sentence.
    """
    if not may_tell(user, question.account):
        raise PermissionDenied
    if question.code.startswith("stale_") and question.fact is not None:
        facts.confirm(user, question.fact)
        return
    text = " ".join(text.split())
    if not text:
        raise ValidationError(_("Write an answer, or choose “not now” or “nobody knows”."), code="empty")
    if len(text) > LONGEST:
        raise ValidationError(_("Keep it under 200 signs; the rest belongs in the Knowledge tab."), code="long")
    if question.code in people_questions.ANSWERS:
        people_questions.answer(user, question, text)
        return
    today = timezone.localdate()
    said: dict[str, object] = {"said_on": today, "source": _("Asked on Home")}
    number = _number(text, question) if question.code in NUMBERS else None
    if question.fact is not None:
        changes: dict[str, dict[str, object]] = {
            "answers": {"answered": Answered.ANSWERED, "answer": text},
            "owners": {"percent": number},
            "shares": {"share": number},
        }
        facts.change(user, question.fact, changes[question.code] | said, seen=question.fact.revision)
        return
    told: dict[str, tuple[str, dict[str, object]]] = {
        "stakes": ("stake", {"title": text, "importance": 3}),
        "competitors": ("competitor", {"name": text}),
        "entities": ("entity", {"name": text}),
        "sites": ("site", {"name": text}),
        "figures": (
            "economics",
            {"name": _("Turnover"), "value": number, "unit": f"M{Organisation.current().base_currency}",
             "period": str(today.year - 1)},
        ),
    }  # fmt: skip
    kind, values = told[question.code]
    facts.tell(user, question.account, KINDS[kind], values | said)


def put_off(user: User, question: SmallQuestion, reply: Reply) -> None:
    """Let a question rest: not now, a week; nobody knows, three months, and the page says that it was asked."""
    if not may_tell(user, question.account):
        raise PermissionDenied
    until = timezone.localdate() + dt.timedelta(days=PUT_OFF[reply])
    with transaction.atomic():
        Asked.objects.update_or_create(
            account=question.account,
            question=question.name,
            defaults={"reply": reply, "by": user, "at": timezone.now(), "until": until},
        )
        if reply == Reply.NOBODY:
            audit.record(user, "question.nobody_knows", question.account, after={"question": question.name})


def _number(text: str, question: SmallQuestion) -> object:
    """The number of an answer."""
    try:
        number = typed(text, language())
    except TypedError as error:
        raise ValidationError(problem(error, language()), code="number") from None
    if number is None or number < 0 or (question.code != "figures" and not 0 < number <= 100):
        raise ValidationError(_("Write a share above 0, up to 100."), code="share")
    return number
