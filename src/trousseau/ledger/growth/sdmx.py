"""Consumer prices as Eurostat and the ECB publish them, over SDMX: the harmonised index, change in twelve months.

Eurostat: dataflow `prc_hicp_manr`, key FREQ.UNIT.COICOP.GEO = M.RCH_A.CP00.FR. ECB: dataflow `ICP`, key
FREQ.REF_AREA.ADJUSTMENT.ICP_ITEM.STS_INSTITUTION.ICP_SUFFIX = M.U2.N.000000.4.ANR.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

import sdmx
from sdmx.message import DataMessage

from trousseau.ledger.growth.reading import STEP, Told

EURO_AREA = "U2"
"""The euro area as the ECB codes it; every other area is asked of Eurostat."""
PUBLISHED = {
    "ESTAT": ("prc_hicp_manr", "M.RCH_A.CP00.{areas}", ("geo", "GEO"), "Eurostat, prc_hicp_manr (M.RCH_A.CP00)"),
    "ECB": ("ICP", "M.{areas}.N.000000.4.ANR", ("REF_AREA",), "ECB, ICP (M.N.000000.4.ANR)"),
}
"""Agency → dataflow, key, the dimension that says the area, how the source is cited."""


class SdmxError(Exception):
    """Figures that could not be fetched. Codes: `inflation_offline` (detail), `inflation_not_sdmx` (agency, detail)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Client(Protocol):
    """What is needed of `sdmx.Client`."""

    def data(self, resource_id: str, **more: Any) -> Any:  # noqa: ANN401 - untyped there
        """Ask for the data of a dataflow."""


def fetch(areas: Iterable[str], since: int, *, client: Mapping[str, Client] | None = None) -> dict[str, list[Told]]:
    """The monthly inflation of some areas from January of a year: area → lines without a zone.

    Raises:
        SdmxError: the agency does not answer, or not as documented. What another one said is not kept.
    """
    wanted = set(areas)
    found: dict[str, list[Told]] = {}
    for agency, codes in (("ECB", wanted & {EURO_AREA}), ("ESTAT", wanted - {EURO_AREA})):
        if not codes:
            continue
        flow, key, _, _ = PUBLISHED[agency]
        try:
            asked = client[agency] if client else sdmx.Client(agency)
            message = asked.data(
                flow, key=key.format(areas="+".join(sorted(codes))), params={"startPeriod": f"{since}-01"}
            )
        except OSError as error:  # what `requests` raises is one
            raise SdmxError("inflation_offline", detail=str(error)) from error
        for area, lines in told_in(message, agency).items():
            found.setdefault(area, []).extend(lines)
    return found


def told_in(message: object, agency: str) -> dict[str, list[Told]]:
    """The observations of a message: area → months, oldest first; those without a value are left out."""
    _, _, dimensions, source = PUBLISHED[agency]
    if not isinstance(message, DataMessage) or not message.data:
        raise SdmxError("inflation_not_sdmx", agency=agency, detail="no data set")
    found: dict[str, list[Told]] = {}
    for data_set in message.data:
        for observation in data_set.obs:
            said = {name: str(value.value) for name, value in observation.key.values.items()}
            area = next((said[name] for name in dimensions if name in said), None)
            period, rate = said.get("TIME_PERIOD", said.get("time", "")), _rate(observation.value)
            if area is None or not period:
                raise SdmxError("inflation_not_sdmx", agency=agency, detail=", ".join(said))
            if rate is not None:
                found.setdefault(area, []).append(Told("", period, rate, area, source))
    return {area: sorted(lines, key=lambda line: line.period) for area, lines in found.items()}


def _rate(value: object) -> Decimal | None:
    """Per cent as a fraction; None for what is missing."""
    try:
        percent = Decimal(str(value))
    except InvalidOperation:
        return None
    return (percent / 100).quantize(STEP) if percent.is_finite() and percent > -100 else None
