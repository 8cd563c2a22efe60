"""The look of the company's files is changed; leaves its trace.

A refusal is a `ValidationError` whose keys are the fields of the form; `__all__` where two changed the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.rows import language
from trousseau.plans.decks import colour, company, logos
from trousseau.plans.decks.template import TemplateError
from trousseau.plans.models.papers import THE_ONE, Papers


@dataclass(frozen=True)
class File:
    """A file as it was given: its name and its bytes; without bytes, what there was is taken away."""

    name: str = ""
    content: bytes = b""


@dataclass(frozen=True)
class Change:
    """What changes; None leaves things as they are."""

    brand: str
    template: File | None = None
    logo: File | None = None


def change(actor: User, wanted: Change, *, version: int) -> Papers:
    """Change the look of files; `version` is the one that was changed from."""
    if not may(actor, "manage_organisation"):
        raise PermissionDenied
    brand = _brand(wanted.brand)
    logo = _logo(wanted.logo)
    lacks = _lacks(wanted.template)
    with transaction.atomic():
        kept, _made = Papers.objects.select_for_update().get_or_create(pk=THE_ONE)
        if kept.version != version:
            raise ValidationError(
                {NON_FIELD_ERRORS: _("Somebody else has changed this meanwhile: it is shown as it is now.")}
            )
        before = {"brand": kept.brand, "template": kept.template_name, "logo": kept.logo_name}
        kept.brand = brand
        if wanted.template is not None:
            kept.template, kept.template_name = wanted.template.content or None, wanted.template.name[:200]
            kept.lacks = lacks
        if wanted.logo is not None:
            kept.logo, kept.logo_name = logo, wanted.logo.name[:200]
        kept.version, kept.changed_by = version + 1, actor
        kept.save()
        after = {"brand": kept.brand, "template": kept.template_name, "logo": kept.logo_name}
        audit.record(actor, "papers.changed", kept, before=before, after=after)
    return kept


def _brand(typed: str) -> str:
    told = typed.strip().casefold()
    if not told:
        return ""
    told = told if told.startswith("#") else f"#{told}"
    if not colour.COLOUR.fullmatch(told):
        raise ValidationError({"brand": _("A colour is written as # and six signs, for example #1d4466.")})
    if colour.contrast(told) < colour.ENOUGH:
        said = _("Words in %(colour)s cannot be read on white (contrast %(n)s of at least %(least)s): take %(shade)s.")
        number = language().number
        values = {"n": number(colour.contrast(told), 1), "least": number(colour.ENOUGH, 1)}
        raise ValidationError({"brand": said % {**values, "colour": told, "shade": colour.readable(told)}})
    return told


def _logo(given: File | None) -> bytes | None:
    if given is None or not given.content:
        return None
    try:
        return logos.as_png(given.content)
    except logos.LogoError as error:
        raise ValidationError({"logo": str(error)}) from error


def _lacks(given: File | None) -> list[str]:
    if given is None or not given.content:
        return []
    try:
        return company.tried(given.content, language())
    except TemplateError as error:
        raise ValidationError({"template": error.faults}) from error
