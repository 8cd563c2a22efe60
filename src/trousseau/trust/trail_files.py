"""The trail as files, with the numbers and digests of its chain: written to disk as it is read, whatever its length.

A line of the JSON file holds all that its link is reckoned from (`access/links.py`), so that anybody can check it:
`trousseau doctor --audit --file FILE`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _

from trousseau.access import chain
from trousseau.access.audit import SENTENCES
from trousseau.access.models import AuditEvent, AuditLink
from trousseau.accounts.exports import MOST_IN_MEMORY, TYPES, as_file
from trousseau.figures.export import SHEET_ROWS, Cell

KINDS = ("jsonl", *TYPES)
BATCH = 500
Line = dict[str, Any]


class TooLongError(Exception):
    """More events than a sheet can hold."""


def as_trail_file(events: QuerySet[AuditEvent], kind: str) -> FileResponse:
    """Some of the trail, oldest first, as JSON lines, CSV or a workbook.

    Raises:
        TooLongError: a workbook of more rows than a sheet can hold.
    """
    chain.seal()
    if kind != "jsonl":
        try:
            return as_file(_header(), (_row(line) for line in lines(events)), kind, _("audit"))
        except ValueError as error:
            raise TooLongError(SHEET_ROWS - 1) from error
    file = tempfile.SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115 - the response closes it
    for line in lines(events):
        file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_('audit')}.jsonl", content_type="application/jsonl")


def lines(events: QuerySet[AuditEvent]) -> Iterator[Line]:
    """Every link of some events, in the order of the chain, with what it is reckoned from."""
    shown = events.order_by().filter(pk=OuterRef("event"))
    links, at = AuditLink.objects.filter(Exists(shown)).order_by("number"), 0
    begins = chain.begun()
    while found := list(links.filter(number__gt=at)[:BATCH]):
        said = AuditEvent.objects.in_bulk([link.event for link in found])
        near = AuditLink.objects.filter(number__in=[link.number - 1 for link in found])
        previous = {begins.number: begins.digest, **dict(near.values_list("number", "digest"))}
        yield from (_line(link, said[link.event], previous[link.number - 1]) for link in found)
        at = found[-1].number


def _line(link: AuditLink, event: AuditEvent, previous: str) -> Line:
    return {
        "number": link.number, "previous": previous, "digest": link.digest, "salt": link.salt, "texts": link.texts,
        "event": event.pk, "at": event.at.isoformat(), "actor": event.actor_id, "actor_label": event.actor_label,
        "verb": event.verb, "target_type": event.target_type, "target_id": event.target_id,
        "target_label": event.target_label, "before": event.before, "after": event.after,
    }  # fmt: skip


def _header() -> list[str]:
    return [
        _("Number"), _("When"), _("Who"), _("What"), _("On what"), _("Before"), _("After"), _("Verb"), _("Kind"),
        _("Key"), _("Event"), _("Digest"), _("Digest before"), _("Digest of the texts"), _("Salt"),
    ]  # fmt: skip


def _row(line: Line) -> list[Cell]:
    return [
        line["number"], line["at"], line["actor_label"], str(SENTENCES.get(line["verb"], line["verb"])),
        line["target_label"], _said(line["before"]), _said(line["after"]), line["verb"], line["target_type"],
        line["target_id"], line["event"], line["digest"], line["previous"], line["texts"], line["salt"],
    ]  # fmt: skip


def _said(values: object) -> str:
    return "" if values is None else json.dumps(values, ensure_ascii=False)
