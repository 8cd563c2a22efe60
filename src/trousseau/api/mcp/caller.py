"""Who an assistant works for: the person of a token, in their language, within the scopes of the token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import translation

from trousseau.access.models import ApiToken, Scope, User
from trousseau.access.rules import may
from trousseau.api.problems import ScopeMissingError


@dataclass(frozen=True)
class Caller:
    """The token a call came with, and the address at which the house was asked ("" where nobody knows it)."""

    token: ApiToken
    site: str = ""

    @property
    def user(self) -> User:
        """Whose token it is."""
        return self.token.user

    def holds(self, scope: Scope, rule: str) -> bool:
        """Whether the token was made for something, and its person may do it."""
        return scope.value in self.token.scopes and may(self.user, rule)

    def demand(self, scope: Scope, rule: str) -> None:
        """Refuse what `holds` denies."""
        if scope.value not in self.token.scopes:
            raise ScopeMissingError(scope)
        if not may(self.user, rule):
            raise PermissionDenied

    def url(self, path: str) -> str:
        """The whole address of a page; its path alone where nobody knows the rest."""
        return f"{settings.ADDRESS or self.site}{path}"

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Answer in the person's own language, else in the one in force."""
        with translation.override(self.user.language or translation.get_language()):
            yield
