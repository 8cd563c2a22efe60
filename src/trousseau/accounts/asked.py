"""What an address asks of a list, read as people, old links and robots write it: what it cannot mean is left out."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from trousseau.accounts.posted import whole

PUBLIC_ID = re.compile(r"[\w-]{1,16}", re.ASCII)


@dataclass(frozen=True)
class Address:
    """The names and values of an address."""

    said: Mapping[str, str]

    def words(self, name: str, most: int = 16) -> str:
        """Words, cut to a length; a database refuses the sign NUL."""
        return self.said.get(name, "").replace("\x00", "").strip()[:most]

    def one_of(self, name: str, known: Container[str], usual: str = "") -> str:
        """One of the values there are, else the usual one."""
        value = self.said.get(name, "").strip()
        return value if value in known else usual

    def key(self, name: str) -> str:
        """The key of a row, as text; "" for anything else."""
        value = self.words(name)
        return value if whole(value) else ""

    def public_id(self, name: str) -> str:
        """What names an account in addresses; "" for what cannot."""
        value = self.said.get(name, "").strip()
        return value if PUBLIC_ID.fullmatch(value) else ""

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.said.get(name) == "1"

    def page(self) -> int:
        """The page, from 1."""
        return whole(self.words("page")) or 1


def address(**said: str | int | bool) -> str:
    """The address again, without what is empty; a ticked box is 1."""
    return urlencode({name: "1" if value is True else value for name, value in said.items() if value})
