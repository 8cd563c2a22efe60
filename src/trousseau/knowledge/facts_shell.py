"""What facts and files of clients hand to the rooms around them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trousseau.access.audit import describe


def register() -> None:
    """Register everything; once, at the start."""
    describe(
        {
            "document.kept": _("File kept"),
            "document.removed": _("File removed"),
        }
    )
