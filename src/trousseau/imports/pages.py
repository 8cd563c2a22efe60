"""What each page of data shows: one dictionary a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.rules import may
from trousseau.accounts import queries as accounts
from trousseau.accounts.models import Reckoning
from trousseau.figures import problems
from trousseau.imports import choices as chosen
from trousseau.imports import mapping as step
from trousseau.imports import queries, wording
from trousseau.imports.forms import ReturnForm
from trousseau.imports.models import Import, State
from trousseau.ledger.reading import ReadingError, inspect

Context = dict[str, Any]
CHANGEABLE = (State.DRAFT, State.CHECKED, State.FAILED, State.CANCELLED, State.ASKING)
STEPS: dict[str, int] = {State.CHECKED: 3, State.CHECKING: 3, State.LOADING: 4, State.ASKING: 4}
UNDER_WAY = (State.CHECKING, State.LOADING, State.UNDOING)


def imports(request: HttpRequest, page: Page[Import]) -> Context:
    """The list of imports, under the state of the ledger."""
    reckoning = accounts.reckoning()
    return {
        "page": page,
        "rows": [(item, state_mark(item)) for item in page.object_list],
        "reckoning": reckoning,
        "finding": _ledger_finding(reckoning),
        "may_import": may(request.user, "import_sales"),
    }


def _ledger_finding(reckoning: Reckoning) -> str:
    """The headline of the data: what the ledger holds, and up to when."""
    said = wording.language()
    if not reckoning.lines:
        return _("No sales line yet: everything starts with a file of invoice lines.")
    text = ngettext(
        "The ledger holds %(lines)s line up to %(last)s.", "The ledger holds %(lines)s lines up to %(last)s.",
        reckoning.lines,
    )  # fmt: skip
    found = text % {"lines": said.number(reckoning.lines), "last": said.date(reckoning.last_date)}
    if reckoning.unconverted:
        left = ngettext("%(n)s has no exchange rate.", "%(n)s have no exchange rate.", reckoning.unconverted) % {
            "n": said.number(reckoning.unconverted)
        }
        return f"{found} {left}"
    return found


def state_mark(item: Import) -> str:
    """The shape beside a state: good, watch, bad, none."""
    if item.interrupted or item.state == State.FAILED:
        return "bad"
    if item.state == State.LOADED:
        return "watch" if getattr(item, "waiting", 0) else "good"
    return "none" if item.state in {State.UNDONE, State.CANCELLED} else "watch"


def template_of(item: Import) -> str:
    """The page an import's state asks for."""
    if item.state in UNDER_WAY and not item.interrupted:
        return "progress"
    if item.state == State.CHECKED:
        return "problems"
    if item.state == State.ASKING:
        return "asking"
    if item.state in {State.LOADED, State.UNDONE}:
        return "result"
    return "stopped"


def mapping(item: Import) -> Context:
    """Step 2. `ready`: nothing is asked any more."""
    language = wording.language()
    context: Context = {"item": item, "step": 2, "sources": queries.sources(), "delimiters": step.DELIMITERS,
                        "encodings": step.ENCODINGS, "ready": False}  # fmt: skip
    stored = chosen.from_json(item.choices)
    try:
        with inspect(item.path, choices=stored) as inspection:
            context |= {
                "inspection": inspection,
                "settings": step.settings(inspection),
                "header_row": stored.header_row,
                "columns": step.columns(inspection),
                "questions": step.questions(inspection),
                "notes": step.notes(inspection),
                "fields": step.fields(),
                "names": [column.name for column in inspection.columns][:30],
                "preview": [row[:30] for row in inspection.preview[:8]],
                "ready": not inspection.questions,
                "hidden_columns": max(0, len(inspection.columns) - step.MOST_COLUMNS),
            }
    except ReadingError as error:
        context["error"] = problems.error(error.code, error.params, language)
        context["choices"] = stored
    return context


def one(request: HttpRequest, item: Import) -> Context:
    """An import where it stands."""
    user = request.user
    context: Context = {
        "item": item,
        "step": STEPS.get(item.state, 5),
        "may_import": may(user, "import_sales"),
        "may_undo": may(user, "undo_import"),
        "error": wording.problem(item.error_code, item.error_params) if item.error_code else "",
        "job": item.job,
        "reasons": [(reason, problems.why(reason.code, wording.language())) for reason in queries.reasons(item)],
        "currencies": _currencies(item),
        "without_rate": item.findings.get("without_rate", []),
        "base": item.findings.get("base", ""),
        "notes": _notes(item),
        **_control(item),
        "twin": queries.twin(item) if item.state == State.CHECKED else None,
        "asks": item.findings.get("asks", {}),
        "reckoning": accounts.reckoning(),
        "mark": state_mark(item),
    }
    if item.state == State.LOADED and may(user, "read_accounts"):
        context["corrections"] = item.corrections.all()
    return context


def _currencies(item: Import) -> list[Context]:
    """Amounts by currency as the file wrote them, with what has no rate."""
    missing = {row["currency"]: row["lines"] for row in item.findings.get("without_rate", ())}
    return [
        row | {"amount": Decimal(row["amount"]), "missing": missing.get(row["currency"], 0)}
        for row in item.findings.get("currencies", ())
    ]


def _control(item: Import) -> Context:
    """The totals the file itself gives, and whether its last one agrees with its lines."""
    totals = [row | {"amount": _decimal(row.get("amount"))} for row in item.findings.get("totals", ())]
    said = totals[-1]["amount"] if totals else None
    accepted = _decimal(item.findings.get("amount"))
    if said is None or accepted is None:
        return {"totals": totals}
    rejected = _decimal(item.findings.get("rejected_amount")) or Decimal(0)
    verdict = "agrees" if said == accepted else "explained" if said == accepted + rejected else "differs"
    return {
        "totals": totals,
        "control": {
            "said": said,
            "accepted": accepted,
            "rejected": rejected,
            "gap": said - accepted,
            "verdict": verdict,
        },
    }


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _notes(item: Import) -> list[str]:
    language = wording.language()
    return [problems.note(note["code"], note["params"], language) for note in item.findings.get("notes", ())]


def undo(item: Import) -> Context:
    """What undoing would do, before it is done."""
    return {"item": item, "currencies": _currencies(item), "step": 0}


def quarantine(request: HttpRequest, item: Import, page: Page[Any], reason: str) -> Context:
    """The rejected rows of an import."""
    language = wording.language()
    return {
        "item": item,
        "page": page,
        "rows": [(line, problems.why(line.reason, language)) for line in page.object_list],
        "reasons": [(found, problems.why(found.code, language)) for found in queries.reasons(item, examples=0)],
        "form": ReturnForm(),
        "reason": reason,
        "ready": item.rejected.filter(corrected__isnull=False, loaded_by=None).count(),
        "waiting": item.rejected.filter(loaded_by=None).count(),
        "may_import": may(request.user, "import_sales"),
    }
