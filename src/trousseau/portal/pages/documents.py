"""Files shared with the client: what each is and how large; given out as downloads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.knowledge.filetypes import SUFFIXES
from trousseau.knowledge.models import Document
from trousseau.portal.access import Window
from trousseau.portal.items import KINDS, shown
from trousseau.portal.pages import shell
from trousseau.portal.pages.heard import heard
from trousseau.portal.told import ToldDocument
from trousseau.portfolio.words import language

ON_HOME = 4


@dataclass(frozen=True)
class File:
    """A file as a list shows it."""

    told: ToldDocument
    type: str
    size: str


def files(window: Window) -> list[File]:
    """The shared files, the newest first."""
    return [
        File(one, SUFFIXES.get(one.kind, ("",))[0].upper(), filesizeformat(one.size))
        for one in heard(window, "document")
    ]


def section(window: Window) -> dict[str, Any] | None:
    """The newest files, on the first page."""
    found = files(window)
    return {"files": found[:ON_HOME], "total": len(found)} if found else None


def page(window: Window) -> dict[str, Any]:
    """All of them."""
    found = files(window)
    said = ngettext("We share {n} document with you.", "We share {n} documents with you.", len(found))
    finding = said.format(n=language().number(len(found))) if found else _("No document is shared with you yet.")
    return shell.around(window, "documents") | {"finding": finding, "files": found}


def file_or_404(window: Window, public_id: str) -> Document:
    """The row of a shared file, whose content is given out."""
    found: Document | None = shown(window, "document").filter(public_id=public_id).first()
    if found is None or KINDS["document"].barred(found):
        raise Http404
    return found
