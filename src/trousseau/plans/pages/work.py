"""What a plan groups and what it costs: its initiatives with how far they are, its budget against what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from trousseau.access.rules import person
from trousseau.accounts import pages as account_pages
from trousseau.accounts import queries as account_queries
from trousseau.accounts.models import Account
from trousseau.method.progress import expected_of
from trousseau.plans import access
from trousseau.plans.actions.spending import Spent
from trousseau.plans.forms import Day, Figure, Line
from trousseau.plans.models import Idea, Initiative, Plan
from trousseau.plans.pages.plan_parts import edits
from trousseau.plans.queries import plan as queries
from trousseau.portfolio import words

PAGE = 50


class SpendingForm(forms.Form):
    """Days or money spent: when, how much, on what."""

    on = Day(label=gettext_lazy("Spent on the day"))
    days = Figure(label=gettext_lazy("Days"))
    money = Figure(label=gettext_lazy("Money"))
    action = forms.ChoiceField(
        label=gettext_lazy("For which action"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    note = Line(label=gettext_lazy("Note"), required=False)

    def __init__(self, plan: Plan, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, "auto_id": "s-%s", **more})
        self.actions = {str(one.pk): one for one in queries.actions_of(plan)}
        action = self.fields["action"]
        assert isinstance(action, forms.ChoiceField)  # noqa: S101 - the field above
        action.choices = [("", "–"), *((key, one.what) for key, one in self.actions.items())]

    def spent(self) -> Spent:
        """What the action takes."""
        said = self.cleaned_data
        return Spent(said["on"], said["days"], said["money"], said["note"], self.actions.get(said["action"]))


@dataclass(frozen=True)
class InitiativeRow:
    """An initiative with how far its actions are together."""

    one: Initiative
    actions: int
    far: str
    done: float
    should: float
    late: int
    idea: Idea | None
    """The one it came of."""


def initiatives(request: HttpRequest, plan: Plan) -> Mapping[str, Any] | None:
    """The initiatives of a plan; None where there are none to read."""
    may_edit = edits(request, plan)
    found = list(plan.initiatives.select_related("objective", "idea_use__idea"))
    if not found and not may_edit:
        return None
    language = words.language()
    actions = queries.actions_of(plan)
    rows = []
    for one in found:
        own = [action for action in actions if action.initiative_id == one.pk]
        far = queries.advance(own)
        said = _("no action yet")
        if far.done is not None:
            said = f"{language.number(far.done * 100)} / {language.percent(far.should, 0)}"
        rows.append(InitiativeRow(one, len(own), said, far.done or 0.0, far.should or 0.0, far.late, _idea(one)))
    return {
        "subtitle": _("actions that serve one objective together; done / expected by today") if rows else "",
        "rows": rows,
        "plan": plan,
        "money": account_queries.reckoning().base_currency or None,
        "may_edit": may_edit,
    }


def _idea(one: Initiative) -> Idea | None:
    use = getattr(one, "idea_use", None)
    return use.idea if use is not None else None


def budget(request: HttpRequest, account: Account, plan: Plan, form: SpendingForm | None = None) -> dict[str, Any]:
    """The page of a plan's budget: what was meant, what was spent, entry by entry."""
    found = plan.spendings.select_related("action", "meeting", "by")
    spent = queries.spent_of(plan)
    language = words.language()
    base = account_queries.reckoning().base_currency or None
    may_edit = access.may_edit(person(request), account)
    share = expected_of(plan.starts, plan.ends, timezone.localdate())
    sums = {
        "days": language.number(spent.days or 0, 1),
        "money": language.short_amount(spent.money or 0, base),
        "of_days": language.number(plan.budget_days, 0) if plan.budget_days is not None else pgettext("budget", "none"),
        "of_money": language.short_amount(plan.budget_money, base)
        if plan.budget_money is not None
        else pgettext("budget", "none"),
        "share": language.percent(share, 0),
    }
    said = _(
        "Spent: %(days)s days (budget: %(of_days)s), %(money)s (budget: %(of_money)s); %(share)s of the time is over."
    )
    return account_pages.head(request, account, "plan") | {
        "said": said % sums,
        "plan": plan,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "form": form or (SpendingForm(plan, initial=again(request)) if may_edit else None),
        "refused": form is not None,
        "may_edit": may_edit,
        "money": base,
    }


def again(request: HttpRequest) -> dict[str, Any]:
    """What the form begins with: today, or what was just taken back."""
    names = ("on", "days", "money", "note", "action")
    return {"on": timezone.localdate()} | {name: request.GET[name] for name in names if request.GET.get(name)}
