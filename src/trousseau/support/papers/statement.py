"""The statement of commitments of a month as a paper: what the page says, for the file or for the client."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trousseau.access.models import Organisation, User
from trousseau.accounts import rows
from trousseau.figures.language import Language
from trousseau.support.models.commitments import Direction
from trousseau.support.pages.punctuality import StatementPage
from trousseau.support.papers.sheet import Block, Sheet
from trousseau.support.queries.commitments import Stated


def statement(user: User, page: StatementPage) -> Sheet:
    """The paper of a statement; the client's has neither evidence nor reason, and does not say that it is ours."""
    said = rows.language()
    day = said.date(min(page.end, timezone.localdate()))
    foot = (
        _("%(kicker)s made by %(name)s on %(day)s. A dash stands for what is not known.")
        if page.client
        else _("%(kicker)s made for %(name)s on %(day)s; confidential. A dash stands for what is not known.")
    )
    kicker = _("Statement of commitments")
    stood = _("The month runs until %(day)s: as it stands today.") if page.running else _("As it stood on %(day)s.")
    last = said.date(page.end) if page.running else day
    return Sheet(
        title=page.account.name,
        kicker=" · ".join(part for part in (kicker, said.month(page.start), Organisation.current().name) if part),
        lead=f"{page.finding} {stood % {'day': last}}",
        facts=(), meeting=(), figures=(),
        blocks=tuple(
            Block(f"{word} ({said.number(len(stated))})", "", _heads(client=page.client), _rows(stated, said, page), ())
            for _kind, word, _mark, stated in page.parts
        ),
        foot=foot % {"kicker": kicker, "name": user, "day": said.date(timezone.localdate())},
        author=str(user),
    )  # fmt: skip


def _heads(*, client: bool) -> tuple[str, ...]:
    heads = (
        _("Promised"), pgettext("promised to", "To"), pgettext("promised by", "By"), _("First due"), _("Due"),
        _("Days late"),
    )  # fmt: skip
    return heads if client else (*heads, _("Evidence or reason"))


def _rows(stated: tuple[tuple[Stated, str], ...], said: Language, page: StatementPage) -> tuple[tuple[str, ...], ...]:
    return tuple(_row(row, to, said, client=page.client) for row, to in stated)


def _row(row: Stated, to: str, said: Language, *, client: bool) -> tuple[str, ...]:
    one = row.commitment
    what = f"{one.what} ({_('they promised us')})" if one.direction == Direction.THEIRS else one.what
    cells = (
        what, to or "–", str(one.owner or "–"), said.date(one.first_due), said.date(row.due),
        said.number(row.days) if row.days else "–",
    )  # fmt: skip
    return cells if client else (*cells, one.evidence or one.reason or "–")
