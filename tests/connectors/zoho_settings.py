"""What Zoho CRM tells of itself: its users, the organisation, currencies, fields; and how it says that it will not."""

import datetime as dt

import httpx
from world import said

from trousseau.connectors.protocol import Entity

ME = {"id": "4876876000000327001", "name": "Nadia Ferrand"}
STAGES = {
    "open": ("Needs Analysis", "Open", 20),
    "won": ("Closed Won", "Closed Won", 100),
    "lost": ("Closed Lost", "Closed Lost", 0),
}
"""By our state: the stage, its forecast type, its probability."""
READ_ONLY = {"Modified_Time"}


def at(moment):
    """A moment as Zoho writes it: in the zone of the organisation."""
    return moment.astimezone(dt.timezone(dt.timedelta(hours=1))).isoformat(timespec="seconds")


def wrong(status, code, message, wrapped=True, **details):
    """An error as the description of records has it; or bare, as other parts of the interface say it."""
    told = {"code": code, "details": details, "message": message, "status": "error"}
    return said({"data": [told]} if wrapped else told, status)


def users(face, asked):
    kind, page, per_page = asked.get("type"), int(asked.get("page", 1)), int(asked.get("per_page", 200))
    active = kind != "DeactiveUsers"
    if kind == "CurrentUser":
        found = [{"id": ME["id"], "full_name": ME["name"], "email": "nadia@garonne.example", "status": "active"}]
    else:
        found = [
            {
                "id": one.id,
                "full_name": one.values["name"],
                "email": one.values["email"],
                "status": "active" if active else "disabled",
                "Modified_Time": at(one.modified),
            }
            for one in face.world.present(Entity.OWNER)
            if one.values.get("active", True) is active
        ]
    rows = found[(page - 1) * per_page : page * per_page]
    if not rows:
        return httpx.Response(204)
    info = {"per_page": per_page, "count": len(rows), "page": page, "more_records": len(found) > page * per_page}
    return said({"users": rows, "info": info})


def org(face, _asked):
    told = {"id": "4876876000000020001", "company_name": "Groupe Garonne", "currency": f"Money - {face.currencies[0]}"}
    return said({"org": [{**told, "iso_code": face.currencies[0], "mc_status": len(face.currencies) > 1}]})


def currencies(face, _asked):
    if len(face.currencies) == 1:
        return wrong(403, "FEATURE_NOT_SUPPORTED", "Multi currency is not enabled", wrapped=False)
    made = dict.fromkeys(("created_time", "modified_time"), at(face.world.now)) | {"created_by": ME, "modified_by": ME}
    shape = {"decimal_separator": "Comma", "thousand_separator": "Space", "decimal_places": "2"}
    same = {**made, "is_active": True, "prefix_symbol": True, "exchange_rate": "1.000000000", "format": shape}
    rows = [
        {"id": str(number), "iso_code": code, "symbol": code, "name": f"Money - {code}", "is_base": not number, **same}
        for number, code in enumerate(face.currencies)
    ]
    return said({"currencies": rows})


def fields(face, asked):
    if asked.get("module") not in face.fields:
        return wrong(400, "INVALID_MODULE", "the module name given seems to be invalid", wrapped=False)
    return said({"fields": [_field(name, kind) for name, kind in face.fields[asked["module"]].items()]})


def _field(name, kind):
    may, label = name not in READ_ONLY, name.replace("_", " ")
    lookup = {"module": {"api_name": "Accounts", "id": "7"}, "query_details": {}, "show_fields": []}
    return {
        "id": name,
        "api_name": name,
        "field_label": label,
        "data_type": kind,
        "json_type": "string",
        "operation_type": dict.fromkeys(("web_update", "api_create", "web_create", "api_update"), may),
        "read_only": not may,
        "field_read_only": not may,
        "custom_field": name.startswith("KAM"),
        "length": 100,
        "lookup": {**lookup, "revalidate_filter_during_edit": False} if kind == "lookup" else {},
        "pick_list_values": [_stage(place, *stage) for place, stage in enumerate(STAGES.values())]
        if name == "Stage"
        else [],
    }


def _stage(place, stage, forecast, probability):
    return {
        "id": str(place),
        "colour_code": None,
        "sequence_number": place,
        "type": "used",
        "display_value": stage,
        "actual_value": stage,
        "forecast_type": forecast,
        "forecast_category": {"id": "9", "name": "Pipeline"},
        "probability": probability,
    }


ANSWERS = {"users": users, "org": org, "org/currencies": currencies, "settings/fields": fields}
"""By path."""
