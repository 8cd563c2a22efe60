"""The roles that lines of playbooks and templates are given to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from trousseau.accounts.models import TeamRole
from trousseau.plans.playbook import CLIENT

MANAGER = "manager"
ROLES: dict[str, Any] = {
    MANAGER: gettext_lazy("Account manager"),
    "head": gettext_lazy("Head of the account’s manager"),
    **{key: label for key, label in TeamRole.choices if key != TeamRole.OTHER},
    CLIENT: gettext_lazy("The client"),
}
