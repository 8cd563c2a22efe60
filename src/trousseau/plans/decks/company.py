"""The company's look: read once a file, and a template tried before it is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.figures.language import Language
from trousseau.plans.decks import inspection, powerpoint
from trousseau.plans.decks.powerpoint import Look
from trousseau.plans.decks.slides import Band, Block, Chart, Deck, Figure, Series, Slide, Table
from trousseau.plans.decks.template import TemplateError, opened, placeholder
from trousseau.plans.models.papers import THE_ONE, Papers

MAY_HAVE = ("content.kicker", "content.logo", "content.foot", "content.number", "cover.logo")


def look() -> Look:
    """What files look like: the company's where it told, else ours."""
    kept = Papers.objects.filter(pk=THE_ONE).first()
    if kept is None:
        return Look()
    template, logo = kept.template, kept.logo
    return Look(bytes(template) if template else None, kept.brand, bytes(logo) if logo else None)


def tried(content: bytes, said: Language) -> list[str]:
    """What a template lacks though it may have it, once it was looked through and a deck was written in it.

    Raises:
        TemplateError: it cannot be used, and why.
    """
    inspection.inspect(content, said)
    _book, layouts = opened(content)
    lacks = []
    for name in MAY_HAVE:
        layout, wanted = name.split(".")
        if placeholder(layouts.cover if layout == "cover" else layouts.content, wanted) is None:
            lacks.append(name)
    try:
        powerpoint.written(_sample(), Look(content))
    except Exception as error:  # whatever a strange template makes python-pptx raise, the answer is the same
        raise TemplateError([_("A deck cannot be written with this template: save it again in PowerPoint.")]) from error
    return lacks


def fallback(lack: str) -> str:
    """What happens where a template lacks something, in one sentence."""
    return {
        "content.kicker": _("No “kicker” on the layout “content”: the subject stands before the title."),
        "content.logo": _("No “logo” on the layout “content”: slides carry no logo but the template’s own."),
        "content.foot": _("No “foot” on the layout “content”: slides do not say for whom they are and when."),
        "content.number": _("No “number” on the layout “content”: slides are not numbered."),
        "cover.logo": _("No “logo” on the layout “cover”: the cover carries no logo but the template’s own."),
    }[lack]


def _sample() -> Deck:
    table = Table(("A", "B"), (("a", "1"),), (1, 1), frozenset({1}))
    chart = Chart("columns", ("a", "b"), (Series("c", (1.0, 2.0)),), "sample")
    band = Band((Block("t", table), Block("c", chart)))
    slide = Slide("Title", "Kicker", (Figure("a", "1"),), (band,), "note")
    return Deck("plan", "Title", "Subtitle", "Foot", (slide,), "en")
