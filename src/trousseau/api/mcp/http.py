"""Streamable HTTP, inside the server of the pages: each call is whole in itself, so any process answers it.

The house is served by WSGI; the SDK's own application (ASGI) runs for the length of one call. No session is kept and
no stream is held open, which would take one of the few threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from trousseau.api.mcp.caller import Caller
from trousseau.api.mcp.server import build

PASSED = ("content-type", "mcp-session-id", "allow")
"""Headers of the SDK's answer that are ours to give on."""


def answered(request: HttpRequest, caller: Caller) -> HttpResponse:
    """The answer to one call of somebody whose token stands."""
    response: HttpResponse = async_to_sync(_through)(_scope(request), request.body, caller)
    return response


async def _through(scope: Mapping[str, Any], body: bytes, caller: Caller) -> HttpResponse:
    """Run the SDK's application for one call."""
    told: dict[str, Any] = {"status": 500, "headers": ()}
    pieces: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            told.update(message)
        else:
            pieces.append(message.get("body", b""))

    manager = StreamableHTTPSessionManager(build(lambda: caller), json_response=True, stateless=True)
    async with manager.run():
        await manager.handle_request(dict(scope), receive, send)
    headers = {name.decode(): value.decode() for name, value in told["headers"]}
    return HttpResponse(
        b"".join(pieces), status=told["status"], headers={name: headers[name] for name in PASSED if name in headers}
    )


def _scope(request: HttpRequest) -> dict[str, Any]:
    """A request as ASGI says it; without the token, which has done its work."""
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1", "replace"))
        for name, value in request.headers.items()
        if name.lower() not in {"authorization", "cookie"}
    ]
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method,
        "scheme": request.scheme, "path": request.path, "raw_path": request.path.encode(), "query_string": b"",
        "root_path": "", "headers": headers, "client": None, "server": None,
    }  # fmt: skip
