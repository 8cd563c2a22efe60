"""What people write of a fact, kind by kind; numbers and days as they type them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access.models import Organisation, User
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.figures import prose
from trousseau.figures.typed import TypedError, problem, typed, written
from trousseau.knowledge.access import accounts_of_client, contacts_of
from trousseau.knowledge.kinds import KINDS, SAID_LABELS
from trousseau.knowledge.models import Answered, Contact, LegalEntity
from trousseau.ledger.reading.currencies import currency_of

EARLIEST = dt.date(1800, 1, 1)
LATEST = dt.date(2200, 1, 1)


class NumberField(forms.CharField):
    """A number in the marks of the reader's language."""

    def __init__(self, *, least: int | None = None, most: int | None = None, places: int = 4, **named: Any) -> None:
        super().__init__(max_length=40, **named)
        self.least, self.most, self.places = least, most, places
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: object) -> Decimal | None:
        """The number, exact; ValidationError with what is wrong and how to mend it."""
        text = super().clean(value)
        try:
            number = typed(text, language())
        except TypedError as error:
            raise ValidationError(problem(error, language())) from None
        if number is None:
            return None
        low, high = self.least, self.most
        if (low is not None and number < low) or (high is not None and number > high):
            if low is not None and high is not None:
                raise ValidationError(_("Write a number from %(low)s to %(high)s.") % {"low": low, "high": high})
            raise ValidationError(_("Write a number that is not negative."))
        return round(number, self.places)

    def prepare_value(self, value: object) -> object:
        """As the field shows it again."""
        return written(value, language()) if isinstance(value, Decimal | int) else value


class DayField(forms.DateField):
    """A day, within what a company can mean."""

    def __init__(self, **named: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"),
            error_messages={"invalid": gettext_lazy("Write the day as 2026-11-22.")},
            **named,
        )

    def clean(self, value: object) -> dt.date | None:
        """The day; ValidationError for one no company has seen."""
        day: dt.date | None = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise ValidationError(_("This year cannot be meant: write the day as 2026-11-22."))
        return day


