"""What every page of the shell needs: map, organisation, state of the ledger, theme, language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from trousseau.access import elevation
from trousseau.access import shell as rooms
from trousseau.access.models import Organisation, Theme, User
from trousseau.notices.queries import Bell
from trousseau.portal.access import company_of, is_client
from trousseau.web import navigation

THEMES = frozenset(Theme.values)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the shell's variables; what costs a query is only asked when a template uses it."""
    someone = getattr(request, "user", None)
    user = someone if isinstance(someone, User) else None
    theme = user.theme if user else request.COOKIES.get(settings.THEME_COOKIE_NAME, Theme.AUTO)
    return {
        "is_client": SimpleLazyObject(lambda: user is not None and is_client(user)),
        "own_company": SimpleLazyObject(lambda: company_of(user) if user else ""),
        "organisation": SimpleLazyObject(Organisation.current),
        "places": SimpleLazyObject(lambda: navigation.entries(user, request.path) if user else []),
        "ledger": SimpleLazyObject(lambda: rooms.ledger_state(user) if user else None),
        "bell": Bell(user) if user else None,
        "theme": theme if theme in THEMES else Theme.AUTO.value,
        "languages": [code for code, _name in settings.LANGUAGES],
        "elevated_until": elevation.until(request) if user else None,
        "here": request.get_full_path(),
    }
