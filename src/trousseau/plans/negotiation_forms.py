"""Forms of negotiation sheets: levels and amounts as they are typed, or a sentence beside the field."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import Account
from trousseau.knowledge.facts_forms import DayField, NumberField
from trousseau.plans.actions.negotiation import Given, Margin, Trade, Words
from trousseau.plans.models import Meeting, Negotiation, Term, TradeOff
from trousseau.plans.models.negotiation import Better, Topic

CONTROL = {"class": "form-control", "autocomplete": "off"}
SELECT = {"class": "form-select"}


def _text(label: Any, *, required: bool = False) -> forms.CharField:  # noqa: ANN401 - a lazy text
    return forms.CharField(label=label, required=required, widget=forms.TextInput(attrs=CONTROL))


class SheetForm(forms.Form):
    """A form of a sheet; the browser refuses nothing, the sentence beside the field does."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **more})
        for field in self.fields.values():
            field.widget.attrs = SELECT | field.widget.attrs if isinstance(field.widget, forms.Select) else (
                CONTROL | field.widget.attrs
            )  # fmt: skip


class WordsForm(SheetForm):
    """What a sheet is about."""

    subject = _text(_("What is negotiated"), required=True)
    on = DayField(label=_("Day"))
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"), required=False)
    objective = _text(_("Objective"))
    ours = forms.CharField(label=_("What is at stake for us"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, account: Account, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - the field above
        field.queryset = Meeting.objects.filter(account=account).exclude(state="cancelled").order_by("-on")

    def words(self) -> Words:
        """What the action takes."""
        return Words(**self.cleaned_data)


class TermForm(SheetForm):
    """One point, with our margin of manoeuvre."""

    what = _text(_("Point"), required=True)
    topic = forms.ChoiceField(label=pgettext_lazy("a point negotiated", "About"), choices=Topic)
    target = NumberField(label=_("Target"))
    walk_away = NumberField(label=_("Walk-away point"))
    best = NumberField(label=_("At best"), required=False)
    theirs = NumberField(label=_("Where they would walk away, as we think"), required=False)
    zone = forms.ChoiceField(label=_("Zone of the price"), required=False)
    unit = _text(_("Counted in"))
    better = forms.ChoiceField(label=_("Better for us"), choices=Better, required=False)
    now = NumberField(label=_("Today"), required=False)
    worth = NumberField(label=_("What one more brings us a year"), required=False, places=2)

    def __init__(self, account: Account, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        zones = getattr(getattr(account, "figures", None), "zones", [])
        choice = self.fields["zone"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - the field above
        choice.choices = [("", _("everywhere")), *((one, one) for one in zones)]

    def margin(self) -> Margin:
        """What the action takes."""
        given = dict(self.cleaned_data)
        return Margin(**given | {"better": given["better"] or Better.HIGHER.value})


class TradeForm(SheetForm):
    """Something we could give."""

    what = _text(_("What we could give"), required=True)
    to_them = NumberField(label=_("Worth to them"), required=False, least=0, places=2)
    to_us = NumberField(label=_("Costs us"), required=False, least=0, places=2)
    known = _text(_("How we know"))
    in_return = _text(_("In return for"))

    def trade(self) -> Trade:
        """What the action takes."""
        return Trade(**self.cleaned_data)


class GivenForm(SheetForm):
    """Something we gave."""

    what = _text(_("What was given"), required=True)
    on = DayField(label=_("Day"))
    who = _text(_("By whom"), required=True)
    to_them = NumberField(label=_("Worth to them"), required=False, least=0, places=2)
    to_us = NumberField(label=_("Costs us"), required=False, least=0, places=2)
    in_return = _text(_("In return for"))

    def given(self) -> Given:
        """What the action takes."""
        return Given(**self.cleaned_data)


class OutcomeForm(SheetForm):
    """Where each point ended, and whether there is an agreement."""

    agreed = forms.ChoiceField(
        label=_("Outcome"),
        choices=(
            ("yes", pgettext_lazy("a negotiation", "agreed")),
            ("no", pgettext_lazy("a negotiation", "no agreement")),
        ),
    )
    words = _text(_("In a sentence"))

    def __init__(self, terms: Iterable[Term], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.terms = list(terms)
        for one in self.terms:
            self.fields[f"term-{one.pk}"] = NumberField(label=f"{one.what} ({one.unit})", required=False)
            self.fields[f"term-{one.pk}"].widget.attrs |= CONTROL

    def obtained(self) -> dict[int, Decimal | None]:
        """Where each point ended, by its key."""
        return {one.pk: self.cleaned_data[f"term-{one.pk}"] for one in self.terms}

    def levels(self) -> list[forms.BoundField]:
        """The fields of the points."""
        return [self[f"term-{one.pk}"] for one in self.terms]


class NextForm(SheetForm):
    """What is done next, and by when."""

    what = _text(_("Next step"), required=True)
    due = DayField(label=pgettext_lazy("a day", "By"))


def typed_words(one: Negotiation) -> dict[str, Any]:
    """What a form over a sheet begins with."""
    return {name: getattr(one, name) for name in ("subject", "on", "objective", "ours")} | {"meeting": one.meeting_id}


def typed_term(one: Term) -> dict[str, Any]:
    """What a form over a point begins with."""
    return {name: getattr(one, name) for name in TermForm.base_fields}


def typed_trade(one: TradeOff) -> dict[str, Any]:
    """What a form over a trade-off begins with."""
    return {name: getattr(one, name) for name in TradeForm.base_fields}
