"""A version of the plan that is signed by both sides: as the client reads it, and as we ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.once import once
from trousseau.access.rules import person
from trousseau.accounts import access
from trousseau.accounts import pages as account_pages
from trousseau.portal import signed
from trousseau.portal.access import Window
from trousseau.portal.ask_forms import NoForm
from trousseau.portal.models import Answer, Cosigning, Signature, Space
from trousseau.portal.pages import shell
from trousseau.portal.pages.signing_words import changes, groups, said
from trousseau.portal.queries import signing as queries
from trousseau.portal.queries.asks import members_of
from trousseau.portal.signing_forms import AskToSignForm, SignForm
from trousseau.portfolio.words import language


@dataclass(frozen=True)
class Row:
    """One that was asked, as our side follows it."""

    one: Cosigning
    state: str
    """The shape: good, watch, bad or none."""
    word: str
    given: tuple[Signature, ...]
    intact: bool
    may_countersign: bool
    may_withdraw: bool


def theirs(window: Window, public_id: str, refused: Mapping[str, BaseForm] | None = None) -> dict[str, Any]:
    """The page of the client: what it is, what changed, the text, who signed, and the answer; 404 where there is none.

    `refused`: the form of an answer that was refused, by its verb.
    """
    one = asked_or_404(window, public_id)
    given = list(one.signatures.all())
    user = window.member.user_id if window.member else None
    mine = next((each for each in given if each.by_id == user), None) if user else None
    newer = queries.asked_now(window)
    current = newer is not None and newer.pk == one.pk
    intact = is_intact(one)
    last = queries.before(one)
    open_ = not window.preview and current and intact and (mine is None or mine.answer == Answer.DECLINED)
    refused = refused or {}
    return shell.around(window, "home") | {
        "one": one,
        "finding": _finding(one, given),
        "groups": groups(one.content),
        "given": given,
        "mine": mine,
        "intact": intact,
        "newer": None if current else newer,
        "last": last,
        "changes": changes(last.content, one.content) if last else (),
        "sign_form": (refused.get("sign") or SignForm(auto_id="s-%s")) if open_ else None,
        "decline_form": (refused.get("decline") or NoForm(auto_id="n-%s")) if open_ and mine is None else None,
        "opened": next(iter(refused), ""),
    }


def asked_or_404(window: Window, public_id: str) -> Cosigning:
    """One that the client may read: of their space, and not withdrawn."""
    found = queries.cosignings(window.space).filter(public_id=public_id, withdrawn_at=None).first()
    if found is None:
        raise Http404
    return found


def waiting(window: Window) -> Mapping[str, Any] | None:
    """At the head of the first page: what waits for the reader's signature."""
    one = _asked(window)
    return _told(one) if one is not None and _waits(one) else None


def standing(window: Window) -> Mapping[str, Any] | None:
    """Beside it: where the last one stands, once the reader has answered or both sides have signed."""
    one = _asked(window)
    return _told(one) if one is not None and not _waits(one) else None


def ours(request: HttpRequest, space: Space, form: AskToSignForm | None = None) -> dict[str, Any]:
    """Our page: what they would sign of the last version, and all that was asked."""
    account = space.account
    decides = access.may_share(person(request), account)
    rows = [_row(one, decides=decides) for one in queries.cosignings(space)]
    version = signed.last_version(account)
    asked = any(row.one.version_id == version.pk and row.one.withdrawn_at is None for row in rows) if version else False
    told = signed.told(account, version) if version is not None and not asked else None
    people = [one.user.name for one in members_of(space)]
    return account_pages.head(request, account, "client") | {
        "space": space,
        "rows": rows,
        "version": version,
        "told": told,
        "groups": groups(told.content) if told else (),
        "called": said(told.content) if told else "",
        "digest": signed.digest(told.content) if told else "",
        "people": people,
        "form": form or AskToSignForm(auto_id="k-%s"),
        "may_share": decides,
    }


def is_intact(one: Cosigning) -> bool:
    """Whether the text is still the one that was asked, and that each of them had before them."""
    same = {each.digest for each in one.signatures.all()} <= {one.digest}
    return same and signed.digest(one.content) == one.digest


def _asked(window: Window) -> Cosigning | None:
    return once(("signing", window.space.pk, window.preview), lambda: queries.asked_now(window))


def _waits(one: Cosigning) -> bool:
    return getattr(one, "mine", None) is None and one.countersigned_at is None


def _told(one: Cosigning) -> Mapping[str, Any]:
    return {"one": one, "waits": _waits(one), "said": _stands(one, getattr(one, "mine", None))}


def _row(one: Cosigning, *, decides: bool) -> Row:
    given, intact = tuple(one.signatures.all()), is_intact(one)
    by = [each for each in given if each.answer == Answer.SIGNED]
    open_ = one.withdrawn_at is None and one.countersigned_at is None
    state, word = "watch", _("waits for them")
    if one.withdrawn_at is not None:
        state, word = "none", pgettext("a version of the plan", "no longer asked")
    elif one.countersigned_at is not None:
        state, word = "good", _("signed by both sides")
    elif by:
        state, word = "watch", _("signed by them, waits for us")
    elif given:
        state, word = "bad", str(Answer.DECLINED.label)
    return Row(one, state, word, given, intact, decides and open_ and bool(by) and intact, decides and open_ and not by)


def _finding(one: Cosigning, given: list[Signature]) -> str:
    called = said(one.content)
    by = [each.by.name for each in given if each.answer == Answer.SIGNED and each.by is not None]
    if one.countersigned_at is not None:
        names = language().listed([*by, *([one.countersigned_by.name] if one.countersigned_by else [])])
        return _("{called}, is signed by both sides: {names}.").format(called=called, names=names)
    if by:
        return _("{called}, is signed by {names}; we countersign it.").format(
            called=called, names=language().listed(by)
        )
    n = signed.count(one.content)
    asks = ngettext("{called}, waits for your signature: {n} thing we share.",
                    "{called}, waits for your signature: {n} things we share.", n)  # fmt: skip
    return asks.format(called=called, n=language().number(n))


def _stands(one: Cosigning, mine: str | None) -> str:
    """Where the last one stands, in words."""
    number, name = one.version.number, one.countersigned_by.name if one.countersigned_by else "–"
    if one.countersigned_at is not None:
        return _("Version {number} of our plan is signed by both sides; by us, {name}.").format(
            number=number, name=name
        )
    if mine == Answer.SIGNED:
        return _("You signed version {number} of our plan; we countersign it.").format(number=number)
    if mine == Answer.DECLINED:
        return _("You declined to sign version {number} of our plan.").format(number=number)
    return _("Version {number} of our plan waits for your signature.").format(number=number)
