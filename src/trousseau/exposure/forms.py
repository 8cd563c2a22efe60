"""What people write on the pages of exposure."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from trousseau.figures.typed import TypedError, typed
from trousseau.portfolio import words


class PriceTableForm(forms.Form):
    """A table of list and target prices."""

    file = forms.FileField(label=_("A table of prices (CSV or Excel)"))


class TariffNameForm(forms.Form):
    """A tariff is kept under a name."""

    name = forms.CharField(label=_("Name of the tariff"), max_length=120)


class ScenarioForm(forms.Form):
    """A what-if is kept under a name."""

    name = forms.CharField(label=_("Name of the scenario"), max_length=120)


class OutlookForm(forms.Form):
    """A manager's judgement of how probable it is to lose an account within a year."""

    probability = forms.CharField(required=False, max_length=20)
    reason = forms.CharField(max_length=500, error_messages={"required": _("Say why: a judgement needs its reason.")})
    contract = forms.BooleanField(required=False)

    def clean_probability(self) -> float | None:
        """Per cent as written (`12,5`, `12.5 %`), as a fraction; None where nothing is said."""
        try:
            number = typed(str(self.cleaned_data["probability"]), words.language())
        except TypedError:
            number = Decimal(-1)
        if number is None:
            return None
        value = float(number) / 100
        if not 0.0 <= value <= 1.0:
            raise forms.ValidationError(_("A probability lies between 0 and 100 %: nothing was changed."))
        return value
