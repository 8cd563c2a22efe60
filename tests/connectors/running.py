"""What the tests of runs stand on: a connection to a simulated HubSpot, and a run through its real connector."""

from contextlib import contextmanager

from hubspot_face import HubSpotFace, connect
from world import World

from trousseau.accounts.access import every_account
from trousseau.connectors import fields
from trousseau.connectors.models import Connection, MapRow
from trousseau.connectors.runs.begin import begin, carry_out


def connection(**told) -> Connection:
    """A connection with the preset's rows, the customer's code in a field of the company's own."""
    made = Connection.objects.create(
        **{"crm": "hubspot", "name": "HubSpot", "state": "ready", "daily_limit": 5_000_000, **told}
    )
    fields.seed(made)
    MapRow.objects.create(connection=made, entity="account", target="code", places=["erp_code"], converter="code")
    return made


def back(made, **rows):
    """Rows of what goes back: target → (field, converter, choices)."""
    for target, (place, *more) in rows.items():
        converter, choices = (*more, "text", {})[:2] if more else ("text", {})
        MapRow.objects.create(
            connection=made, entity="account", target=target, outbound=True, places=[place], converter=converter,
            choices=choices,
        )  # fmt: skip


def door(face):
    """Opens a connection as the engine does, on a face."""

    @contextmanager
    def opened(_connection, budget=None):
        yield connect(face, budget=budget)

    return opened


def a_face(world, **options) -> HubSpotFace:
    return HubSpotFace(world, more=["erp_code", *options.pop("more", ())], **options)


def run(made, face, check=lambda: None):
    """One whole run; gives its row as it was kept."""
    item = begin(Connection.objects.get(pk=made.pk))
    try:
        carry_out(item, check, door(face))
    finally:
        item.refresh_from_db()
    return item


def a_world() -> World:
    return World(lambda _entity, number: str(number))


def ours(*codes, **named):
    """Accounts of the ledger, by code."""
    return [every_account().create(key=code, code=code, name=named.get(code, f"Customer {code}")) for code in codes]
