"""Forms of a template: its frame, and a line each for objectives, indicators, actions and risks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trousseau.plans import formulas
from trousseau.plans.actions.templates import MOST
from trousseau.plans.models import Horizon, Rhythm, Source, Unit
from trousseau.plans.outlines import Aim, Danger, Deed, Gauge, Outline
from trousseau.plans.playbook import CLIENT
from trousseau.plans.queries.templates import playbooks, tiers_known
from trousseau.plans.roles import ROLES

CONTROL = {"class": "form-control", "autocomplete": "off"}
SELECT = {"class": "form-select"}
MORE = 3
"""Empty lines offered at a time."""
WHOLE = {"invalid": gettext_lazy("Write a whole number.")}


def _text(label: Any, size: int = 28, **more: Any) -> forms.CharField:  # noqa: ANN401 - a lazy text
    return forms.CharField(label=label, widget=forms.TextInput(attrs={**CONTROL, "size": size}), **more)


def _long(label: Any, cols: int = 20, **more: Any) -> forms.CharField:  # noqa: ANN401 - as above
    return forms.CharField(label=label, widget=forms.Textarea(attrs={**CONTROL, "rows": 2, "cols": cols}), **more)


def _number(label: Any, **more: Any) -> forms.IntegerField:  # noqa: ANN401 - as above
    widget = forms.TextInput(attrs={**CONTROL, "inputmode": "numeric", "size": 3})
    return forms.IntegerField(label=label, widget=widget, error_messages=WHOLE, **more)


def _one_of(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:  # noqa: ANN401 - as above
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs=SELECT), **more)


class FrameForm(forms.Form):
    """What a template says of the whole plan, and for whom it is."""

    name = _text(gettext_lazy("Name of the template"), 60)
    ambition = _text(gettext_lazy("Ambition to begin with, in one sentence"), 60)
    months = _number(gettext_lazy("The plan runs, months"), initial=24)
    industries = _text(gettext_lazy("Industries"), 40, required=False)
    tiers = forms.MultipleChoiceField(
        label=gettext_lazy("For which tiers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    playbooks = forms.MultipleChoiceField(
        label=gettext_lazy("Playbooks that belong to it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _text(gettext_lazy("What changes, and why"), 60, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, "auto_id": "f-%s", **more})
        for name, choices in (("tiers", tiers_known()), ("playbooks", playbooks())):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - the two above
            field.choices = list(choices.items())


class _Line(forms.Form):
    """One line of a list, counted from 1; each field tells its line to who hears the page."""

    def __init__(self, *args: Any, aims: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **{**more, "use_required_attribute": False})
        self.number = int(str(self.prefix).rpartition("-")[2]) + 1
        if "aim" in self.fields:
            field = self.fields["aim"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - by its name
            field.choices = [("0", "–"), *((str(n), f"{n}. {title}"[:60]) for n, title in enumerate(aims, 1))]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = _("%(field)s, line %(n)s") % {"field": field.label, "n": self.number}


class _Lines(forms.BaseFormSet):  # type: ignore[type-arg] # generic in its stubs alone
    """A list of lines, each of which can be taken out."""

    def add_fields(self, form: Any, index: int | None) -> None:  # noqa: ANN401 - one of the lines
        """Tell each line's own way out to who hears the page."""
        super().add_fields(form, index)
        said = _("%(field)s, line %(n)s") % {"field": _("Take out"), "n": form.number}
        form.fields["DELETE"].widget.attrs["aria-label"] = said


class AimForm(_Line):
    """An objective."""

    title = _long(gettext_lazy("What is to be reached"), 26)
    horizon = _one_of(gettext_lazy("Horizon"), Horizon.choices, initial=Horizon.SHORT)
    months = _number(gettext_lazy("Months after the first day"))
    measure = _long(gettext_lazy("How it is measured"), required=False)
    target = _text(pgettext_lazy("an objective, from … to", "To"), 9, required=False)
    why = _long(gettext_lazy("Why"), 14, required=False)
    weight = _number(gettext_lazy("Weight"), initial=1)


