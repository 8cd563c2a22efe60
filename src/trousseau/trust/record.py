"""The record of processing (GDPR, article 30) in words: for the page, the workbook and the documentation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access.processing import Processing, record_of_processing
from trousseau.trust.models import Keeping
from trousseau.trust.rooms import ROOMS, room

KEPT_BY = {
    "access.trail": "audit", "access.people": "invitations", "notices.notices": "notices", "trust.looks": "looks",
    "knowledge.contacts": "contacts_left",
}  # fmt: skip
"""The setting that a line's time hangs from."""

RECIPIENTS = gettext_lazy(
    "Nobody outside the organisation but who carries its e-mail, where a mail server is named; people at a client see "
    "what was shared with them by name."
)
TRANSFERS = gettext_lazy("None: everything stays on the server of the organisation, and pages load from it alone.")
MEASURES: tuple[str | Promise, ...] = (
    gettext_lazy("Each page asks whether its reader may see the account; a test asks every address as every role."),
    gettext_lazy("Passwords are kept as salted digests; a second factor can be set up; sessions end."),
    gettext_lazy("Links of invitations are kept as digests, serve once and expire."),
    gettext_lazy("Every decision is written to a log that only grows, and whose digests show what was changed."),
    gettext_lazy("Pages run no script from elsewhere and hold no tracker: a strict policy tells the browser so."),
    gettext_lazy(
        "Names leave texts, kept versions and the log when someone is erased; old files do not bring them back."
    ),
)
Listed = Callable[[Sequence[str]], str]


@dataclass(frozen=True)
class Line:
    """One processing in the words of the reader."""

    room: str
    name: str
    purpose: str
    of: str
    data: str
    basis: str
    kept: str
    seen_by: str
    fields: tuple[tuple[str, str], ...]


def lines(listed: Listed) -> list[Line]:
    """The whole record, room by room; `listed` puts several things into a sentence."""
    order = [*ROOMS]
    found = sorted(record_of_processing(), key=lambda one: order.index(one.room) if one.room in order else len(order))
    return [_line(one, listed) for one in found]


def _line(one: Processing, listed: Listed) -> Line:
    return Line(
        room(one.room), str(one.name), str(one.purpose), listed([str(who.label) for who in one.of]),
        "; ".join(str(kind.label) for kind in one.kinds), str(one.basis.label), _kept(one), str(one.seen_by),
        tuple((model, ", ".join(names.split())) for model, names in one.holds.items()),
    )  # fmt: skip


def _kept(one: Processing) -> str:
    """How long, with the months that are set."""
    name = KEPT_BY.get(one.key)
    if name is None:
        return str(one.kept)
    months = getattr(Keeping.current(), name)
    said = _("for ever") if months is None else ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return f"{one.kept} ({said})"


def header() -> tuple[str, ...]:
    """What the columns are called."""
    return (
        _("Part of the house"), _("Processing"), _("Purpose"), _("Whose data"), _("What they tell"),
        _("Lawful because"), _("How long"), _("Who sees them"),
    )  # fmt: skip


def table(found: Iterable[Line]) -> Iterator[tuple[str, ...]]:
    """The record as rows, and below them what holds for all."""
    for one in found:
        yield (one.room, one.name, one.purpose, one.of, one.data, one.basis, one.kept, one.seen_by)
    yield from ((title, text, "", "", "", "", "", "") for title, text in house())


def house() -> Iterator[tuple[str, str]]:
    """What holds for every line: recipients, transfers, measures."""
    yield _("Recipients"), str(RECIPIENTS)
    yield _("Transfers to other countries"), str(TRANSFERS)
    for measure in MEASURES:
        yield _("Security measure"), str(measure)


def markdown(found: Iterable[Line]) -> str:
    """The record as it stands in docs/privacy.md, with the fields of each line."""
    told = []
    for one in found:
        told.append(f"### {one.room}: {one.name}\n")
        said = zip(header()[2:], (one.purpose, one.of, one.data, one.basis, one.kept, one.seen_by), strict=True)
        told += [f"- {title}: {text}" for title, text in said]
        told.append("- Kept in: " + "; ".join(f"`{model}` ({names})" for model, names in one.fields) + "\n")
    told += [f"- {title}: {text}" for title, text in house()]
    return "\n".join(told) + "\n"


def unknown_models() -> list[str]:
    """Models that a line names and that are not there: a declaration outlived its table."""
    known = {model._meta.label_lower for model in apps.get_models()}  # noqa: SLF001 - Django's documented door
    return sorted({model for one in record_of_processing() for model in one.holds} - known)
