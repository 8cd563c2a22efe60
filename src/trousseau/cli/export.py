"""`trousseau export`: a plan or a business review as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trousseau.cli.failures import Failure
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import check_target, say, say_json, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from trousseau.access.models import User
    from trousseau.accounts.models import Account
    from trousseau.plans.decks.files import File

WHAT = ("plan", "onepage", "review", "preparation", "programme")
SHOWN = 5


@click.command(name="export")
@click.argument("what", type=click.Choice(WHAT))
@click.option("--account", "name", help="The account: its name, its code or its key; not for the programme.")
@click.option(
    "--format", "ending", default="pptx", type=click.Choice(("pptx", "pdf", "xlsx")), help="PowerPoint, PDF or Excel."
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to write it (beside you when not given; - for stdout)."
)
@language_flag
@json_flag
def export(*, what: str, name: str | None, ending: str, out: Path | None, language: str, as_json: bool) -> None:
    """Write a plan (in full, or on one page) or a business review as a file.

    “review” tells only what is shared with the client; “preparation” is the same with what is ours alone;
    “programme” is the review of all plans, for the board.
    """
    from trousseau.cli.database import ready  # noqa: PLC0415 - only with a database

    ready()
    from django.utils.translation import override  # noqa: PLC0415

    from trousseau.plans.decks.template import TemplateError  # noqa: PLC0415

    director, piped = _director(), str(out) == "-"
    write = _programme(director, ending) if what == "programme" else _plan(director, name or "", what, ending)
    if out is not None and not piped:
        check_target(out, flag="--out")
    with override(language):
        try:
            made = write()
        except TemplateError as error:
            raise Failure("export_template", detail=" ".join(error.faults)) from error
    if piped:
        sys.stdout.buffer.write(made.content)
        return
    target = out or Path(made.name)
    if out is None:
        check_target(target, flag="--out")
    write_whole(target, made.content)
    if as_json:
        say_json({"file": str(target), "bytes": len(made.content), "account": name, "what": what})
    else:
        say(str(target))


def _programme(director: User, ending: str) -> Callable[[], File]:
    """What writes the review of all plans."""
    from trousseau.plans.decks import files  # noqa: PLC0415 - only with a database

    return lambda: files.of_programme(director, ending)


def _plan(director: User, name: str, what: str, ending: str) -> Callable[[], File]:
    """What writes a deck of one plan."""
    from trousseau.plans.access import living  # noqa: PLC0415 - only with a database
    from trousseau.plans.decks import composing, files  # noqa: PLC0415

    if not name:
        raise Failure("export_which", exit=2, flag="--account")
    kind = composing.kind_of(what)
    if kind is None:
        formats = ", ".join(files.WRITERS)
        raise Failure("export_format", exit=2, flag="--format", what=what, format=ending, formats=formats)
    account = _account(director, name)
    plan = living(director, account)
    if plan is None:
        raise Failure("export_no_plan", name=account.name)
    return lambda: files.of_plan(director, plan, kind, ending)


def _director() -> User:
    """The stored company is read as its director reads it."""
    from trousseau.access.models import Role, User  # noqa: PLC0415 - only with a database

    found = User.objects.filter(is_active=True, assignments__role=Role.DIRECTOR).order_by("pk").first()
    if found is None:
        raise Failure("match_nobody")
    return found


def _account(director: User, name: str) -> Account:
    """The one account of that key, code or name."""
    from trousseau.accounts import access  # noqa: PLC0415 - only with a database
    from trousseau.accounts.models import folded  # noqa: PLC0415
    from trousseau.ledger.whatif.naming import near  # noqa: PLC0415

    seen = access.visible_to(director).select_related("figures")
    for wanted in ({"key": name}, {"code": name}, {"name": name}, {"search_text__contains": folded(name)}):
        found = list(seen.filter(**wanted)[: SHOWN + 1])
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{one.name} ({one.key})" for one in found[:SHOWN])
            raise Failure("export_accounts", exit=2, flag="--account", name=name, names=names)
    like = near(name, seen.values_list("name", flat=True))
    if like:
        raise Failure("export_account_near", exit=2, flag="--account", name=name, near=", ".join(like))
    raise Failure("export_account", exit=2, flag="--account", name=name)
