"""Forms of indicators: what was typed, as the actions take it, or a sentence beside the field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access.models import User
from trousseau.accounts.models import Reckoning
from trousseau.figures.typed import TypedError, problem, typed, written
from trousseau.plans import formulas
from trousseau.plans.actions.kpis import Said
from trousseau.plans.measuring import elsewhere
from trousseau.plans.models import Kpi, Plan, Rhythm, Source, Unit
from trousseau.portfolio.words import language as spoken

DAY = {
    "invalid": gettext_lazy("Not a day: write it like 2026-11-30."),
    "required": gettext_lazy("Give a day."),
}
NUMBERS = ("baseline", "target", "floor", "ceiling")
POINT = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*[:=;\s]\s*(.+?)\s*")


class KpiForm(forms.Form):
    """An indicator defined, or changed where `kpi` is given."""

    name = forms.CharField(error_messages={"required": gettext_lazy("Give the indicator a name.")})
    source = forms.ChoiceField(choices=Source.choices)
    measure = forms.CharField(required=False)
    by = forms.CharField(required=False)
    months = forms.CharField(required=False)
    zones = forms.MultipleChoiceField(required=False)
    divisions = forms.MultipleChoiceField(required=False)
    families = forms.CharField(required=False)
    counted = forms.CharField(required=False)
    object = forms.CharField(required=False)
    field = forms.CharField(required=False)
    how = forms.CharField(required=False)
    unit = forms.ChoiceField(choices=Unit.choices, required=False)
    rhythm = forms.ChoiceField(choices=Rhythm.choices)
    baseline = forms.CharField(required=False)
    baseline_on = forms.DateField(error_messages=DAY)
    target = forms.CharField(required=False)
    target_on = forms.DateField(error_messages=DAY)
    path = forms.CharField(required=False)
    floor = forms.CharField(required=False)
    ceiling = forms.CharField(required=False)
    owner = forms.CharField(required=False)
    objective = forms.CharField(required=False)
    reason = forms.CharField(required=False)

    def __init__(self, plan: Plan, *args: Any, kpi: Kpi | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.plan, self.kpi = plan, kpi
        self.people = list(_people(plan, kpi))
        self.objectives = list(plan.objectives.all())
        places = Reckoning.objects.first()
        for name in ("zones", "divisions"):
            kept = (kpi.formula.get(name) or []) if kpi is not None else []
            names = sorted({*(getattr(places, name, None) or []), *kept})
            chosen: Any = self.fields[name]
            chosen.choices = [(one, one or _("without one")) for one in names]

    def clean(self) -> dict[str, Any]:
        """Read numbers, points, people as they were typed."""
        values = super().clean() or {}
        for name in NUMBERS:
            self._read(values, name, _number)
        self._read(values, "path", _points)
        self._read(values, "owner", self._owner)
        self._read(values, "objective", self._objective)
        return values

    def _read(self, values: dict[str, Any], name: str, read: Any) -> None:  # noqa: ANN401 - one reader a field
        try:
            values[name] = read(values.get(name) or "")
        except ValidationError as error:
            self.add_error(name, error)

    def _owner(self, text: str) -> User | None:
        if not text:
            return None
        found = next((one for one in self.people if str(one.pk) == text), None)
        if found is None:
            raise ValidationError(_("Choose one of the list."))
        return found

    def _objective(self, text: str) -> Any:  # noqa: ANN401 - an Objective of the plan, or None
        if not text:
            return None
        found = next((one for one in self.objectives if one.public_id == text), None)
        if found is None:
            raise ValidationError(_("Choose one of the list."))
        return found

    def said(self) -> Said:
        """What the action takes."""
        values = self.cleaned_data
        return Said(
            name=values["name"],
            source=values["source"],
            formula=self._formula(values),
            unit=values["unit"],
            rhythm=values["rhythm"],
            baseline=values["baseline"],
            baseline_on=values["baseline_on"],
            target=values["target"],
            target_on=values["target_on"],
            path=values["path"],
            floor=values["floor"],
            ceiling=values["ceiling"],
            owner=values["owner"],
            objective=values["objective"],
        )

    def _formula(self, values: Mapping[str, Any]) -> dict[str, Any]:
        families = [one.strip() for one in values["families"].replace("\n", ";").split(";")]
        if values["source"] == Source.PLAN:
            return {"measure": values["counted"]}
        if values["source"] == Source.CRM:
            return {name: values[name] for name in ("object", "field", "how")}
        return {
            "measure": values["measure"],
            "by": values["by"],
            "months": values["months"],
            "zones": values["zones"],
            "divisions": values["divisions"],
            "families": [one for one in families if one],
        }

    @property
    def measures(self) -> list[tuple[str, Any]]:
        """What of the ledger can be measured."""
        return [(name, one.name) for name, one in formulas.LEDGER.items()]

    @property
    def counts(self) -> list[tuple[str, Any]]:
        """What of a plan can be counted."""
        return [(name, one.name) for name, one in formulas.PLAN.items()]

    @property
    def read_alone(self) -> list[str]:
        """What of the CRM is read by itself."""
        return elsewhere.offered()

    @property
    def taken(self) -> list[tuple[str, Any]]:
        """What can be taken of the values of a field of the CRM."""
        return list(formulas.HOW.items())

    @property
    def whose(self) -> list[tuple[str, Any]]:
        """Whose sales."""
        return list(formulas.BY.items())


def _people(plan: Plan, kpi: Kpi | None) -> list[User]:
    """Who can own an indicator: who leads or is on the team of the account, and who owns it now."""
    account = plan.account
    wanted = Q(pk=account.manager_id) | Q(memberships__account=account) | Q(plan_actions__plan=plan)
    found = User.objects.filter(wanted, is_active=True).distinct()
    people = {one.pk: one for one in found}
    if kpi is not None and kpi.owner is not None:
        people[kpi.owner.pk] = kpi.owner
    return sorted(people.values(), key=lambda one: one.name)


def initial(kpi: Kpi) -> dict[str, Any]:
    """What the fields hold before an indicator is changed."""
    language, formula = spoken(), kpi.formula
    numbers = {name: getattr(kpi, name) for name in NUMBERS}
    return {
        "name": kpi.name,
        "source": kpi.source,
        "measure": formula.get("measure", ""),
        "counted": formula.get("measure", ""),
        "by": formula.get("by", "account"),
        "months": formula.get("months", 12),
        "zones": formula.get("zones") or [],
        "divisions": formula.get("divisions") or [],
        "families": "; ".join(formula.get("families") or []),
        "object": formula.get("object", ""),
        "field": formula.get("field", ""),
        "how": formula.get("how", "last"),
        "unit": kpi.unit,
        "rhythm": kpi.rhythm,
        "baseline_on": kpi.baseline_on.isoformat(),
        "target_on": kpi.target_on.isoformat(),
        "path": "\n".join(f"{day}: {written(Decimal(str(value)), language)}" for day, value in kpi.path),
        "owner": str(kpi.owner_id or ""),
        "objective": kpi.objective.public_id if kpi.objective else "",
        **{name: "" if value is None else written(value, language) for name, value in numbers.items()},
    }


class ReadingForm(forms.Form):
    """A reading entered by hand."""

    on = forms.DateField(error_messages=DAY)
    value = forms.CharField(error_messages={"required": gettext_lazy("Give the value that was read.")})
    note = forms.CharField(required=False)
    replace = forms.BooleanField(required=False)

    def clean_value(self) -> Decimal:
        """The number that was typed."""
        found = _number(self.cleaned_data["value"])
        if found is None:
            raise ValidationError(_("Give the value that was read."))
        return found


def _number(text: str) -> Decimal | None:
    language = spoken()
    try:
        return typed(text, language)
    except TypedError as error:
        raise ValidationError(problem(error, language)) from None


def _points(text: str) -> tuple[tuple[dt.date, Decimal], ...]:
    """One point a line: a day and a value."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = POINT.fullmatch(line)
        wrong = _("Line %(n)s: write a day and a value, like 2027-06-30: 24.5.") % {"n": number}
        if match is None:
            raise ValidationError(wrong)
        try:
            day = dt.date.fromisoformat(match[1])
        except ValueError:
            raise ValidationError(wrong) from None
        value = _number(match[2])
        if value is None:
            raise ValidationError(wrong)
        found.append((day, value))
    return tuple(found)
