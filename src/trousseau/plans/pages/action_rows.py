"""The rows of the table of actions, written at once: a plan may hold hundreds, and a template reads each cell apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trousseau.plans.models import Plan, Progress
from trousseau.plans.pages.timeline import Axis, Bar
from trousseau.portfolio import words

if TYPE_CHECKING:
    from trousseau.plans.pages.plan_parts import ActionRow

KEY = "the-key"
"""What stands for an action in the address that is made once for all."""
EMPTY = SafeString("")


class Writer:
    """Writes rows for one page; what all rows share is put together once."""

    def __init__(self, plan: Plan, axis: Axis) -> None:
        self.edit = reverse("plans:edit_part", args=[plan.account.public_id, "actions", KEY])
        self.language = words.language()
        self.at_client = format_html("<small>{}</small>", _("at the client"))
        self.seen = {shared: render_to_string("plans/seen.html", {"shared": shared}) for shared in (True, False)}
        self.today = format_html('<line x1="{0}" x2="{0}" y1="0" y2="100%"/>', axis.today) if axis.today else EMPTY

    def rows(self, found: Iterable[ActionRow]) -> SafeString:
        """All rows."""
        return mark_safe("".join(self._row(row) for row in found))  # noqa: S308 - each row is escaped by format_html

    def _row(self, row: ActionRow) -> SafeString:
        one, key = row.one, row.one.public_id
        return format_html(
            '<tr id="row-actions-{}" class="{}{}"><td class="number">{}</td><th scope="row">{}{}</th>'
            '<td class="who"><span class="initials{}" aria-hidden="true">{}</span><span>{}{}</span></td>'
            '<td class="day">{}</td><td class="far">{}<span class="figure">{}</span></td>'
            '<td class="seen">{}</td><td class="when">{}</td></tr>',
            key,
            row.state,
            "" if one.state == Progress.OPEN else " ended",
            row.number,
            self._what(row),
            self._notes(row),
            " theirs" if row.theirs else "",
            row.initials,
            row.who,
            self.at_client if row.theirs else "",
            row.when,
            _far(row) if one.state == Progress.OPEN else "",
            row.far,
            self.seen[one.shared],
            self._drawn(row.bar),
        )

    def _what(self, row: ActionRow) -> SafeString | str:
        if not row.may_report:
            return row.one.what
        return format_html(
            '<a class="edit" href="{0}" hx-get="{0}" hx-target="closest tr" hx-swap="outerHTML">{1}</a>',
            self.edit.replace(KEY, row.one.public_id),
            row.one.what,
        )

    def _notes(self, row: ActionRow) -> SafeString:
        dropped = row.one.reason if row.one.state == Progress.DROPPED else ""
        notes = [(css, text) for css, text in (("", row.one.how), ("waits", row.waits), ("", dropped)) if text]
        return format_html_join("", '<small class="{}">{}</small>', notes)

    def _drawn(self, bar: Bar) -> SafeString:
        """The bar with its milestones; their names are read out, the picture is not."""
        track = done = EMPTY
        if bar.x:
            track = format_html('<rect class="track" x="{}" width="{}" y="14" height="7"/>', bar.x, bar.width)
            if bar.done:
                done = format_html('<rect class="done" x="{}" width="{}" y="14" height="7"/>', bar.x, bar.done)
        told = [(one.x, one.css, one.name, self.language.date(one.on)) for one in bar.milestones]
        marks = format_html_join(
            "", '<svg x="{}" y="17.5"><path class="{}" d="M0-6 6 0 0 6-6 0z"><title>{}, {}</title></path></svg>', told
        )
        read = "; ".join(f"{name}, {on}" for _x, _css, name, on in told)
        return format_html(
            '<svg class="gantt" aria-hidden="true" focusable="false">{}{}{}{}</svg>{}',
            track,
            done,
            self.today,
            marks,
            format_html('<span class="visually-hidden">{}</span>', read) if read else "",
        )


def _far(row: ActionRow) -> SafeString:
    """The house's progress mark: bar = done, tick = due by today; the figures beside it are its words."""
    return format_html(
        '<svg class="bar" aria-hidden="true" focusable="false">'
        '<rect class="track" x="0" y="1" width="100%" height="8"/>'
        '<rect class="done{}" x="0" y="1" width="{}%" height="8"/>'
        '<line class="due" x1="{}%" x2="{}%" y1="-2" y2="12"/></svg>',
        f" done-{row.state}" if row.state else "",
        f"{row.done * 100:.0f}",
        f"{row.should * 100:.2f}",
        f"{row.should * 100:.2f}",
    )
