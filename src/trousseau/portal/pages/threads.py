"""A thread of comments, as the client reads it."""

from __future__ import annotations

from typing import Any

from trousseau.portal.access import Window
from trousseau.portal.pages import shell
from trousseau.portal.queries.threads import PROPOSAL, Thread, said_in
from trousseau.portal.voice_forms import CommentForm


def thread(window: Window, found: Thread, form: CommentForm | None = None) -> dict[str, Any]:
    """What was said, and the form."""
    return shell.around(window, "ideas" if found.kind == PROPOSAL else "home") | {
        "thread": found,
        "comments": said_in(window.space, found),
        "form": form or CommentForm(auto_id="c-%s"),
    }
