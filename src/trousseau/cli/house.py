"""`trousseau migrate` and `trousseau createuser`: the database, and the people who may sign in."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from trousseau.cli.failures import Failure, Words
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import say, say_json

if TYPE_CHECKING:
    from trousseau.access.models import User


@click.command()
@language_flag
@json_flag
def migrate(*, language: str, as_json: bool) -> None:
    """Create or update the database in TROUSSEAU_HOME."""
    applied = bring_up_to_date()
    if as_json:
        say_json({"applied": applied})
        return
    words = Words(language)
    done = words.text("The database is up to date: {n} changes applied.")
    say(done.format(n=len(applied)) if applied else words.text("The database was up to date already."))


def bring_up_to_date() -> list[str]:
    """Apply the migrations that are due and give their names; costs little where none is."""
    from trousseau.cli.database import database_failure, pending, ready  # noqa: PLC0415

    ready(migrated=False)
    due = pending()
    if due:
        from django.core.management import call_command  # noqa: PLC0415
        from django.db.utils import DatabaseError  # noqa: PLC0415

        try:
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            raise database_failure(error) from error
        from trousseau.access import chain  # noqa: PLC0415 - its tables are there only now

        chain.seal()
    return due


@click.command()
@click.option("--email", required=True, help="The address the person signs in with.")
@click.option("--name", required=True, help="How they are called.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="A role; repeatable.")
@click.option("--zone", "zones", multiple=True, metavar="ZONE", help="Limit the roles to a zone; repeatable.")
@click.option("--division", "divisions", multiple=True, metavar="DIVISION", help="Limit to a division; repeatable.")
@language_flag
@json_flag
def createuser(
    email: str,
    name: str,
    roles: tuple[str, ...],
    *,
    zones: tuple[str, ...],
    divisions: tuple[str, ...],
    language: str,
    as_json: bool,
) -> None:
    """Create a person who may sign in.

    The password is asked for in the terminal, or taken from TROUSSEAU_PASSWORD: never from the command line,
    where other users of the machine could read it.
    """
    from trousseau.cli.database import ready  # noqa: PLC0415

    ready()
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.validators import validate_email  # noqa: PLC0415

    from trousseau.access.actions import Held, add_person  # noqa: PLC0415
    from trousseau.access.models import Role, User  # noqa: PLC0415

    email, name = email.strip().lower(), name.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Failure("email_bad", exit=2, flag="--email", email=email) from error
    for role in roles:
        if role not in Role.values:
            raise Failure("role_unknown", exit=2, flag="--role", role=role, roles=", ".join(Role.values))
    if User.objects.filter(email=email).exists():
        raise Failure("email_taken", flag="--email", email=email)
    password = _password(language)
    _demand_strong(password, User(email=email, name=name), language)
    held = [Held(role, zones, divisions) for role in dict.fromkeys(roles)]
    add_person(email=email, name=name, password=password, roles=held, by=None, language=language)
    if as_json:
        say_json({"email": email, "name": name, "roles": sorted(set(roles))})
    else:
        say(Words(language).text("{name} may sign in as {email}.").format(name=name, email=email))


def _demand_strong(password: str, user: User, language: str) -> None:
    """Refuse a password that the pages would refuse."""
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    with translation.override(language):
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Failure("password_weak", detail=" ".join(error.messages)) from error


def _password(language: str) -> str:
    given = os.environ.get("TROUSSEAU_PASSWORD")
    if given:
        return given
    if not sys.stdin.isatty():
        raise Failure("password_asked")
    prompt = Words(language).text("Password (10 characters or more)")
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=True, err=True))