class GaugeForm(_Line):
    """An indicator; its baseline and target are said for the account."""

    name = _long(gettext_lazy("Name of the indicator"))
    what = _one_of(gettext_lazy("What is measured"), ())
    months = _number(gettext_lazy("Rolling window, months"), required=False)
    detail = _text(gettext_lazy("Product families, or field of the CRM"), 10, required=False)
    unit = _one_of(gettext_lazy("Unit"), [("", "–"), *Unit.choices], required=False)
    rhythm = _one_of(gettext_lazy("Read how often"), Rhythm.choices, initial=Rhythm.MONTHLY)
    aim = _one_of(gettext_lazy("For which objective"), (), required=False, initial="0")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the field above
        field.choices = [
            ("", "–"),
            (Source.LEDGER.label, [(f"ledger:{key}", str(one.name)) for key, one in formulas.LEDGER.items()]),
            (Source.PLAN.label, [(f"plan:{key}", str(one.name)) for key, one in formulas.PLAN.items()]),
            (_("Otherwise"), [(one.value, one.label) for one in (Source.ENTERED, Source.CRM)]),
        ]


class DeedForm(_Line):
    """An action, or a milestone where it takes no day."""

    what = _long(gettext_lazy("What is to be done"), 26)
    who = _one_of(gettext_lazy("Role"), list(ROLES.items()), initial="manager")
    at = _number(gettext_lazy("Due after working days"))
    takes = _number(gettext_lazy("Takes working days"), initial=0)
    how = _long(gettext_lazy("How"), 14, required=False)
    weight = _number(gettext_lazy("Weight"), initial=1)
    aim = _one_of(gettext_lazy("For which objective"), (), required=False, initial="0")
    after = _text(gettext_lazy("Waits for lines"), 4, required=False)


class DangerForm(_Line):
    """A risk."""

    what = _long(gettext_lazy("What could happen"), 34)
    answer = _long(gettext_lazy("Our answer"), 34, required=False)
    who = _one_of(
        gettext_lazy("Role"), [(key, label) for key, label in ROLES.items() if key != CLIENT], initial="manager"
    )


KINDS: Mapping[str, type[_Line]] = {"aims": AimForm, "gauges": GaugeForm, "deeds": DeedForm, "dangers": DangerForm}


class TemplateForm:
    """The whole editor: the frame and four lists of lines."""

    def __init__(self, data: QueryDict | None = None, outline: Outline | None = None) -> None:
        said = _initial(outline) if outline is not None else {}
        self.problems: list[str] = []
        self.frame = FrameForm(data, initial=said.get("frame"))
        titles = _titles(data, outline)
        self.lists: dict[str, Any] = {}
        for kind, form in KINDS.items():
            lines = forms.formset_factory(
                form,
                formset=_Lines,
                extra=MORE,
                max_num=MOST[kind],
                absolute_max=MOST[kind] + 1,
                validate_max=True,
                can_delete=True,
            )
            kwargs = {"aims": titles} if kind in {"gauges", "deeds"} else {}
            self.lists[kind] = lines(data, initial=said.get(kind), prefix=kind, form_kwargs=kwargs)

    def is_valid(self) -> bool:
        """Whether all that was typed can be read; too many lines are told above the form."""
        fine = [self.frame.is_valid(), *(one.is_valid() for one in self.lists.values())]
        for kind, one in self.lists.items():
            codes = {error.code for error in one.non_form_errors().as_data()}
            if "too_many_forms" in codes:
                said = _("%(list)s: at most %(most)s lines.") % {"list": LISTS[kind], "most": MOST[kind]}
                self.problems.append(said)
            elif codes:
                self.problems.append(_("The form came incomplete: open the page again."))
        return all(fine) and not self.problems

    def refuse(self, error: ValidationError) -> None:
        """Show what an action refused."""
        self.problems += error.messages

    def outline(self) -> Outline:
        """What was typed; lines that were taken out or left empty are none. ValidationError where one is missed."""
        rows = {kind: [one for one in lines.forms if _kept(one)] for kind, lines in self.lists.items()}
        place = {kind: {one.number: n for n, one in enumerate(rows[kind], 1)} for kind in rows}
        frame = {name: value for name, value in self.frame.cleaned_data.items() if name != "reason"}
        return Outline(
            **{
                **frame,
                "tiers": tuple(frame["tiers"]),
                "playbooks": tuple(frame["playbooks"]),
                "industries": tuple(one.strip() for one in frame["industries"].split(";") if one.strip()),
            },
            aims=tuple(Aim(**_fields(one)) for one in rows["aims"]),
            gauges=tuple(_gauge(_fields(one), place["aims"], one.number) for one in rows["gauges"]),
            deeds=tuple(_deed(_fields(one), place, one.number) for one in rows["deeds"]),
            dangers=tuple(Danger(**_fields(one)) for one in rows["dangers"]),
        )

    @property
    def reason(self) -> str:
        """What changes, and why."""
        return str(self.frame.cleaned_data.get("reason", ""))


