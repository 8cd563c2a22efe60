"""Who we are to Zoho, what is missing, and the organisation's currency."""

from __future__ import annotations

from dataclasses import dataclass

from trousseau.connectors.calling import Answer, Caller
from trousseau.connectors.errors import NotAllowedError
from trousseau.connectors.protocol import Health
from trousseau.connectors.zoho.answers import MODULES, ROOT, listed


@dataclass(frozen=True)
class Organisation:
    """The customer's organisation."""

    id: str = ""
    name: str = ""
    currency: str = ""
    several: bool = False
    """Whether each record has a currency of its own."""


def organisation(caller: Caller) -> Organisation:
    """The organisation. Raises ConnectorError."""
    return _organisation(caller.call("GET", f"{ROOT}/org"))


def checked(caller: Caller) -> Health:
    """Asks once for each thing that is needed; what Zoho does not let us have is named by its scope."""
    missing: list[str] = []

    def asked(path: str, scope: str, **params: str) -> Answer | None:
        try:
            return caller.call("GET", f"{ROOT}{path}", params=params)
        except NotAllowedError:
            missing.append(scope)
            return None

    user = asked("/users", "ZohoCRM.users.READ", type="CurrentUser")
    person = listed(user, "users")[0] if user else []
    told = asked("/org", "ZohoCRM.org.READ")
    ours = _organisation(told) if told else Organisation()
    currencies: tuple[str, ...] = (ours.currency,) if ours.currency else ()
    if ours.several and (rates := asked("/org/currencies", "ZohoCRM.settings.currencies.READ")):
        active = [one for one in listed(rates, "currencies")[0] if one.get("is_active")]
        currencies = tuple(str(one["iso_code"]) for one in active if one.get("iso_code")) or currencies
    asked("/settings/fields", "ZohoCRM.settings.fields.READ", module="Accounts")
    for name in MODULES.values():
        asked(f"/{name}", f"ZohoCRM.modules.{name.lower()}.READ", fields="id", per_page="1")
    return Health(
        person=str(person[0].get("full_name") or person[0].get("email") or person[0].get("id")) if person else "",
        organisation=ours.name,
        organisation_id=ours.id,
        version="v8",
        currencies=currencies,
        missing=tuple(missing),
    )


def _organisation(answer: Answer) -> Organisation:
    told = (listed(answer, "org")[0] or [{}])[0]
    return Organisation(
        str(told.get("id") or ""),
        str(told.get("company_name") or ""),
        str(told.get("iso_code") or ""),
        told.get("mc_status") is True,
    )
