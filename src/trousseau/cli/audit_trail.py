"""What `trousseau doctor --audit` says of the audit trail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from trousseau.cli.failures import Words

if TYPE_CHECKING:
    from trousseau.access.chain import Broken, Head

HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


def noted(text: str | None) -> tuple[int, str] | None:
    """A head as it is typed: number and digest."""
    if text is None:
        return None
    found = HEAD.fullmatch(text.strip().lower())
    if found is None:
        raise click.UsageError("--head is a number, a colon and 64 hexadecimal digits, as --audit gave it.")
    return int(found[1]), found[2]


def examined(words: Words, head: tuple[int, str] | None) -> tuple[str, str]:
    """The state of the trail and what is said of it; the whole chain is read."""
    from trousseau.access import chain  # noqa: PLC0415 - models exist once Django is ready

    verdict = chain.verify(chain.Head(*head) if head else None)
    if verdict.broken is not None:
        return "bad", _fault(words, verdict.broken, verdict.head)
    said = words.text("{n} links, unbroken; note this head elsewhere: {head}").format(
        n=verdict.links, head=verdict.head
    )
    if verdict.begins.number:
        begins = words.text("the trail begins after link {number}: older events were taken out.")
        said = f"{said} · {begins.format(number=verdict.begins.number)}"
    if verdict.early:
        early = words.text("the head you gave lies before that and can no longer be compared.")
        return "watch", f"{said} · {early}"
    if verdict.waiting:
        waiting = words.text("{n} newest events have no link yet: the next action links them.")
        return "watch", f"{said} · {waiting.format(n=verdict.waiting)}"
    return "ok", said


def _fault(words: Words, broken: Broken, head: Head) -> str:
    told = {
        "gone": words.text("event {event} is gone (link {number})."),
        "changed": words.text("event {event} or its link does not read as it was written (link {number})."),
        "texts": words.text("what event {event} says was before or after was changed (link {number})."),
        "missing": words.text("a link is missing before link {number}."),
        "slipped_in": words.text("event {event} was slipped in: it is old and has no link."),
        "cut": words.text(
            "the noted head {number} is not in the chain: its end was cut off, or all of it written anew."
        ),
    }[broken.fault]
    mend = words.text("Up to {head} all is as it was written; compare with a copy from before.")
    return f"{told.format(event=broken.event, number=broken.number)} {mend.format(head=head)}"
