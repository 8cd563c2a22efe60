"""The texts that people of clients accept: writing a version, accepting it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.portal.models import Acceptance, Terms

LONGEST = 50_000


@dataclass(frozen=True)
class Texts:
    """Terms of use and privacy, in both languages."""

    terms_fr: str
    terms_en: str
    privacy_fr: str
    privacy_en: str


def write(user: User, texts: Texts) -> Terms:
    """Write a version; everybody of a client is asked to accept it at their next visit. The same texts: no version."""
    if not may(user, "manage_organisation"):
        raise PermissionDenied
    said = {name: text.replace("\r\n", "\n").strip() for name, text in asdict(texts).items()}
    wrong = {name: _("Write it in both languages.") for name, text in said.items() if not text}
    wrong |= {
        name: _("At most %(most)d signs.") % {"most": LONGEST} for name, text in said.items() if len(text) > LONGEST
    }
    if wrong:
        raise ValidationError(wrong)
    with transaction.atomic():
        last = Terms.objects.select_for_update().first()
        if last is not None and all(getattr(last, name) == text for name, text in said.items()):
            return last
        made = Terms.objects.create(version=last.version + 1 if last else 1, by=user, **said)
        audit.record(user, "space.terms_written", Organisation.current(), after={"version": made.version})
    return made


def accept(person: User, terms: Terms) -> None:
    """Write down that somebody accepts a version, once."""
    with transaction.atomic():
        if terms != Terms.current():
            raise ValidationError(_("The texts have changed meanwhile: read them again."), code="terms")
        _row, made = Acceptance.objects.get_or_create(user=person, terms=terms)
        if made:
            audit.record(person, "space.terms_accepted", person, after={"version": terms.version})
