"""What people write on the pages of exposure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PriceTableForm(forms.Form):
    """A table of list and target prices."""

    file = forms.FileField(label=_("A table of prices (CSV or Excel)"))


class TariffNameForm(forms.Form):
    """A tariff is kept under a name."""

    name = forms.CharField(label=_("Name of the tariff"), max_length=120)


class ScenarioForm(forms.Form):
    """A what-if is kept under a name."""

    name = forms.CharField(label=_("Name of the scenario"), max_length=120)
