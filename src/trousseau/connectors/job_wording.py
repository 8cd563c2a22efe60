"""How a reading that failed is told, in the language of who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES = {
    "busy": gettext_lazy("“{name}” is being read already: look at its run, or wait until it ends."),
    "run_failed": gettext_lazy("“{name}” could not be read whole: its run says what is to be mended."),
}


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Why a job of this room failed, and what to do."""
    known = SENTENCES.get(code)
    return str(known).format(**params) if known else _("It failed: {code}.").format(code=code)
