"""Forms of what was brought to a client: numbers and days as they are typed, or a sentence beside the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.knowledge.facts_forms import DayField, NumberField
from trousseau.knowledge.models import Stake
from trousseau.plans.access import living
from trousseau.plans.actions.value import Bringing
from trousseau.plans.models import Action
from trousseau.plans.models.ideas import Idea
from trousseau.plans.models.value import Category, Delivered

CONTROL = {"class": "form-control", "autocomplete": "off"}
SELECT = {"class": "form-select"}


class DeliveredForm(forms.Form):
    """What was brought: what, how much, since when, how it was reckoned and what shows it."""

    what = forms.CharField(
        label=_("What the client has of it"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say what the client has of it, in their words.")},
    )
    category = forms.ChoiceField(label=_("Category"), choices=Category, widget=forms.Select(attrs=SELECT))
    amount = NumberField(label=_("Amount"), required=False, least=0, places=2)
    yearly = forms.BooleanField(label=_("every year"), required=False)
    since = DayField(label=_("Since"))
    until = DayField(label=_("Until"), required=False)
    method = forms.CharField(label=_("How it was reckoned"), required=False, widget=forms.TextInput(attrs=CONTROL))
    evidence = forms.CharField(label=_("What shows it"), required=False, widget=forms.TextInput(attrs=CONTROL))
    stake = forms.ModelChoiceField(
        Stake.objects.none(), label=_("Stake it serves"), required=False, widget=forms.Select(attrs=SELECT)
    )
    action = forms.ModelChoiceField(
        Action.objects.none(), label=_("Action it came of"), required=False, widget=forms.Select(attrs=SELECT)
    )
    idea = forms.ModelChoiceField(
        Idea.objects.all(), to_field_name="public_id", required=False, widget=forms.HiddenInput()
    )

    def __init__(self, user: User, account: Account, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **more})
        for name in ("amount", "since", "until"):
            self.fields[name].widget.attrs |= CONTROL
        self.fields["since"].widget.attrs["max"] = timezone.localdate().isoformat()
        plan = living(user, account)
        _choices(self.fields["stake"], Stake.objects.filter(account=account, removed_at=None))
        _choices(self.fields["action"], Action.objects.filter(plan=plan) if plan else Action.objects.none())

    def bringing(self) -> Bringing:
        """What the action takes."""
        return Bringing(**self.cleaned_data)


class OpinionForm(forms.Form):
    """What the client says of it: who, when, in their words, another amount."""

    by = forms.CharField(
        label=_("Who of them"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say who of the client’s people said so.")},
    )
    on = DayField(label=_("On that day"))
    said = forms.CharField(label=_("In their words"), required=False, widget=forms.TextInput(attrs=CONTROL))
    agreed = NumberField(label=_("Their amount, where it is another"), required=False, least=0, places=2)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **more})
        for name in ("on", "agreed"):
            self.fields[name].widget.attrs |= CONTROL


def drafted(idea: Idea) -> dict[str, Any]:
    """What a form begins with where an idea is to become something brought."""
    return {"what": idea.said_title, "category": idea.category, "method": idea.said_reckoned, "idea": idea.public_id}


def as_typed(one: Delivered) -> dict[str, Any]:
    """What a form over it begins with."""
    names = ("what", "category", "amount", "yearly", "since", "until", "method", "evidence")
    return {name: getattr(one, name) for name in names} | {"stake": one.stake_id, "action": one.action_id}


def _choices(field: forms.Field, rows: QuerySet[Stake] | QuerySet[Action]) -> None:
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - the fields above
    field.queryset = rows
