"""What people write on the pages of the portfolio."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from trousseau.figures.indicators import Range
from trousseau.figures.typed import TypedError, problem, typed
from trousseau.portfolio import words


class FreezeForm(forms.Form):
    """A check-up is frozen with a word on why, if there is one."""

    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class BoundField(forms.CharField):
    """One bound as people write it: `5`, `5.5`, `5,5`, `5 %`; a share is written in per cent."""

    def __init__(self, **options: Any) -> None:
        """Bounds may be left out."""
        super().__init__(required=False, max_length=20, **options)
        self.scale = 1.0
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: str) -> float | None:
        """The bound in the unit of the indicator; None where nothing is written."""
        try:
            number = typed(super().clean(value), words.language())
        except TypedError as error:
            raise forms.ValidationError(problem(error, words.language())) from error
        if number is None:
            return None
        if abs(number) > _FARTHEST:
            raise forms.ValidationError(_("This number is beyond anything an indicator can reach."))
        return float(number) / self.scale


_FARTHEST = 10**9


class RangeForm(forms.Form):
    """The reference range of one indicator, and why."""

    low = BoundField(label=_("In range from"))
    high = BoundField(label=_("In range up to"))
    watch_low = BoundField(label=_("To watch from"))
    watch_high = BoundField(label=_("To watch up to"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Shown beside the range, and kept with every version.")
    )

    def __init__(self, *args: Any, scale: float = 1.0, **options: Any) -> None:
        """`scale`: what one unit of the indicator is written as, 100 for a share."""
        super().__init__(*args, **options)
        for name in ("low", "high", "watch_low", "watch_high"):
            cast("BoundField", self.fields[name]).scale = scale

    def clean(self) -> dict[str, Any]:
        """The bounds go in order; a side without a bound to watch is out of range at once."""
        found = super().clean() or {}
        if self.errors:
            return found
        low, high = found["low"], found["high"]
        if low is None and high is None:
            raise forms.ValidationError(_("Give at least one bound of the range: from, up to, or both."))
        if low is not None and high is not None and low > high:
            self.add_error("high", _("The range ends before it begins."))
        self._outer("watch_low", low, -1)
        self._outer("watch_high", high, 1)
        return found

    def _outer(self, name: str, bound: float | None, side: int) -> None:
        """A bound to watch lies beyond the bound of its side."""
        outer = self.cleaned_data[name]
        if outer is None:
            self.cleaned_data[name] = bound
        elif bound is None:
            self.add_error(name, _("This side of the range is open: there is nothing beyond it to watch."))
        elif (outer - bound) * side < 0:
            self.add_error(name, _("What is to watch lies outside the range, not inside it."))

    @property
    def range(self) -> Range:
        """The range as told; after `is_valid`."""
        said = self.cleaned_data
        return Range(said["low"], said["high"], said["watch_low"], said["watch_high"], "own", said["reason"].strip())


class SegmentsForm(forms.Form):
    """A small table of accounts and segments, under a name."""

    name = forms.CharField(label=_("Name of the segmentation"), max_length=80)
    file = forms.FileField(
        label=_("Table of customers and segments"),
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods"}),
    )
