"""The manager's word: the form, and what the client reads."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from trousseau.access.rules import person
from trousseau.accounts import access
from trousseau.accounts import pages as account_pages
from trousseau.portal.models import Space
from trousseau.portal.word_form import WordForm


def page(request: HttpRequest, space: Space, form: WordForm | None = None, looked: str = "") -> dict[str, Any]:
    """The page; `looked`: what was typed, as the client would read it."""
    return account_pages.head(request, space.account, "client") | {
        "space": space,
        "form": form or WordForm(auto_id="w-%s", initial={"word": space.word}),
        "looked": looked or space.word,
        "typed": bool(looked),
        "who": person(request) if looked else space.word_by,
        "may_share": access.may_share(person(request), space.account),
    }
