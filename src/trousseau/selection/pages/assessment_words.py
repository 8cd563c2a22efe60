"""What is said of assessments: criteria and levels in words, agreement in words, and what was refused and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger.selection.judgement_sheet import SheetError
from trousseau.method.agreement import Agreement
from trousseau.selection.actions import AssessmentError, SheetRowsError

RELIABLE, TENTATIVE = 0.80, 0.667
"""Krippendorff's own marks."""
SHOWN = 100
"""Problems of a sheet that are told one by one."""
FEW = 5
"""With fewer clients judged twice, an agreement is no more than luck."""


def criterion_text(criterion: Mapping[str, Any], language: Language) -> str:
    """What a criterion of a round is called."""
    return str(criterion.get("name") or said.criterion_word(str(criterion["key"]), language))


def level_texts(criterion: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    """What 1 to 5 mean: as the round kept it, else in words that are ready; without any the ends are named."""
    ready = said.level_words(str(criterion["key"]), language) or (_("lowest"), "", _("middle"), "", _("highest"))
    written = [str(text) for text in criterion.get("levels", [])] or [""] * len(ready)
    return tuple(own or text for own, text in zip(written, ready, strict=True))


def alpha_text(found: Agreement, language: Language) -> str:
    """The agreement as a figure with its interval; a dash where there is none."""
    if math.isnan(found.alpha):
        return "–"
    low, high = (language.number(end, 2) for end in found.interval)
    return _("α = {alpha} ({low} to {high})").format(alpha=language.number(found.alpha, 2), low=low, high=high)


def agreement_state(found: Agreement) -> str:
    """good, watch, bad, or "" where nothing can be said."""
    if math.isnan(found.alpha) or found.units < FEW:
        return ""
    if found.alpha >= RELIABLE:
        return "good"
    return "watch" if found.alpha >= TENTATIVE else "bad"


def agreement_word(found: Agreement) -> str:
    """What the agreement allows."""
    if found.units < FEW:
        return _("too few judged twice to say")
    if math.isnan(found.alpha):
        return _("all gave the same level: nothing to measure")
    return {
        "good": _("reliable"),
        "watch": _("tentative: conclusions with care"),
        "bad": _("discuss before deciding anything"),
    }[agreement_state(found)]


def problem(error: AssessmentError, language: Language) -> str:
    """What was not done, and how to mend it."""
    given = {name: str(value) for name, value in error.params.items()}
    if error.code == "unfinished":
        left = int(error.params["left"])
        return ngettext(
            "Nothing was handed in: {left} answer is missing. Where you cannot judge, say so; that is an answer too.",
            "Nothing was handed in: {left} answers are missing. Where you cannot judge, say so; that is an answer too.",
            left,
        ).format(left=language.number(left))
    if error.code == "due_past":
        return _("{due} has passed: choose today or a later day.").format(due=language.date(error.params["due"]))
    if "criterion" in given:
        given["criterion"] = (
            criterion_text(error.params["of"], language) if "of" in error.params else given["criterion"]
        )
    return _texts()[error.code].format(**given)


def sheet_problems(error: SheetError | SheetRowsError, language: Language) -> list[str]:
    """Everything that is wrong with a sheet of judgements, a sentence each."""
    if isinstance(error, SheetError):
        columns = {
            "client": _("Client"), "criterion": _("Criterion"), "level": _("Level"), "reason": _("Reason"),
            "evidence": _("What shows it"),
        }  # fmt: skip
        return [
            {
                "columns": _("The sheet has no column “{column}”: start from the one that is given here."),
                "no_rows": _("The sheet says nothing: fill in a level for at least one client."),
                "too_many_rows": _("The sheet is too long: {column} rows at most."),
                "not_a_table": _("This is not a table that can be read: save it as CSV or XLSX."),
            }[error.code].format(column=columns.get(error.detail, error.detail))
        ]
    texts = {
        "client": _("Row {row}: “{value}” is not among the clients you were asked to judge."),
        "criterion": _("Row {row}: “{value}” is no judged criterion of this round."),
        "level": _("Row {row}: “{value}” is no level: write 1 to 5, or 0 where you cannot judge."),
        "level_missing": _("Row {row}: “{value}” stands without a level: write 1 to 5, or 0 where you cannot judge."),
        "ends": _("Row {row}: {value} is an end of the scale. Say why, and what shows it."),
        "twice": _("Row {row}: “{value}” was judged on this criterion further up."),
        "long": _("Row {row}: more than {value} signs: say it shorter."),
    }
    shown = [texts[one.code].format(row=one.row, value=one.value[:80]) for one in error.problems[:SHOWN]]
    more = len(error.problems) - SHOWN
    if more > 0:
        shown.append(ngettext("And {n} more row.", "And {n} more rows.", more).format(n=language.number(more)))
    return shown


def _texts() -> dict[str, str]:
    return {
        "no_criteria": _("Choose at least one judged criterion."),
        "criterion_unknown": _("“{value}” is no judged criterion here: nothing was kept."),
        "no_clients": _("Choose at least one client to judge."),
        "names": _("Nothing was opened. Unknown names: {unknown}. Write them as in the list of accounts."),
        "names_several": _("Nothing was opened. Several clients are called {several}: give the code instead."),
        "no_assessors": _("Choose at least one person who judges."),
        "cannot_judge": _("{name} cannot judge: only active people with a role in the business can."),
        "only_unknown": _("{name} would have nobody to judge: the clients named for them are not among those chosen."),
        "date": _("“{value}” is no day: give one as year-month-day."),
        "closed": _("The round was closed in the meantime: nothing was kept."),
        "round_reason": _("Say why: whoever reads this in a year will want to know."),
        "left": _("You are not, or no longer, an assessor of this round: nothing was kept."),
        "gone": _("That person had left the round already."),
        "handed_in": _("You have handed in: take your assessments back to change one."),
        "not_assigned": _("This client is not among those you were asked to judge: nothing was kept."),
        "level": _("“{value}” is no level: choose 1 to 5, or say that you cannot judge."),
        "level_missing": _("“{criterion}”: you wrote something but chose no level. Choose one, or “I cannot judge”."),
        "ends": _("“{criterion}”: {level} is an end of the scale. Say why, and what shows it."),
        "open": _("The round is still open: nothing can be settled before it is closed."),
        "consensus_level": _("“{value}” cannot be agreed on: choose 1 to 5, halves allowed."),
        "consensus_reason": _("Say why you settled on this level."),
        "consensus_seen": _("Someone settled this in the meantime: nothing was kept. Look at what they wrote first."),
        "nothing_settled": _("Nothing is settled there: nothing to take back."),
    }