LISTS = {
    "aims": gettext_lazy("Objectives"),
    "gauges": gettext_lazy("Indicators"),
    "deeds": gettext_lazy("Actions"),
    "dangers": gettext_lazy("Risks"),
}


def longer(data: QueryDict) -> QueryDict:
    """What was typed, with more empty lines at the end of each list."""
    found = data.copy()
    for kind, most in MOST.items():
        name = f"{kind}-TOTAL_FORMS"
        text = found.get(name, "")
        there = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
        found[name] = str(min(there + MORE, most))
    return found


def _kept(form: Any) -> bool:  # noqa: ANN401 - a line
    return form.has_changed() and not form.cleaned_data.get("DELETE")


def _fields(form: Any) -> dict[str, Any]:  # noqa: ANN401 - a line
    return {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}


def _gauge(said: dict[str, Any], aims: Mapping[int, int], n: int) -> Gauge:
    source, _colon, measure = said["what"].partition(":")
    formula: dict[str, Any] = {}
    if source == Source.LEDGER:
        families = [one.strip() for one in said["detail"].split(";") if one.strip()]
        formula = {"measure": measure, "by": "account", "months": said["months"] or 12}
        formula |= {"families": families} if families else {}
    elif source == Source.PLAN:
        formula = {"measure": measure}
    elif source == Source.CRM:
        formula = {"field": said["detail"]}
    line = str(_("Indicator %(n)s")) % {"n": n}
    return Gauge(said["name"], source, formula, said["unit"], said["rhythm"], _place(said["aim"], aims, line))


def _deed(said: dict[str, Any], place: Mapping[str, Mapping[int, int]], n: int) -> Deed:
    line = str(_("Action %(n)s")) % {"n": n}
    after = []
    for text in re.split(r"[\s,;]+", said["after"].strip()):
        if not text:
            continue
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
        if number not in place["deeds"]:
            missing = _("%(line)s: it waits for line “%(other)s”, which is not there.")
            raise ValidationError(missing % {"line": line, "other": text[:20]})
        after.append(place["deeds"][number])
    aim = _place(said["aim"], place["aims"], line)
    return Deed(**{**said, "aim": aim, "after": tuple(sorted(set(after)))})


def _place(text: str, aims: Mapping[int, int], line: str) -> int:
    """Which objective a line is for, by its place among those kept."""
    number = int(text or 0)
    if number and number not in aims:
        missing = _("%(line)s: it is for objective %(n)s, which is taken out: choose another.")
        raise ValidationError(missing % {"line": line, "n": number})
    return aims.get(number, 0)


def _titles(data: QueryDict | None, outline: Outline | None) -> list[str]:
    """What the objectives are called, as far as they have a line."""
    known = [one.title for one in outline.aims] if outline is not None else []
    if data is not None:
        known = [data.get(f"aims-{n}-title", "").strip() for n in range(MOST["aims"])]
        while known and not known[-1]:
            known.pop()
    return known + [""] * (min(MOST["aims"], len(known) + MORE) - len(known))


def _initial(outline: Outline) -> dict[str, Any]:
    """What the editor shows of a template as it is."""
    said = outline.plain()
    lines = {kind: said.pop(kind) for kind in KINDS}
    for one in lines["gauges"]:
        formula, source = one.pop("formula"), one.pop("source")
        measure = formula.get("measure")
        one |= {
            "what": f"{source}:{measure}" if source in {Source.LEDGER, Source.PLAN} else source,
            "months": formula.get("months"),
            "detail": formula.get("field") or "; ".join(formula.get("families") or ()),
            "aim": str(one["aim"]),
        }
    for one in lines["deeds"]:
        one |= {"aim": str(one["aim"]), "after": ", ".join(str(n) for n in one["after"])}
    return {"frame": {**said, "industries": "; ".join(said["industries"])}, **lines}
