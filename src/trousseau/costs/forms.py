"""Forms of costs: one field a cell, so that they are filled where one reads."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.accounts.access import every_account
from trousseau.accounts.rows import language
from trousseau.costs.models import Budget, Kind, Table
from trousseau.figures.typed import TypedError, problem, typed
from trousseau.ledger.costs.tables.headers import driver_of

ACCEPT = ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods,.parquet,.gz,.zip"


class AmountField(forms.CharField):
    """A number as people type it: comma or dot for decimals, spaces anywhere; a % divides by a hundred."""

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        """The exact number; None where nothing was typed."""
        text = str(value or "")
        try:
            number = typed(text, language())
        except TypedError as error:
            raise ValidationError(problem(error, language())) from error
        return number / 100 if number is not None and "%" in text else number


class TableForm(forms.Form):
    """A file, and what it tells."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        allow_empty_file=False,
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    what = forms.ChoiceField(label=gettext_lazy("What it tells"), choices=Table.What.choices)


class ChoicesForm(forms.Form):
    """What the file does not tell by itself."""

    dates = forms.ChoiceField(
        label=gettext_lazy("Days are written"),
        required=False,
        choices=(("", "–"), ("dmy", gettext_lazy("day first")), ("mdy", gettext_lazy("month first"))),
    )
    decimal = forms.ChoiceField(
        label=gettext_lazy("Decimal mark"),
        required=False,
        choices=(("", "–"), (",", gettext_lazy("comma")), (".", gettext_lazy("dot"))),
    )
    sheet = forms.CharField(label=gettext_lazy("Sheet"), required=False, max_length=120)


class DriverForm(forms.Form):
    """A driver and what one unit costs from a day on."""

    label = forms.CharField(label=gettext_lazy("Driver"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=40, required=False)
    cost = AmountField(label=gettext_lazy("Cost of one"), required=False)
    start = forms.DateField(label=gettext_lazy("From"), required=False)

    def clean_label(self) -> str:
        """A driver has a name of letters or digits."""
        label: str = " ".join(self.cleaned_data["label"].split())
        if not driver_of(label):
            raise ValidationError(_("Give the driver a name."))
        return label

    def clean(self) -> dict[str, object]:
        """A rate holds from a day on, and costs no less than nothing."""
        said: dict[str, object] = super().clean() or self.cleaned_data
        cost = said.get("cost")
        if isinstance(cost, Decimal):
            if cost < 0:
                self.add_error("cost", _("A unit cannot cost less than nothing."))
            if not said.get("start") and "start" not in self.errors:
                self.add_error("start", _("Say from which day the rate holds."))
        return said


class RateForm(forms.Form):
    """What one unit of a driver costs, corrected."""

    cost = AmountField(label=gettext_lazy("Cost of one"))

    def clean_cost(self) -> Decimal:
        """A rate costs no less than nothing."""
        cost: Decimal = self.cleaned_data["cost"]
        if cost < 0:
            raise ValidationError(_("A unit cannot cost less than nothing."))
        return cost


class FinancingForm(forms.Form):
    """The yearly rate of financing from a day on."""

    rate = AmountField(label=gettext_lazy("Yearly rate"))
    start = forms.DateField(label=gettext_lazy("From"))

    def clean_rate(self) -> Decimal:
        """A share, 0 to 1."""
        rate: Decimal = self.cleaned_data["rate"]
        if not 0 <= rate <= 1:
            raise ValidationError(_("A yearly rate is between 0 and 100%: write 4.5% or 0.045."))
        return rate


class FixedForm(forms.Form):
    """Fixed costs of a division, a zone or the company over a period."""

    division = forms.CharField(label=gettext_lazy("Division"), max_length=200, required=False)
    zone = forms.CharField(label=gettext_lazy("Zone"), max_length=200, required=False)
    start = forms.DateField(label=gettext_lazy("From"))
    end = forms.DateField(label=gettext_lazy("To"))
    amount = AmountField(label=gettext_lazy("Amount"), required=False)

    def clean(self) -> dict[str, object]:
        """The period begins before it ends."""
        said: dict[str, object] = super().clean() or self.cleaned_data
        start, end = said.get("start"), said.get("end")
        if start and end and str(end) < str(start):
            self.add_error("end", _("The period ends before it begins."))
        return said


class BudgetForm(forms.Form):
    """What was planned for an account or a division over a period."""

    account = forms.CharField(label=gettext_lazy("Account"), max_length=400, required=False)
    division = forms.CharField(label=gettext_lazy("Division"), max_length=200, required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Of"), choices=Budget.Measure.choices)
    start = forms.DateField(label=gettext_lazy("From"))
    end = forms.DateField(label=gettext_lazy("To"))
    amount = AmountField(label=gettext_lazy("Amount"))

    def clean_account(self) -> str:
        """The account as the ledger calls it, from its code or its name."""
        typed: str = self.cleaned_data["account"].strip()
        if not typed:
            return ""
        keys = every_account().filter(key=typed).values_list("key", flat=True) or every_account().filter(
            name__iexact=typed
        ).values_list("key", flat=True)
        found = list(keys[:2])
        if not found:
            raise ValidationError(_("Nobody is called that: write the account’s code or name."))
        if len(found) > 1:
            raise ValidationError(_("Several accounts are called that: write the account’s code."))
        return found[0]

    def clean(self) -> dict[str, object]:
        """One account or one division, over a period that begins before it ends."""
        said: dict[str, object] = super().clean() or self.cleaned_data
        if "account" in said and bool(said["account"]) == bool(said.get("division")):
            self.add_error("account", _("Name an account or a division: one of the two."))
        start, end = said.get("start"), said.get("end")
        if start and end and str(end) < str(start):
            self.add_error("end", _("The period ends before it begins."))
        amount = said.get("amount")
        if isinstance(amount, Decimal) and amount < 0 and said.get("measure") == Budget.Measure.REVENUE:
            self.add_error("amount", _("A revenue budget is never less than nothing: check the sign."))
        return said
