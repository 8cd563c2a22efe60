"""The factors of health that are known here: progress, indicators, commitments, rhythm, knowledge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from trousseau.figures.language import Language
from trousseau.knowledge.models import Coverage
from trousseau.method.progress import progress
from trousseau.method.punctuality import Promise, punctuality
from trousseau.plans import factors
from trousseau.plans.factors import Factor, Measured
from trousseau.plans.models import Kpi, KpiStanding, Place, Plan
from trousseau.plans.queries import rhythm
from trousseau.plans.queries.health import living_part, works_of
from trousseau.support.models.commitments import Commitment
from trousseau.support.queries.commitments import as_promise, recent, year_before

STALE = 200
"""Days after which a reading no longer says where an indicator is."""


def register() -> None:
    """Register them; weights say how much each tells of the plan itself."""
    for factor in (
        Factor("progress", gettext_lazy("Progress"), 5, of_progress, progress_words, 10),
        Factor("kpis", pgettext_lazy("factor of health", "Indicators"), 3, of_kpis, kpi_words, 20),
        Factor("commitments", gettext_lazy("Commitments kept"), 2, of_commitments, commitment_words, 30),
        Factor("rhythm", gettext_lazy("Rhythm kept"), 1, of_rhythm, rhythm_words, 40, kept=True),
        Factor("knowledge", gettext_lazy("Knowledge of the client"), 1, of_knowledge, knowledge_words, 50),
    ):
        factors.register(factor)


def of_progress(plans: Sequence[Plan], today: dt.date) -> Mapping[int, Measured]:
    """How far the actions that should have begun keep up with their days: open ones, and those of the last year."""
    found = {}
    for plan, works in works_of(plans).items():
        now = progress(living_part(works, today), today)
        told = {"late": now.late, "behind": now.behind - now.late, "missed": int(now.milestones_missed.sum()),
                "counted": now.counted}  # fmt: skip
        found[plan] = Measured(now.kept_up, told)
    return found


def progress_words(told: Mapping[str, Any], language: Language) -> str:
    """How many actions are late or behind, and milestones missed."""
    if not told.get("counted"):
        return _("no action yet")
    said = []
    if late := told["late"]:
        said.append(ngettext("{n} action late", "{n} actions late", late).format(n=language.number(late)))
    if behind := told["behind"]:
        said.append(ngettext("{n} action behind", "{n} actions behind", behind).format(n=language.number(behind)))
    if missed := told["missed"]:
        said.append(ngettext("{n} milestone missed", "{n} milestones missed", missed).format(n=language.number(missed)))
    return language.listed(said) if said else _("nothing late")


def of_kpis(plans: Sequence[Plan], today: dt.date) -> Mapping[int, Measured]:
    """The mean of how far the indicators are of where their paths are: those with a reading of late."""
    since = today - dt.timedelta(days=STALE)
    reached: dict[int, list[float | None]] = {}
    for kpi in Kpi.objects.filter(plan__in=[one.pk for one in plans]).select_related("standing"):
        reached.setdefault(kpi.plan_id, []).append(_attained(kpi, since))
    found = {}
    for plan, values in reached.items():
        known = [one for one in values if one is not None]
        told = {"read": len(known), "of": len(values), "kept": sum(one >= 1 for one in known)}
        found[plan] = Measured(sum(known) / len(known) if known else None, told)
    return found


def _attained(kpi: Kpi, since: dt.date) -> float | None:
    """1 in the corridor or beyond it; out of it, the share of the way to its path that is gone."""
    standing: KpiStanding | None = getattr(kpi, "standing", None)
    if standing is None or standing.value is None or standing.on is None or standing.on < since:
        return None
    if standing.place in {Place.INSIDE, Place.BEYOND}:
        return 1.0
    if standing.place != Place.OUT or standing.expected is None or kpi.baseline is None:
        return None
    way = standing.expected - float(kpi.baseline)
    return min(1.0, max(0.0, (float(standing.value) - float(kpi.baseline)) / way)) if way else 0.0


def kpi_words(told: Mapping[str, Any], language: Language) -> str:
    """How many indicators keep to their path."""
    if not told.get("of"):
        return _("no indicator yet")
    if not told["read"]:
        return _("no recent reading")
    said = _("{kept} of {read} on their path").format(
        kept=language.number(told["kept"]), read=language.number(told["read"])
    )
    silent = told["of"] - told["read"]
    if not silent:
        return said
    without = ngettext("{n} without a reading", "{n} without a reading", silent).format(n=language.number(silent))
    return f"{said}, {without}"


def of_commitments(plans: Sequence[Plan], today: dt.date) -> Mapping[int, Measured]:
    """The share of our promises to the client kept by the day agreed over 12 months; unknown below five."""
    start = year_before(today)
    made: dict[int, list[Promise]] = {}
    rows = Commitment.objects.filter(recent(start), account__in=[one.account_id for one in plans])
    for account, first, last, state, on in rows.values_list("account", "first_due", "due", "state", "settled_on"):
        made.setdefault(account, []).append(as_promise((first, last, state, on)))
    found = {}
    for plan in plans:
        year = punctuality(made.get(plan.account_id, ()), start, today, today)
        told = {"due": year.due, "kept": year.on_time, "late": year.open}
        found[plan.pk] = Measured(None if year.too_few else year.share, told)
    return found


def commitment_words(told: Mapping[str, Any], language: Language) -> str:
    """How many of those that fell due were kept by their day."""
    if not told.get("due"):
        return _("none fell due over 12 months")
    said = _("{kept} of {due} kept by their day").format(
        kept=language.number(told["kept"]), due=language.number(told["due"])
    )
    return said if told["due"] >= 5 else _("{said}: too few to say").format(said=said)


def of_rhythm(plans: Sequence[Plan], today: dt.date) -> Mapping[int, Measured]:
    """The share of the touchpoints promised to the client over 12 months that were kept; unknown where none fell due.

    More at one level makes up for nothing at another, and a meeting nobody said anything of is not held.
    """
    found = rhythm.of_accounts({plan.account_id: plan.account for plan in plans}.values(), today)
    told = {account: (one.kept, one.promised) for account, one in found.items()}
    return {
        plan.pk: Measured(kept / promised if promised else None, {"kept": kept, "promised": promised})
        for plan in plans
        if plan.account_id in told
        for kept, promised in [told[plan.account_id]]
    }


def rhythm_words(told: Mapping[str, Any], language: Language) -> str:
    """How many of the touchpoints promised were kept."""
    if "promised" not in told:
        return _("no touchpoint is promised")
    if not told["promised"]:
        return _("none fell due yet")
    return _("{kept} of {promised} touchpoints kept").format(
        kept=language.number(told["kept"]), promised=language.number(told["promised"])
    )


def of_knowledge(plans: Sequence[Plan], today: dt.date) -> Mapping[int, Measured]:  # noqa: ARG001 - kept as of last night
    """How far the client is known, each fact by its freshness."""
    kept = dict(Coverage.objects.filter(account__in=[one.account_id for one in plans]).values_list("account", "score"))
    return {
        plan.pk: Measured(min(1.0, kept[plan.account_id]), {"share": kept[plan.account_id]})
        for plan in plans
        if plan.account_id in kept
    }


def knowledge_words(told: Mapping[str, Any], language: Language) -> str:
    """What share of what should be known is, and fresh."""
    if "share" not in told:
        return _("nothing recorded")
    return _("{share} known and fresh").format(share=language.percent(told["share"], 0))
