"""Telling someone something: written in the caller's transaction, shown at once, mailed as the person chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trousseau.access.models import User
from trousseau.notices import kinds
from trousseau.notices.models import Notice


def tell(user: User, kind: str, *, key: str, url: str = "", **params: Any) -> Notice | None:
    """Tell someone, once for a kind and key; None where they know already or are no longer here.

    `params` are JSON; the kind's `text` makes the sentence of them in the reader's language.

    Raises:
        KeyError: nobody registered the kind.
    """
    if kinds.find(kind) is None:
        raise KeyError(kind)
    if not user.is_active:
        return None
    notice, new = Notice.objects.get_or_create(user=user, kind=kind, key=key, defaults={"params": params, "url": url})
    return notice if new else None


@dataclass(frozen=True)
class Telling:
    """One thing to tell one person, as `tell` takes it."""

    user: User
    key: str
    url: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def tell_all(kind: str, tellings: Iterable[Telling]) -> None:
    """Tell many things of one kind in few statements, each once; who is no longer here is told nothing.

    Raises:
        KeyError: nobody registered the kind.
    """
    if kinds.find(kind) is None:
        raise KeyError(kind)
    Notice.objects.bulk_create(
        [
            Notice(user=one.user, kind=kind, key=one.key, url=one.url, params=dict(one.params))
            for one in tellings
            if one.user.is_active
        ],
        ignore_conflicts=True,
    )
