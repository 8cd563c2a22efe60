"""What has to be known to read an indicator: a zero baseline, nothing to reach, no reading and why."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.figures.language import Language
from trousseau.plans import rhythms
from trousseau.plans.models import Kpi, Reading, Source
from trousseau.plans.pages import kpi_words as words


def notes(kpi: Kpi, readings: Sequence[Reading], language: Language) -> tuple[str, ...]:
    """Each in a sentence."""
    found = [words.zero_baseline(kpi), words.no_way(kpi)]
    if kpi.source == Source.CRM:
        found.append(_silent(kpi, readings, language))
    if kpi.baseline is None:
        found.append(_("No baseline yet: there is no path and no corridor."))
    elif kpi.target is None:
        found.append(_("No target yet: there is no path and no corridor."))
    last = readings[-1] if readings else None
    if last is not None and last.value is None:
        found.append(f"{language.date(last.on)}: {words.why(last.note, language)}")
    elif last is not None and last.entered_by_id is None and last.note and last.file_id is None:
        found.append(words.why(last.note, language))
    return tuple(text for text in found if text)


def _silent(kpi: Kpi, readings: Sequence[Reading], language: Language) -> str:
    """Since when nothing has arrived of a field of the CRM; "" where the last period that is over has its reading."""
    if not readings:
        since = language.date(kpi.baseline_on)
        return _("No value of this field has arrived yet, since {day}: a table of readings brings it.").format(
            day=since
        )
    last, wanted = readings[-1], rhythms.last_end(kpi.rhythm, timezone.localdate())
    if last.on >= rhythms.began(kpi.rhythm, wanted):
        return ""
    said = _("No value of this field has arrived for the period to {wanted}: the last is of {day}, brought on {at}.")
    brought = language.date(timezone.localtime(last.at).date())
    return said.format(wanted=language.date(wanted), day=language.date(last.on), at=brought)
