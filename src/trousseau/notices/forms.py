"""How someone wants to be told."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trousseau.notices import kinds
from trousseau.notices.models import Pace, Wishes


def zones() -> list[str]:
    """The time zones a person may choose: those named after a place."""
    left_out = ("Etc/", "SystemV/", "US/", "posix/", "right/")
    return sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith(left_out))


class WishesForm(forms.ModelForm[Wishes]):
    """The hours, and one choice for each kind of notice."""

    class Meta:
        model = Wishes
        fields = ("by_mail", "quiet_from", "quiet_until", "digest_at", "weekday", "time_zone")
        widgets = {
            name: forms.TimeInput(format="%H:%M", attrs={"type": "time"})
            for name in ("quiet_from", "quiet_until", "digest_at")
        }

    def __init__(self, data: Mapping[str, Any] | None, instance: Wishes, paces: Mapping[str, Pace]) -> None:
        super().__init__(data, instance=instance)
        house = _("as the house (%(zone)s)") % {"zone": settings.TIME_ZONE}
        self.fields["time_zone"] = forms.ChoiceField(
            label=capfirst(_("time zone")),
            required=False,
            choices=[("", house), *((zone, zone.replace("_", " ")) for zone in zones())],
        )
        self.kinds = kinds.told_to(instance.user)
        for kind in self.kinds:
            self.fields[f"pace:{kind.name}"] = forms.ChoiceField(
                label=str(kind.label),
                choices=Pace.choices,
                initial=paces[kind.name],
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def hours(self) -> dict[str, Any]:
        """The hours as they were chosen."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def paces(self) -> dict[str, Pace]:
        """What was chosen of each kind."""
        return {kind.name: Pace(self.cleaned_data[f"pace:{kind.name}"]) for kind in self.kinds}

    @property
    def hour_fields(self) -> list[forms.BoundField]:
        """The fields of the hours."""
        return [self[name] for name in self.Meta.fields if name != "by_mail"]

    @property
    def kind_fields(self) -> list[forms.BoundField]:
        """The fields of the kinds."""
        return [self[name] for name in self.fields if name.startswith("pace:")]
