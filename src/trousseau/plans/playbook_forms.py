"""The form of a playbook: what it is for, and its steps as numbered lines that wait for each other by their number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.accounts.posted import whole
from trousseau.plans.actions.playbook_versions import STEPS, Line, Written
from trousseau.plans.models import Event
from trousseau.plans.playbook import Playbook
from trousseau.selection.queries import tiers

CONTROL = {"class": "form-control", "autocomplete": "off"}
FEW, MORE = 4, 5
"""Empty lines of a new playbook; those that more are."""
NUMBER = re.compile(r"[+\-\u2212]?[0-9]{1,4}")
BETWEEN = re.compile(r"[\s,;]+")
NAMES = ("key", "what", "who", "at", "takes", "weight", "after")


class PlaybookForm(forms.Form):
    """What a playbook is called and for; its steps are `Typed`."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    day = forms.CharField(
        label=gettext_lazy("What its day is"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": gettext_lazy("Say what the day is that its steps are counted from.")},
    )
    tiers = forms.MultipleChoiceField(
        label=gettext_lazy("For clients of these tiers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    industries = forms.CharField(
        label=gettext_lazy("For clients of these industries"), required=False, widget=forms.TextInput(attrs=CONTROL)
    )
    event = forms.ChoiceField(
        label=gettext_lazy("What starts it"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    ahead = forms.IntegerField(
        label=gettext_lazy("Days before"),
        required=False,
        widget=forms.NumberInput(attrs={**CONTROL, "min": 1}),
        error_messages={"invalid": gettext_lazy("Write a whole number.")},
    )
    by_itself = forms.BooleanField(
        label=gettext_lazy("Apply it at once where every step has a person; otherwise it is proposed"), required=False
    )

    def __init__(self, *args: Any, kept: Playbook | None = None, **more: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, "auto_id": "p-%s", **more})
        known = dict(tiers.choices())
        known |= {key: key for key in (kept.tiers if kept else ()) if key not in known}
        self.fields["tiers"].choices = [  # type: ignore[attr-defined] # a choice, by name
            (key, name or tiers.name(None, key)) for key, name in known.items()
        ]
        self.fields["event"].choices = [  # type: ignore[attr-defined] # as above
            ("", _("Somebody does: it is offered on the page of a plan")),
            *Event.choices,
        ]

    def written(self, lines: Mapping[int, Line]) -> Written:
        """What the action takes; industries stand between semicolons."""
        said = self.cleaned_data
        return Written(
            said["name"],
            said["day"],
            lines,
            said["tiers"],
            said["industries"].split(";"),
            said["event"],
            said["ahead"] or 0,
            by_itself=said["by_itself"],
        )


@dataclass
class Typed:
    """A line of steps as it was typed."""

    number: int
    key: str = ""
    what: str = ""
    who: str = "manager"
    at: str = ""
    takes: str = ""
    weight: str = ""
    after: str = ""
    out: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing was typed: a new line that nobody filled in."""
        return not (self.key or self.what.strip() or self.at.strip() or self.takes.strip() or self.after.strip())


def typed(posted: Mapping[str, str]) -> list[Typed]:
    """The lines that were sent, whatever was typed."""
    count = min(whole(posted.get("rows", "")), 10 * STEPS)
    found = []
    for number in range(1, count + 1):
        key, what, who, at, takes, weight, after = (posted.get(f"{name}-{number}", "")[:1000] for name in NAMES)
        out = posted.get(f"out-{number}") == "yes"
        found.append(Typed(number, key, what, who, at, takes, weight, after, out))
    return found


def as_typed(playbook: Playbook | None) -> list[Typed]:
    """The lines a form over a playbook begins with."""
    if playbook is None:
        return blank([], FEW)
    numbers = {step.key: number for number, step in enumerate(playbook.steps, 1)}
    return [
        Typed(
            numbers[step.key],
            step.key,
            step.what.said,
            step.who,
            str(step.at),
            str(step.takes),
            str(step.weight),
            ", ".join(str(numbers[key]) for key in step.after),
        )
        for step in playbook.steps
    ]


def blank(rows: list[Typed], more: int = MORE) -> list[Typed]:
    """The lines with some more to fill in."""
    last = rows[-1].number if rows else 0
    return [*rows, *(Typed(last + n) for n in range(1, more + 1) if last + n <= STEPS)]


def lines(rows: list[Typed]) -> dict[int, Line]:
    """What the action takes, by number; a number that is none is said beside its line, as a `ValidationError`."""
    found, wrong = {}, {}
    for row in rows:
        if row.out or row.empty:
            continue
        texts: list[str] = []
        figures = [
            _number(text, name, texts)
            for name, text in ((_("Due"), row.at), (_("Takes"), row.takes or "0"), (_("Weight"), row.weight or "1"))
        ]
        after = [_number(one, _("After"), texts) for one in BETWEEN.split(row.after.strip()) if one]
        if texts:
            wrong[f"step-{row.number}"] = texts
        found[row.number] = Line(row.what, row.who, figures[0], figures[1], figures[2], after, row.key)
    if wrong:
        raise ValidationError(wrong)
    return found


def tell(rows: list[Typed], form: PlaybookForm, error: ValidationError) -> None:
    """Put each refusal beside its line or its field, what belongs to none above the form."""
    beside = {f"step-{row.number}": row for row in rows}
    for name, texts in error.message_dict.items():
        if name in beside:
            beside[name].errors += texts
        else:
            for text in texts:
                form.add_error(name if name in form.fields else None, text)


def as_told(playbook: Playbook) -> dict[str, Any]:
    """What a form over a playbook begins with."""
    return {
        "name": playbook.name.said,
        "day": playbook.day.said,
        "tiers": list(playbook.tiers),
        "industries": "; ".join(playbook.industries),
        "event": playbook.event,
        "ahead": playbook.ahead or None,
        "by_itself": playbook.by_itself,
    }


def _number(text: str, name: str, texts: list[str]) -> int:
    """A whole number as it was typed; 0 with a sentence where it is none."""
    said = text.strip().replace("\N{NO-BREAK SPACE}", "").replace("\N{NARROW NO-BREAK SPACE}", "")
    if not NUMBER.fullmatch(said):
        texts.append(_("%(field)s: “%(text)s” is no whole number.") % {"field": name, "text": said})
        return 0
    return int(said.replace("\N{MINUS SIGN}", "-"))
