"""What co-signing hands to other rooms: its two sections of the first page, the trail's words, notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.accounts import due
from trousseau.notices import kinds
from trousseau.portal import sections
from trousseau.portal.actions.signing import ANSWERED, ASKED, COUNTERSIGNED
from trousseau.portal.pages import signing
from trousseau.portal.signing_due import SOURCE
from trousseau.trust.looks import describe


def register() -> None:
    """Register everything; once, at the start."""
    audit.describe(
        {
            "cosign.asked": gettext_lazy("Client asked to sign a version of the plan"),
            "cosign.withdrawn": gettext_lazy("Client no longer asked to sign a version of the plan"),
            "cosign.signed": gettext_lazy("Version of the plan signed by the client"),
            "cosign.declined": gettext_lazy("Version of the plan not signed by the client"),
            "cosign.countersigned": gettext_lazy("Version of the plan countersigned by us"),
        }
    )
    due.register_source(SOURCE)
    describe({"plan": gettext_lazy("The plan, signed with the client")})
    kinds.register(kinds.Kind(ASKED, gettext_lazy("I am asked to sign a version of the plan"), asked))
    kinds.register(kinds.Kind(ANSWERED, gettext_lazy("A client signs a version of the plan, or declines"), answered))
    kinds.register(kinds.Kind(COUNTERSIGNED, gettext_lazy("A version of the plan I signed is countersigned"), done))
    sections.register(sections.Section("signing", "main", 4, "portal/home/signing.html", signing.waiting))
    sections.register(sections.Section("signed", "side", 40, "portal/home/signing.html", signing.standing))


def asked(told: Mapping[str, Any]) -> str:
    """To people of a client."""
    return _("{by} asks you to sign version {version} of our plan.").format(**told)


def answered(told: Mapping[str, Any]) -> str:
    """To who asked and to the manager."""
    if told["answer"] == "declined":
        return _("{by} of {account} does not sign version {version} of the plan: {word}").format(**told)
    if told["word"]:
        return _("{by} of {account} signs version {version} of the plan: “{word}”. Countersign it.").format(**told)
    return _("{by} of {account} signs version {version} of the plan. Countersign it.").format(**told)


def done(told: Mapping[str, Any]) -> str:
    """To who signed at the client."""
    return _("{by} countersigned version {version} of our plan: it is signed by both sides.").format(**told)
