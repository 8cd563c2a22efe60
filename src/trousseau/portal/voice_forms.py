"""The forms in which a client speaks, and in which we answer; what they may hold is decided by the actions."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.plans.actions.plan import Doing
from trousseau.portal.actions.proposals import Answer, Thought
from trousseau.portal.models import Proposal, Wish

CONTROL = {"class": "form-control", "autocomplete": "off"}
AREA = {"class": "form-control", "rows": 3}
SELECT = {"class": "form-select"}


class ProposalForm(forms.Form):
    """An idea or a need."""

    title = forms.CharField(
        label=_("In a few words"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    wish = forms.ChoiceField(label=_("Is it an idea or a need?"), choices=Wish, widget=forms.Select(attrs=SELECT))
    text = forms.CharField(label=_("More, if you want"), required=False, widget=forms.Textarea(attrs=AREA))
    use_required_attribute = False

    def thought(self) -> Thought:
        """What the action takes."""
        return Thought(**self.cleaned_data)


class CommentForm(forms.Form):
    """A word in a thread."""

    text = forms.CharField(
        label=_("Your comment"),
        widget=forms.Textarea(attrs=AREA),
        error_messages={"required": _("Write what you want to say.")},
    )
    use_required_attribute = False


class AcceptForm(forms.Form):
    """What an idea that is taken up becomes."""

    becomes = forms.ChoiceField(
        label=_("It becomes"),
        choices=(("initiative", _("an initiative of the plan")), ("action", _("an action of mine"))),
        widget=forms.Select(attrs=SELECT),
    )
    due = forms.DateField(
        label=_("By when, if an action"), required=False, widget=forms.DateInput(attrs={**CONTROL, "type": "date"})
    )
    answer = forms.CharField(
        label=_("What the client reads"), required=False, widget=forms.Textarea(attrs={**AREA, "rows": 2})
    )
    use_required_attribute = False

    def clean(self) -> dict[str, object]:
        """An action has its day."""
        said: dict[str, object] = super().clean() or self.cleaned_data
        if said.get("becomes") == "action" and not said.get("due") and "due" not in self.errors:
            self.add_error("due", _("An action has a day: say by when."))
        return said

    def said(self, user: User, proposal: Proposal) -> Answer:
        """What the action takes."""
        due: dt.date | None = self.cleaned_data["due"]
        doing = None
        if self.cleaned_data["becomes"] == "action" and due is not None:
            today = timezone.localdate()
            doing = Doing(what=proposal.title, starts=min(today, due), due=due, owner=user, how=proposal.text[:1000])
        return Answer(self.cleaned_data["answer"], doing)


class MergeForm(forms.Form):
    """Into which idea another goes."""

    into = forms.ChoiceField(label=_("Into"), widget=forms.Select(attrs=SELECT))
    answer = forms.CharField(
        label=_("What the client reads"), required=False, widget=forms.Textarea(attrs={**AREA, "rows": 2})
    )
    use_required_attribute = False

    def __init__(self, *args: object, others: dict[str, str], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["into"].choices = list(others.items())  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why an idea is not taken up."""

    answer = forms.CharField(
        label=_("Why; the client reads it"),
        widget=forms.Textarea(attrs={**AREA, "rows": 2}),
        error_messages={"required": _("Say why: the client reads it.")},
    )
    use_required_attribute = False
