"""What people write of a client's total spend and of the days spent on it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.figures.typed import TypedError, problem, typed
from trousseau.ledger.reading.currencies import currency_of
from trousseau.portfolio import words
from trousseau.selection.actions.days import MOST as MOST_DAYS
from trousseau.selection.models import SpendTold

CENT = Decimal("0.01")
MOST = 10**12
"""A yearly spend beyond this is a slip of the pen."""


class SpendForm(forms.Form):
    """What one unit of a client spends a year on one offer."""

    unit = forms.CharField(required=False, max_length=200)
    offer = forms.CharField(required=False, max_length=200)
    amount = forms.CharField(max_length=30, error_messages={"required": gettext_lazy("Say how much a year.")})
    currency = forms.CharField(required=False, max_length=20)
    source = forms.CharField(
        max_length=300,
        error_messages={"required": gettext_lazy("Say where you have it from: a visit, a report, a tender.")},
    )
    date = forms.DateField(error_messages={"required": gettext_lazy("Say when it was true."),
                                           "invalid": gettext_lazy("Write the day as 2026-11-22.")})  # fmt: skip
    confidence = forms.ChoiceField(
        choices=SpendTold.Confidence.choices, error_messages={"required": gettext_lazy("Say how sure it is.")}
    )
    seen = forms.IntegerField(required=False)

    def clean_amount(self) -> Decimal:
        """An amount as people write it."""
        return _number(self.cleaned_data["amount"], MOST)

    def clean_currency(self) -> str:
        """A currency by its code or sign; nothing: that of the house."""
        text = self.cleaned_data["currency"].strip()
        found = currency_of(text) if text else ""
        if found is None:
            raise ValidationError(
                _("“{value}” is no currency: write its three letters, EUR or USD.").format(value=text)
            )
        return found

    def clean_date(self) -> dt.date:
        """A day that has come."""
        day: dt.date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day


class TakeBackForm(forms.Form):
    """A cell whose amount is taken back."""

    unit = forms.CharField(required=False, max_length=200)
    offer = forms.CharField(required=False, max_length=200)
    seen = forms.IntegerField(required=False)


class DaysForm(forms.Form):
    """The days spent on a client in a month."""

    month = forms.CharField(max_length=10, error_messages={"required": gettext_lazy("Say of which month.")})
    days = forms.CharField(max_length=10, error_messages={"required": gettext_lazy("Say how many days.")})
    source = forms.CharField(max_length=300, error_messages={"required": gettext_lazy("Say where you have it from.")})

    def clean_month(self) -> dt.date:
        """A month that has begun."""
        text = self.cleaned_data["month"].strip()
        try:
            month = dt.date.fromisoformat(f"{text[:7]}-01")
        except ValueError:
            month = None
        if month is None or month > timezone.localdate():
            raise ValidationError(_("“{value}” is no month that has begun: write 2026-10.").format(value=text))
        return month

    def clean_days(self) -> Decimal:
        """A number of days."""
        return _number(self.cleaned_data["days"], MOST_DAYS)


class SpendTableForm(forms.Form):
    """A table of total spend."""

    file = forms.FileField(
        allow_empty_file=False,
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


def _number(text: str, most: int) -> Decimal:
    language = words.language()
    try:
        value = typed(text, language)
    except TypedError as error:
        raise ValidationError(problem(error, language)) from error
    if value is None or not 0 <= value <= most:
        raise ValidationError(
            _("{value} is out of reach: write a number from 0 to {most}.").format(
                value=text, most=language.number(most)
            )
        )
    return value.quantize(CENT)
