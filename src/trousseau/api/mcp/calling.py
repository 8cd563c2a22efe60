"""One call of an assistant: as whom, what it comes to, and what is said where it is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from mcp import types

from trousseau.access.once import reading
from trousseau.api import problems
from trousseau.api.mcp import saying, tools
from trousseau.api.mcp.caller import Caller
from trousseau.api.mcp.confirming import Confirmable, Question, question, settled
from trousseau.api.mcp.tools import Reads, Told, Writes

T = TypeVar("T")
Who = Callable[[], Caller]
YES = "confirm"
"""The name of the question that a person answers."""


class RefusedError(Exception):
    """Why a call was refused: one sentence, in the person's language."""


def as_caller(who: Who, work: Callable[[Caller], T], *, reads: bool = True) -> T:
    """Do some work as whoever calls, in their language; RefusedError with a sentence where it is refused."""
    try:
        caller = who()
    except Exception as error:
        raise RefusedError(sentence(error)) from error
    with caller.speaking(), reading() if reads else nullcontext():
        try:
            return work(caller)
        except Exception as error:
            raise RefusedError(sentence(error)) from error


def sentence(error: Exception) -> str:
    """What a refusal says; what nobody foresaw is logged, and told without its text."""
    if isinstance(error, RefusedError):
        return str(error)
    request = HttpRequest()
    request.method, request.path = "POST", "/mcp"
    told = problems.Problem.model_validate_json(problems.answered(request, error).content)
    faults = [f"{one.field}: {one.message}" if one.field else one.message for one in told.errors]
    return " ".join(faults) or told.detail


def writes(params: types.CallToolRequestParams) -> bool:
    """Whether a call is of a tool that writes."""
    return isinstance(tools.named(params.name), Writes)


def begun(caller: Caller, params: types.CallToolRequestParams) -> types.CallToolResult | Question:
    """The answer of a tool; of one that writes, and whose person was not asked yet, the question."""
    tool = _tool(caller, params.name)
    asked = tool.asks.model_validate(params.arguments or {})
    if isinstance(tool, Reads):
        told = tool.answer(caller, asked)
        return result(Told(told.data, saying.quoted(told.text)))
    assert isinstance(asked, Confirmable)  # noqa: S101 - what every tool that writes is asked
    if asked.confirmation:
        return result(settled(caller, tool, asked, asked.confirmation))
    answer = (params.input_responses or {}).get(YES)
    if params.request_state is not None and isinstance(answer, types.ElicitResult):
        return ended(caller, params, params.request_state if agreed(answer) else None)
    return question(caller, tool, asked)


def ended(caller: Caller, params: types.CallToolRequestParams, confirmation: str | None) -> types.CallToolResult:
    """What comes of a tool that writes once its person was asked; None: they said no."""
    tool = _tool(caller, params.name)
    asked = tool.asks.model_validate(params.arguments or {})
    assert isinstance(tool, Writes)  # noqa: S101 - only such a tool asks
    assert isinstance(asked, Confirmable)  # noqa: S101 - as above
    return result(Question.declined() if confirmation is None else settled(caller, tool, asked, confirmation))


def agreed(answer: types.ElicitResult) -> bool:
    """Whether a person said yes: they accepted the form, and did not untick what it asks."""
    return answer.action == "accept" and (answer.content or {}).get(YES, True) is True


def result(told: Told) -> types.CallToolResult:
    """An answer as the protocol carries it."""
    text = types.TextContent(type="text", text=told.text)
    return types.CallToolResult(content=[text], structured_content=told.data.model_dump(mode="json"))


def _tool(caller: Caller, name: str) -> Reads | Writes:
    found = tools.named(name)
    if found is None:
        raise ValidationError({"name": _("There is no tool “%(name)s”: list the tools to see those that are yours.") % {
            "name": saying.cut(name, 40)}})  # fmt: skip
    caller.demand(found.scope, found.rule)
    return found
