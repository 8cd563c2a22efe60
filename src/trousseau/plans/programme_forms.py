"""Forms of the programme: a line of it, and how it is judged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.knowledge.facts_forms import DayField
from trousseau.plans import maturity
from trousseau.plans.actions.programme import Judged, Said
from trousseau.plans.models.programme import LineKind, LineState, ProgrammeLine
from trousseau.plans.queries import programme as queries

CONTROL = {"class": "form-control", "autocomplete": "off"}
SELECT = {"class": "form-select"}
LABELS = {
    LineKind.STAGE: {"what": _("Stage"), "due": _("Until"), "note": _("What shows that it is done")},
    LineKind.OBSTACLE: {"what": _("Obstacle"), "due": _("Answered by"), "note": _("Our answer")},
    LineKind.STEP: {"what": _("Next step"), "due": _("Due"), "note": _("Remark")},
}


class LineForm(forms.Form):
    """A line of the programme; only a stage says when it begins."""

    what = forms.CharField(widget=forms.TextInput(attrs=CONTROL), error_messages={"required": _("Say what it is.")})
    note = forms.CharField(required=False, widget=forms.TextInput(attrs=CONTROL))
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("In charge"), required=False, widget=forms.Select(attrs=SELECT)
    )
    starts = DayField(label=_("Since"), required=False)
    due = DayField(required=False)
    state = forms.ChoiceField(label=_("State"), choices=LineState, widget=forms.Select(attrs=SELECT))

    def __init__(self, kind: str, *args: Any, line: ProgrammeLine | None = None, **more: Any) -> None:
        stands = line.pk if line else "new"
        begun = as_said(line) if line else {"state": LineState.OPEN}
        usual = {"use_required_attribute": False, "initial": begun, "auto_id": f"{kind}-{stands}-%s"}
        super().__init__(*args, **{**usual, **more})
        self.kind, self.line = kind, line
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 - the field above
        owner.queryset = queries.owners()
        owner.choices = once("owners of the programme", _offered)
        for name, label in LABELS[LineKind(kind)].items():
            self.fields[name].label = label
        for name in ("starts", "due"):
            self.fields[name].widget.attrs |= CONTROL
        if kind != LineKind.STAGE:
            del self.fields["starts"]

    def said(self) -> Said:
        """What the action takes."""
        return Said(**self.cleaned_data)


class JudgingForm(forms.Form):
    """A round: its day, with whom, and for each dimension a level with its evidence; "" leaves it unjudged."""

    on = DayField(label=_("On that day"))
    note = forms.CharField(
        label=_("With whom, and what came up"), required=False, widget=forms.TextInput(attrs=CONTROL)
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        usual = {"use_required_attribute": False, "auto_id": "m-%s", "initial": {"on": timezone.localdate()}}
        super().__init__(*args, **{**usual, **more})
        self.fields["on"].widget.attrs |= CONTROL
        choices = [("", _("not judged this time")), *((str(n), n) for n in range(1, len(maturity.LEVELS) + 1))]
        for one in maturity.DIMENSIONS:
            self.fields[one.key] = forms.ChoiceField(choices=choices, required=False)
            self.fields[f"{one.key}-evidence"] = forms.CharField(
                label=_("What shows it"), required=False, widget=forms.TextInput(attrs=CONTROL)
            )

    def judged(self) -> dict[str, Judged]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            one.key: Judged(int(said[one.key]), said[f"{one.key}-evidence"])
            for one in maturity.DIMENSIONS
            if said[one.key]
        }

    def asked(self) -> list[tuple[maturity.Dimension, str, BoundField]]:
        """The dimensions with what was chosen and the field of the evidence, as the page lays them out."""
        return [(one, str(self[one.key].value() or ""), self[f"{one.key}-evidence"]) for one in maturity.DIMENSIONS]


def _offered() -> list[tuple[object, str]]:
    """Who may own a line; read once a page, however many forms stand there."""
    return [("", "–"), *((one.pk, one.name) for one in queries.owners())]


def as_said(line: ProgrammeLine) -> dict[str, Any]:
    """What a form over a line begins with."""
    return {"what": line.said, "note": line.note, "owner": line.owner_id, "starts": line.starts, "due": line.due,
            "state": line.state}  # fmt: skip
