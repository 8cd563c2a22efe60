"""Forms of a plan: what was typed, as the actions take it, or a sentence beside the field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.access.models import User
from trousseau.figures.typed import TypedError, problem, typed, written
from trousseau.plans.actions.changing import Advised, Feared, Frame
from trousseau.plans.actions.initiatives import Together
from trousseau.plans.actions.plan import Doing, Wanted
from trousseau.plans.models import Action, Horizon, Plan
from trousseau.plans.queries.plan import objectives_of
from trousseau.portfolio import words
from trousseau.support.queries.people import contacts, owners

DAY = {"invalid": _("Not a day: write it like 2026-11-30."), "required": _("Give a day.")}
THEIRS = "c"
"""Before the number of somebody at the client, in the choice of who does it."""


class Day(forms.DateField):
    """A day, typed or picked."""

    def __init__(self, **more: Any) -> None:
        shown = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
        super().__init__(widget=shown, error_messages=DAY, input_formats=["%Y-%m-%d"], **more)


class Line(forms.CharField):
    """A line of text; its length is judged by the action."""

    def __init__(self, rows: int = 0, **more: Any) -> None:
        css = {"class": "form-control", "autocomplete": "off"}
        widget = forms.Textarea(attrs={**css, "rows": rows}) if rows else forms.TextInput(attrs=css)
        super().__init__(widget=widget, strip=True, **more)


class Figure(forms.CharField):
    """A number as people type it; `percent`: shown in percent, kept as a share of one."""

    def __init__(self, *, percent: bool = False, **more: Any) -> None:
        attrs = {"class": "form-control num", "inputmode": "decimal", "autocomplete": "off", "size": "12"}
        super().__init__(widget=forms.TextInput(attrs=attrs), required=False, **more)
        self.percent = percent

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """A number as it is typed in this language."""
        if not isinstance(value, Decimal):
            return value
        return written(value * 100 if self.percent else value, words.language())

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """The number, or None; refused in words."""
        language = words.language()
        try:
            found = typed(str(value or ""), language)
        except TypedError as error:
            raise ValidationError(problem(error, language)) from None
        return found / 100 if found is not None and self.percent else found


class Weight(forms.IntegerField):
    """A weight from 1 to 100."""

    def __init__(self) -> None:
        attrs = {"class": "form-control num", "min": 1, "max": 100}
        refused = {"invalid": _("A weight is a whole number from 1 to 100.")}
        super().__init__(
            label=_("Weight"),
            required=False,
            widget=forms.NumberInput(attrs=attrs),
            error_messages=refused,
        )

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """The weight, 1 where none is typed."""
        found = super().clean(value)
        return 1 if found is None else found


def _choice(label: Any) -> forms.ChoiceField:  # noqa: ANN401 - a lazy text
    return forms.ChoiceField(label=label, required=False, widget=forms.Select(attrs={"class": "form-select"}))


class _OfPlan(forms.Form):
    """A form on something of a plan, for one reader; it offers who and what there is to choose."""

    def __init__(self, user: User, plan: Plan, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.plan = plan
        self.people: dict[str, Any] = {}
        if "owner" in self.fields:
            self._offer("owner", {str(one.pk): one for one in self._owners(user)})
        if "stake" in self.fields:
            self._offer("stake", {str(one.pk): one for one in plan.account.stakes.all()})
        if "objective" in self.fields:
            self._offer("objective", {str(one.pk): one for one in objectives_of(plan)})
        if "initiative" in self.fields:
            self._offer("initiative", {str(one.pk): one for one in plan.initiatives.all()})

    def _owners(self, user: User) -> list[User]:
        return owners(user, self.plan.account)

    def _offer(self, name: str, found: dict[str, Any]) -> None:
        """Fill a choice; who it is of stays on offer even where they could not be chosen anew."""
        kept = self.initial.get(name)
        if kept is not None and getattr(kept, "pk", None) is not None:
            found.setdefault(str(kept.pk), kept)
            self.initial[name] = str(kept.pk)
        self.people |= {f"{name}:{key}": one for key, one in found.items()}
        choices = [("", "–"), *((key, str(one)) for key, one in found.items())]
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField, by name

    def chosen(self, name: str) -> Any:  # noqa: ANN401 - a person, an objective or a stake
        """What was chosen of a choice."""
        return self.people.get(f"{name}:{self.cleaned_data.get(name, '')}")


class ObjectiveForm(_OfPlan):
    """An objective."""

    title = Line(label=_("What is to be reached"), error_messages={"required": _("Say what is to be reached.")})
    horizon = forms.ChoiceField(
        label=_("Horizon"), choices=Horizon, widget=forms.Select(attrs={"class": "form-select"})
    )
    start_text = Line(label=pgettext_lazy("an objective, from … to", "From"), required=False)
    target_text = Line(label=pgettext_lazy("an objective, from … to", "To"), required=False)
    due = Day(label=_("By when"))
    owner = _choice(_("Whose"))
    stake = _choice(_("Which stake of theirs it serves"))
    weight = Weight()
    why = Line(label=_("Why"), rows=2, required=False)

    def said(self) -> Wanted:
        """What the action takes."""
        values = self.cleaned_data
        return Wanted(
            values["title"],
            values["due"],
            values["horizon"],
            values["why"],
            values["start_text"],
            values["target_text"],
            self.chosen("owner"),
            self.chosen("stake"),
            values["weight"],
        )


class ActionForm(_OfPlan):
    """An action: what, who (ours or theirs), how, when, how heavy."""

    what = Line(label=_("What is to be done"), error_messages={"required": _("Say what is to be done.")})
    how = Line(label=_("How"), required=False)
    owner = forms.ChoiceField(
        label=_("Who does it"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": _("Say who does it: somebody of ours, or of the client’s people.")},
    )
    starts = Day(label=pgettext_lazy("a day", "Begins"))
    due = Day(label=_("Due"))
    objective = _choice(_("For which objective"))
    initiative = _choice(_("Part of which initiative"))
    weight = Weight()
    stake_amount = Figure(label=_("What depends on it"))
    days = Figure(label=_("Days planned"))
    money = Figure(label=_("Money planned"))

    def __init__(self, user: User, plan: Plan, *args: Any, **more: Any) -> None:
        super().__init__(user, plan, *args, **more)
        theirs = {f"{THEIRS}{one.pk}": one for one in contacts(user, plan.account)}
        kept = self.initial.pop("contact", None)
        if kept is not None:
            theirs.setdefault(f"{THEIRS}{kept.pk}", kept)
            self.initial["owner"] = f"{THEIRS}{kept.pk}"
        self.people |= {f"owner:{key}": one for key, one in theirs.items()}
        ours: list[Any] = list(self.fields["owner"].choices)  # type: ignore[attr-defined] # a ChoiceField, by name
        groups = [("", "–"), (_("Ours"), ours[1:])]
        groups += [(_("Theirs"), [(key, str(one)) for key, one in theirs.items()])] if theirs else []
        self.fields["owner"].choices = groups  # type: ignore[attr-defined] # as above

    def said(self) -> Doing:
        """What the action takes."""
        values = self.cleaned_data
        who, ours = self.chosen("owner"), not values["owner"].startswith(THEIRS)
        return Doing(
            values["what"],
            values["starts"],
            values["due"],
            who if ours else None,
            None if ours else who,
            values["how"],
            values["weight"],
            self.chosen("objective"),
            self.chosen("initiative"),
            values["stake_amount"],
            values["days"],
            values["money"],
        )


class RiskForm(_OfPlan):
    """A risk."""

    what = Line(label=_("What could happen"), error_messages={"required": _("Say what could happen.")})
    answer = Line(label=_("Our answer"), required=False)
    owner = _choice(_("Whose"))
    probability = Figure(label=_("How likely within a year, %"), percent=True)
    impact = Figure(label=_("What it would take from a year’s contribution"))

    def said(self) -> Feared:
        """What the action takes."""
        values = self.cleaned_data
        return Feared(values["what"], values["answer"], self.chosen("owner"), values["probability"], values["impact"])


class RecommendationForm(_OfPlan):
    """A recommendation."""

    text = Line(label=_("What we should do"), error_messages={"required": _("Say what we should do.")})
    reason = Line(
        label=_("Reason"),
        error_messages={"required": _("Say why: a recommendation without reason is a wish.")},
    )
    expected = Figure(label=_("Expected value a year"))
    objective = _choice(_("For which objective"))

    def said(self) -> Advised:
        """What the action takes."""
        values = self.cleaned_data
        return Advised(values["text"], values["reason"], values["expected"], self.chosen("objective"))


class InitiativeForm(_OfPlan):
    """Actions that serve one objective together."""

    title = Line(label=_("Initiative"), error_messages={"required": _("Say what the actions do together.")})
    objective = _choice(_("For which objective"))
    expected = Figure(label=_("Expected, a year"))
    why = Line(label=_("Why"), required=False, rows=2)

    def said(self) -> Together:
        """What the action takes."""
        return Together(
            self.cleaned_data["title"],
            self.chosen("objective"),
            self.cleaned_data["why"],
            self.cleaned_data["expected"],
        )


class FrameForm(forms.Form):
    """The plan's own words."""

    ambition = Line(
        label=_("Ambition, in one sentence"),
        rows=2,
        error_messages={"required": _("Say in one sentence what we want to be for this client.")},
    )
    starts = Day(label=pgettext_lazy("a day", "Begins"))
    ends = Day(label=pgettext_lazy("a day", "Ends"))
    budget_days = Figure(label=_("Budget of days"))
    budget_money = Figure(label=_("Budget of money"))
    stakes = forms.MultipleChoiceField(
        label=_("Stakes of the client it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, stakes: dict[str, Any], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offered = stakes
        self.fields["stakes"].choices = [  # type: ignore[attr-defined] # a MultipleChoiceField
            (key, str(one)) for key, one in stakes.items()
        ]
        if not stakes:
            del self.fields["stakes"]

    def said(self) -> Frame:
        """What the action takes."""
        values = self.cleaned_data
        return Frame(
            values["ambition"],
            values["starts"],
            values["ends"],
            values["budget_days"],
            values["budget_money"],
            [self.offered[key] for key in values.get("stakes", [])],
        )


def initial_of(one: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a plan
    """What a form shows of a part as it is."""
    names = (
        *ObjectiveForm.base_fields,
        *ActionForm.base_fields,
        *RiskForm.base_fields,
        *RecommendationForm.base_fields,
        *InitiativeForm.base_fields,
    )
    found = {name: getattr(one, name) for name in names if hasattr(one, name)}
    if isinstance(one, Action) and one.contact_id is not None and one.owner_id is None:
        found["contact"] = one.contact
    return found
