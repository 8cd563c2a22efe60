"""`trousseau mcp`: answer an assistant on this machine over standard input and output (Model Context Protocol)."""

from __future__ import annotations

import os

import click

from trousseau.cli.failures import Failure
from trousseau.cli.options import language_flag

TOKEN = "TROUSSEAU_TOKEN"  # noqa: S105 - the name of the variable that holds it


@click.command("mcp")
@language_flag
def mcp(*, language: str) -> None:
    """Answer an assistant as the person of the token in TROUSSEAU_TOKEN, until its input ends.

    The token is made under Settings, API tokens, and is no argument: those are seen by everybody on the machine.
    """
    token = os.environ.pop(TOKEN, "").strip()
    if not token:
        raise Failure("mcp_no_token", name=TOKEN)
    from trousseau.cli.database import ready  # noqa: PLC0415 - only with a database

    ready()
    from django.utils.translation import override  # noqa: PLC0415

    from trousseau.access.tokens import token_of  # noqa: PLC0415
    from trousseau.api.mcp.stdio import serve  # noqa: PLC0415

    if token_of(token) is None:
        raise Failure("mcp_token_refused", name=TOKEN)
    with override(language):
        serve(token)