class FactForm(forms.Form):
    """What all facts have: where it is said, when it was true, and the revision that stood on the page."""

    kind: ClassVar[str]
    wide: ClassVar[tuple[str, ...]] = ()
    """Fields that take the whole line."""

    source = forms.CharField(required=False, max_length=300)
    said_on = DayField()
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: User,
        account: Account,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, auto_id=f"{self.kind}-%s", initial=initial)
        self.user, self.account = user, account
        labels = {**KINDS[self.kind].labels, **SAID_LABELS}
        self.order_fields([*KINDS[self.kind].labels, "source", "said_on"])
        for name, field in self.fields.items():
            field.label = str(labels.get(name, ""))
            select = isinstance(field.widget, forms.Select)
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "form-select" if select else "form-control"
        self.initial.setdefault("said_on", timezone.localdate())

    def clean_said_on(self) -> dt.date:
        """A day that has come."""
        day: dt.date = self.cleaned_data["said_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        """A fact without its source is a rumour: one is asked for, unless one of their people said it."""
        data = super().clean() or {}
        if not data.get("source") and not data.get("who") and "source" not in self.errors:
            self.add_error("source", _("Say where you have it from: a visit, a report, a web page."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def stand_on(self, revision: int) -> None:
        """Show the form again over a newer revision, what was typed kept."""
        data = QueryDict(mutable=True)
        for name in self.data:
            data.setlist(name, self.data.getlist(name))  # type: ignore[attr-defined]  # a QueryDict, as views give it
        data["revision"] = str(revision)
        self.data = data

    def rows(self) -> list[tuple[BoundField, bool]]:
        """The fields to show, and whether each takes the whole line."""
        return [(field, field.name in self.wide) for field in self.visible_fields()]


class StakeForm(FactForm):
    """A stake."""

    kind = "stake"
    wide = ("title", "quote")
    title = forms.CharField(max_length=200)
    quote = forms.CharField(required=False, max_length=500)
    importance = forms.TypedChoiceField(
        coerce=int, initial=3,
        choices=((5, gettext_lazy("5, decisive")), (4, "4"), (3, gettext_lazy("3, counts")), (2, "2"),
                 (1, gettext_lazy("1, minor"))),
    )  # fmt: skip
    who = forms.ModelChoiceField[Contact](None, required=False, to_field_name="public_id")
    answered = forms.ChoiceField(choices=Answered.choices, required=False)
    answer = forms.CharField(required=False, max_length=300)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["who"].queryset = contacts_of(self.user, self.account).filter(erased_at=None)  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """An answer that is written is given; without words there is none to give."""
        data = super().clean()
        if data.get("answer"):
            data["answered"] = Answered.ANSWERED
        elif data.get("answered") == Answered.ANSWERED:
            self.add_error("answer", _("Say what we answer, or choose “no answer”."))
        return data


class EntityForm(FactForm):
    """A legal entity."""

    kind = "entity"
    name = forms.CharField(max_length=200)
    country = forms.CharField(required=False, max_length=120)
    registration = forms.CharField(required=False, max_length=60)
    customer = forms.ModelChoiceField[Account](None, required=False, to_field_name="public_id")
    outside = forms.BooleanField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["customer"].queryset = accounts_of_client(self.user, self.account)  # type: ignore[attr-defined]  # a ModelChoiceField


class ControlForm(FactForm):
    """A holding."""

    kind = "control"
    owner = forms.ModelChoiceField[LegalEntity](None, to_field_name="public_id")
    owned = forms.ModelChoiceField[LegalEntity](None, to_field_name="public_id")
    percent = NumberField(required=False, least=0, most=100)
    since = DayField(required=False)
    until = DayField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        of_client = accounts_of_client(self.user, self.account)
        for name in ("owner", "owned"):
            self.fields[name].queryset = LegalEntity.objects.filter(account__in=of_client, removed_at=None)  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_percent(self) -> Decimal | None:
        """Nothing is no share: a share of none is no holding."""
        percent: Decimal | None = self.cleaned_data["percent"]
        if percent == 0:
            raise ValidationError(_("Nothing held is no holding: leave it empty if the share is not known."))
        return percent


class SiteForm(FactForm):
    """A site."""

    kind = "site"
    name = forms.CharField(max_length=200)
    city = forms.CharField(required=False, max_length=120)
    country = forms.CharField(required=False, max_length=120)
    activity = forms.CharField(required=False, max_length=200)
    people = NumberField(required=False, least=0, most=10_000_000, places=0)


class EconomicsForm(FactForm):
    """A figure of the client's business."""

    kind = "economics"
    name = forms.CharField(max_length=200)
    value = NumberField()
    unit = forms.CharField(required=False, max_length=40)
    period = forms.CharField(required=False, max_length=60)


class CompetitorForm(FactForm):
    """A competitor."""

    kind = "competitor"
    wide = ("remark",)
    name = forms.CharField(max_length=200)
    place = forms.CharField(required=False, max_length=200)
    offer = forms.CharField(required=False, max_length=200)
    share = NumberField(required=False, least=0, most=100, places=2)
    rank = NumberField(required=False, least=1, most=1000, places=0)
    remark = forms.CharField(required=False, max_length=500)


class ContractForm(FactForm):
    """A contract."""

    kind = "contract"
    wide = ("name", "remark")
    name = forms.CharField(max_length=200)
    amount = NumberField(required=False, least=0, places=2)
    currency = forms.CharField(required=False, max_length=20)
    start = DayField(required=False)
    end = DayField(required=False)
    notice_days = NumberField(required=False, least=0, most=3650, places=0)
    renews = forms.BooleanField(required=False)
    remark = forms.CharField(required=False, max_length=500)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial.setdefault("currency", Organisation.current().base_currency)

    def clean_amount(self) -> Decimal | None:
        """An amount a contract can have."""
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is not None and amount > 10**12:
            raise ValidationError(_("This is more than any contract: check the zeros."))
        return amount

    def clean_currency(self) -> str:
        """A currency by its code or sign."""
        text = self.cleaned_data["currency"].strip()
        found = currency_of(text) if text else ""
        if found is None:
            raise ValidationError(
                _("“{value}” is no currency: write its three letters, EUR or USD.").format(value=text)
            )
        return found

    def clean(self) -> dict[str, Any]:
        """It ends after it starts; notice is counted back from an end."""
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _("It ends before it begins: check both days."))
        if data.get("notice_days") is not None and end is None and "end" not in self.errors:
            self.add_error("end", _("Notice is counted back from the end: say when it ends."))
        return data


class NoteForm(FactForm):
    """A note."""

    kind = "note"
    wide = ("title", "text")
    title = forms.CharField(max_length=200)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 8}))

    def clean_text(self) -> str:
        """Not longer than a note is read."""
        text: str = self.cleaned_data["text"]
        if len(text) > prose.LONGEST:
            said = language()
            raise ValidationError(
                _("This note has %(signs)s signs, more than %(most)s: keep it as a file, and say here what matters.")
                % {"signs": said.number(len(text)), "most": said.number(prose.LONGEST)}
            )
        return text


FORMS: dict[str, type[FactForm]] = {
    form.kind: form
    for form in (
        StakeForm, EntityForm, ControlForm, SiteForm, EconomicsForm, CompetitorForm, ContractForm, NoteForm,
    )
}  # fmt: skip
