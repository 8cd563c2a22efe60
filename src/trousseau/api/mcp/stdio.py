"""The same server on standard input and output, for a program on this machine: `trousseau mcp`."""

from __future__ import annotations

import anyio
from django.db import close_old_connections
from mcp.server.stdio import stdio_server

from trousseau.access.tokens import token_of
from trousseau.api import allowance
from trousseau.api.mcp.caller import Caller
from trousseau.api.mcp.calling import RefusedError
from trousseau.api.mcp.server import build
from trousseau.api.problems import DETAILS


def serve(text: str) -> None:
    """Answer until the input ends; the token is asked at each call, so that a revoked one opens nothing more."""
    anyio.run(_serve, text)


async def _serve(text: str) -> None:
    server = build(lambda: _caller_now(text))
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def caller_of(text: str) -> Caller:
    """Who a token stands for now; refused where it stands for nobody, or has called too often."""
    token = token_of(text)
    if token is None:
        raise RefusedError(str(DETAILS[401]))
    if allowance.spend(token).over:
        raise RefusedError(str(DETAILS[429]))
    return Caller(token)


def _caller_now(text: str) -> Caller:
    """As `caller_of`, in a process that waits for hours between two calls: what the database closed is opened anew."""
    close_old_connections()
    return caller_of(text)
