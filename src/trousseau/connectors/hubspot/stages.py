"""The stages of deals as people in HubSpot read them: a deal tells its stage by an id alone."""

from __future__ import annotations

from collections.abc import Mapping

from trousseau.connectors.calling import Caller
from trousseau.connectors.errors import NotAllowedError, RefusedError
from trousseau.connectors.hubspot.objects import VERSION, rows
from trousseau.connectors.protocol import Json

STAGE = "$stage"


def stages(caller: Caller) -> dict[str, str]:
    """The labels of all pipelines' stages by id; none where the key may not read pipelines. Raises ConnectorError."""
    try:
        answer = caller.call("GET", f"/crm/pipelines/{VERSION}/deals")
    except (NotAllowedError, RefusedError):
        return {}
    return {
        str(one["id"]): one["label"]
        for pipeline in rows(answer, answer.object())
        for one in _objects(pipeline.get("stages"))
        if isinstance(one.get("label"), str) and one.get("id") is not None
    }


def _objects(told: Json) -> list[Mapping[str, Json]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
