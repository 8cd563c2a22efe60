"""An assistant in the tests: the SDK's own client, on the server that both transports carry."""

from asgiref.sync import async_to_sync
from mcp import Client, MCPError, types

from trousseau.access.tokens import make_token
from trousseau.api.mcp.server import build
from trousseau.api.mcp.stdio import caller_of

LEGACY = "legacy"
"""Clients before the revision in which a question to the person travels in the answer."""


class Assistant:
    """`assistant("read_plan", account="Alstrom SA")`; `answers`: what its person says, None: it cannot ask them."""

    def __init__(self, somebody, *, scopes=("read", "write"), answers=None, mode="auto"):
        self.row, self.token = make_token(somebody, name="Assistant", scopes=scopes, days=30)
        self.answers, self.mode, self.questions = answers, mode, []

    def do(self, work):
        """What `await work(client)` gives, over one connection."""

        async def run():
            server = build(lambda: caller_of(self.token))
            asks = self._asked if self.answers else None
            async with Client(server, mode=self.mode, elicitation_callback=asks) as client:
                return await work(client)

        return async_to_sync(run)()

    def __call__(self, name, **arguments):
        return self.do(lambda client: client.call_tool(name, arguments))

    def told(self, name, **arguments):
        """The structured answer of a tool that is not refused."""
        result = self(name, **arguments)
        assert not result.is_error, result.content
        return result.structured_content

    def refused(self, name, **arguments):
        """The sentence with which a tool is refused."""
        result = self(name, **arguments)
        assert result.is_error, result.structured_content
        return result.content[0].text

    def error(self, work):
        """The sentence of the error with which the protocol refuses; None where it does not."""

        async def caught(client):
            try:
                await work(client)
            except MCPError as refused:
                return refused.message
            return None

        return self.do(caught)

    def tools(self):
        return {one.name for one in self.do(lambda client: client.list_tools()).tools}

    async def _asked(self, _context, params):
        self.questions.append(params.message)
        return types.ElicitResult(action=self.answers, content={"confirm": True} if self.answers == "accept" else None)
