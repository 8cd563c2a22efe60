"""What a password may not hold: names that whoever guesses would try first."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, User

SHORTEST = 4
"""Letters of a name that counts: shorter ones stand in many words."""


class NoNames:
    """No word of the company's name, of the person's name or of their address."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError, which names the word to leave out."""
        company = Organisation.objects.values_list("name", flat=True).first() or ""
        known = [company, getattr(user, "name", ""), getattr(user, "email", "").partition("@")[0]]
        typed = _plain(password)
        for word in re.findall(r"[^\W\d_]+", " ".join(known)):
            if len(word) >= SHORTEST and _plain(word) in typed:
                raise ValidationError(_("The password holds “%(word)s”: leave names out.") % {"word": word})

    def get_help_text(self) -> str:
        """Say it before."""
        return _("Your password must not hold the name of the company or your own.")


def _plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
