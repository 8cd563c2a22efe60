"""Nothing is written before its person said yes: a question, its confirmation, and the write, done once.

The question goes to the person by elicitation where their program can; else the tool answers with what it would write
and a confirmation, and writes when it is called again with it. A confirmation holds for ten minutes, for the token it
was made for and for what was shown; used again it gives the first answer, and writes nothing more.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Literal

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pydantic import BaseModel, Field

from trousseau.access.audit import by_way_of
from trousseau.access.once import reading
from trousseau.api.mcp import saying
from trousseau.api.mcp.caller import Caller
from trousseau.api.mcp.tools import Asked, Intent, Told, Writes
from trousseau.api.models import Repeat
from trousseau.api.representing import key_of

HOLDS = 600
"""Seconds between question and yes."""
_SALT = "trousseau.api.mcp.confirmation"


class Confirmable(Asked):
    """What every tool that writes is asked beside."""

    confirmation: str | None = Field(
        default=None,
        max_length=1_000,
        description="Leave it out first. The answer then says what would be written: show that to the person, and only "
        "once they agree call again with the same arguments and the confirmation of that answer.",
    )


class Written(BaseModel):
    """What came of it."""

    status: Literal["written", "to_confirm", "declined"]
    summary: str = Field(description="What was written, or would be")
    confirmation: str | None = Field(
        default=None, description="To call again with, once the person agreed; holds 10 minutes"
    )
    again: bool = Field(default=False, description="true: it had been written before, and was not written twice")
    id: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Question:
    """What a person is asked, and the confirmation that their yes is worth."""

    summary: str
    confirmation: str

    def told(self) -> Told:
        """The question as the answer of a tool, for a program that cannot ask its person itself."""
        data = Written(status="to_confirm", summary=self.summary, confirmation=self.confirmation)
        ask = _(
            "Nothing is written yet. Show this to the person; once they agree, call again with the same arguments and "
            "this confirmation (it holds 10 minutes): %(confirmation)s"
        ) % {"confirmation": self.confirmation}
        return Told(data, f"{self.summary}\n\n{ask}")

    @staticmethod
    def declined() -> Told:
        """That the person said no."""
        said = _("Nothing was written: the person did not agree.")
        return Told(Written(status="declined", summary=said), said)


def question(caller: Caller, tool: Writes, asked: Confirmable) -> Question:
    """What a tool would write, tried and taken back first: what is refused is refused before anybody is asked."""
    intent = _intended(caller, tool, asked)
    with transaction.atomic():
        intent.do()
        transaction.set_rollback(True)
    said = [caller.token.pk, secrets.token_hex(8), _digest(tool, asked), _of(intent.summary)]
    return Question(intent.summary, signing.dumps(said, salt=_SALT, compress=True))


def _intended(caller: Caller, tool: Writes, asked: Confirmable) -> Intent:
    """What a tool would write; nothing is written meanwhile, so what it asks twice is read once."""
    with reading():
        return tool.intend(caller, asked)


def settled(caller: Caller, tool: Writes, asked: Confirmable, confirmation: str) -> Told:
    """Write what was agreed to, once.

    Raises:
        ValidationError: the confirmation is of something else, of somebody else, or too old.
    """
    key, shown = _read(caller, tool, asked, confirmation)
    kept = Repeat.objects.filter(token=caller.token, key=key).first()
    if kept is not None:
        return _again(kept)
    intent = _intended(caller, tool, asked)
    if _of(intent.summary) != shown:
        said = _("What would be written is no longer what was shown: call again without confirmation, and ask again.")
        raise ValidationError({"confirmation": said})
    try:
        with transaction.atomic():
            kept = Repeat.objects.create(token=caller.token, key=key, digest=_digest(tool, asked), status=200)
            return _written(caller, intent, kept)
    except IntegrityError:
        kept = Repeat.objects.filter(token=caller.token, key=key).first()
        if kept is None:
            raise
        return _again(kept)


def _written(caller: Caller, intent: Intent, kept: Repeat) -> Told:
    with by_way_of("MCP"):
        made = intent.do()
    data = Written(status="written", summary=intent.summary, id=key_of(made), url=caller.url(intent.place(made)))
    kept.body = data.model_dump_json()
    kept.save(update_fields=["body"])
    return Told(data, saying.page(pgettext("by an assistant", "Written."), data.summary, data.url or ""))


def _again(kept: Repeat) -> Told:
    data = Written.model_validate_json(kept.body)
    data.again = True
    return Told(
        data, saying.page(_("It had been written already, and was not written twice."), data.summary, data.url or "")
    )


def _read(caller: Caller, tool: Writes, asked: Confirmable, confirmation: str) -> tuple[str, str]:
    """The key under which it is done once, and what the person was shown."""
    try:
        token, nonce, digest, shown = signing.loads(confirmation, salt=_SALT, max_age=HOLDS)
    except (signing.BadSignature, ValueError, TypeError):
        token, nonce, digest, shown = None, "", "", ""
    if token != caller.token.pk:
        said = _("This is no confirmation of yours, or older than 10 minutes: call again without it, and ask again.")
        raise ValidationError({"confirmation": said})
    if digest != _digest(tool, asked):
        said = _("This confirmation is of something else: send the very arguments it was given for.")
        raise ValidationError({"confirmation": said})
    return f"mcp {nonce}", shown


def _digest(tool: Writes, asked: Confirmable) -> str:
    """What was asked, whatever the order of its words."""
    said = asked.model_dump(mode="json", exclude={"confirmation"})
    return _of(json.dumps([tool.name, said], sort_keys=True))


def _of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
