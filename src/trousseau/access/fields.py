"""A text of a model that is sealed in the database: a token, a key, a seed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from trousseau.access import vault


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Reads and writes as plain text; what is stored is sealed. It cannot be searched by, nor is it shown by forms."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "editable": False})

    def get_prep_value(self, value: object) -> str | None:
        """Seal; nothing stays nothing."""
        text: str | None = super().get_prep_value(value)
        return vault.sealed(text) if text else text

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        """Open. Raises SealError where the key is missing."""
        return vault.opened(value) if value else value

    def get_lookup(self, lookup_name: str) -> type[models.Lookup[Any]] | None:
        """Refuse to compare: the same text is sealed differently each time."""
        if lookup_name != "isnull":
            raise FieldError(f"a sealed text cannot be looked up by {lookup_name}: keep a digest beside it")
        return super().get_lookup(lookup_name)
