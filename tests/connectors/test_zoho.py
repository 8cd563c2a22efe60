"""Zoho CRM: the contract of every connector, and what only Zoho does."""

import datetime as dt

import httpx
import pytest
import zoho_face
from contract import ConnectorContract
from world import World, said
from zoho_settings import wrong

from trousseau.connectors import mapping
from trousseau.connectors.errors import (
    NotAllowedError,
    QuotaError,
    RefusedError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Change, Entity, Kind, Outcome, Record
from trousseau.connectors.zoho import centres
from trousseau.connectors.zoho.reading import grouped


class TestZoho(ConnectorContract):
    crm = "zoho"
    written = ("account", {"KAM_Tier": "A"})
    name = staticmethod(zoho_face.name)

    def face(self, world, **faults):
        return zoho_face.ZohoFace(world, **faults)

    def connect(self, face):
        return zoho_face.connect(face)

    def refuse_sign_in(self):
        return wrong(401, "INVALID_TOKEN", "invalid oauth token", wrapped=False)

    def throttle(self):
        return wrong(429, "TOO_MANY_REQUESTS", "Too many requests", wrapped=False)


def company(accounts=0, **raw):
    """A world with an owner and accounts."""
    world = World(zoho_face.name)
    owner = world.add("owner", name="Thomas Wegener", email="thomas@garonne.example", active=True)
    for number in range(accounts):
        world.add("account", name=f"Account {number}", owner=owner, raw=raw)
    return world


def read(connector, entity, fields=None, cursor=None):
    """The records that are read, each once, and the last cursor."""
    fields = mapping.asked(mapping.preset("zoho", entity)) if fields is None else fields
    pages = list(connector.read(entity, fields, cursor))
    return {one.id: one for page in pages for one in page.records}, pages[-1].cursor


def answering(*answers):
    """A connector whose every call has the next of these answers, the last one for good."""
    left = list(answers)
    return zoho_face.connect(
        httpx.MockTransport(lambda _request: left.pop(0) if len(left) > 1 else httpx.Response(
            left[0].status_code, content=left[0].content, headers=left[0].headers
        ))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "code", "message", "wanted"),
    [
        (401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL", NotAllowedError),
        (403, "NO_PERMISSION", "permission denied", NotAllowedError),
        (200, "INVALID_TOKEN", "invalid oauth token", SignInError),
        (429, "TOO_MANY_REQUESTS", "Your API credits for the day are used up", QuotaError),
        (200, "TOO_MANY_REQUESTS", "slowly", ThrottledError),
        (500, "INTERNAL_ERROR", "Internal Server Error", UnavailableError),
        (400, "INTERNAL_SERVER_ERROR", "Internal Server Error", UnavailableError),
        (400, "INVALID_MODULE", "the module name given seems to be invalid", RefusedError),
        (400, "LIMIT_EXCEEDED", "more than 50 fields", RefusedError),
        (200, "SOMETHING_NEW", "all is not well", UnreadableError),
        (202, "SOMETHING_NEW", "all is not well", UnreadableError),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_what_zoho_says_is_wrong_is_known_whatever_the_status(status, code, message, wanted, wrapped):
    connector = answering(wrong(status, code, message, wrapped and status >= 400))
    with pytest.raises(wanted) as raised:
        read(connector, Entity.ACCOUNT)
    assert "Zoho CRM" in str(raised.value)
    if wanted in {NotAllowedError, RefusedError, UnreadableError}:
        assert message in str(raised.value)


def test_credits_that_are_spent_end_the_day():
    connector = answering(
        said({"code": "TOO_MANY_REQUESTS", "status": "error"}, 429, **{"X-API-CREDITS-REMAINING": "0"})
    )
    with pytest.raises(QuotaError):
        read(connector, Entity.ACCOUNT)


def test_more_than_two_thousand_are_read_by_tokens():
    face = zoho_face.ZohoFace(company(accounts=2_450))
    found, _cursor = read(zoho_face.connect(face), Entity.ACCOUNT)
    assert len(found) == 2_450
    assert not any("page" in request.url.params for request in face.requests)


def test_a_token_that_expired_begins_anew_from_the_last_change_seen_and_loses_nothing():
    world = company(accounts=700)
    face = zoho_face.ZohoFace(world)
    connector, found = zoho_face.connect(face), set()
    for page in connector.read(Entity.ACCOUNT, ["Account_Name"], None):
        found |= {one.id for one in page.records}
        cursor = page.cursor
        if len(found) == 400:
            break
    face.expired.add(cursor["token"])
    world.change("account", world.present("account")[0].id, name="Changed meanwhile")
    again, _cursor = read(zoho_face.connect(face), Entity.ACCOUNT, ["Account_Name"], cursor)
    assert found | set(again) == {one.id for one in world.present("account")}
    assert len(again) < 310
    assert again[world.present("account")[0].id].values["Account_Name"] == "Changed meanwhile"


def test_a_token_that_comes_again_is_left():
    page = {"data": [{"id": "1", "Modified_Time": None}], "info": {"more_records": True, "next_page_token": "x"}}
    with pytest.raises(UnreadableError, match="same page"):
        read(answering(said(page)), Entity.ACCOUNT, ["Account_Name"])


def test_where_there_is_no_token_pages_are_counted_and_the_end_of_counting_begins_anew():
    world = company(accounts=2_300)

    class NoTokens(zoho_face.ZohoFace):
        def answer(self, request):
            made = super().answer(request)
            return httpx.Response(made.status_code, content=made.content.replace(b"next_page_token", b"none"))

    found, _cursor = read(zoho_face.connect(NoTokens(world)), Entity.ACCOUNT, ["Account_Name"])
    assert len(found) == 2_300


def test_more_than_fifty_fields_are_read_in_passes_and_joined():
    names = [f"Field_{number}_{'x' * 30}" for number in range(120)]
    world = company(accounts=230, **{name: name.lower() for name in names})
    face = zoho_face.ZohoFace(world, more=names)
    found, _cursor = read(zoho_face.connect(face), Entity.ACCOUNT, ["Account_Name", *names])
    assert len(found) == 230
    assert all(one.values[name] == name.lower() for one in found.values() for name in names)
    assert all(len(request.url.params["fields"]) <= 1_024 for request in face.requests)


def test_a_record_that_goes_between_two_passes_is_left_out_not_halved():
    names = [f"Field_{number}" for number in range(60)]
    world = company(accounts=3, **dict.fromkeys(names, "told"))
    gone = world.present("account")[1].id

    class Going(zoho_face.ZohoFace):
        def answer(self, request):
            made = super().answer(request)
            if "ids" not in request.url.params:
                world.delete("account", gone)
            return made

    found, _cursor = read(zoho_face.connect(Going(world, more=names)), Entity.ACCOUNT, names)
    assert set(found) == {one.id for one in world.present("account")}
    assert all(one.values[name] == "told" for one in found.values() for name in names)


def test_ten_thousand_custom_fields_are_described():
    face = zoho_face.ZohoFace(company(), more=[f"Field_{number}" for number in range(10_000)])
    assert len(zoho_face.connect(face).discover(Entity.ACCOUNT)) > 10_000
    assert max(map(len, grouped([f"Field_{number}" for number in range(10_000)]))) <= 50


@pytest.mark.parametrize(("currencies", "wanted"), [(("EUR",), ["EUR", "EUR"]), (("EUR", "CHF"), ["CHF", "EUR"])])
def test_a_deal_has_its_own_currency_or_the_organisations(currencies, wanted):
    world = company()
    owner = world.present("owner")[0].id
    world.add("deal", name="One", owner=owner, amount="1", state="open", currency="CHF")
    world.add("deal", name="Two", owner=owner, amount="1", state="open")
    face = zoho_face.ZohoFace(world, currencies=currencies)
    rows = mapping.preset("zoho", Entity.DEAL)
    found, _cursor = read(zoho_face.connect(face), Entity.DEAL)
    assert [mapping.mapped(one, rows, Entity.DEAL).values["currency"] for one in found.values()] == wanted
    assert zoho_face.connect(face).check().currencies == currencies


def test_a_stage_that_is_described_nowhere_is_known_by_its_probability_or_is_a_problem_of_the_record():
    world, rows = company(), mapping.preset("zoho", Entity.DEAL)
    owner = world.present("owner")[0].id
    for stage, probability in (("Signé", 100), ("Perdu", 0), ("Offre", 60), ("?", None), (None, None)):
        world.add("deal", name="Deal", owner=owner, state="open", raw={"Stage": stage, "Probability": probability})
    found, _cursor = read(zoho_face.connect(zoho_face.ZohoFace(world)), Entity.DEAL)
    told = [mapping.mapped(one, rows, Entity.DEAL) for one in found.values()]
    assert [one.values["state"] for one in told] == ["won", "lost", "open", None, None]
    assert [one.usable for one in told] == [True, True, True, False, False]


def test_inactive_users_are_owners_too():
    world = company()
    world.add("owner", name="Gone", email="gone@garonne.example", active=False)
    found, _cursor = read(zoho_face.connect(zoho_face.ZohoFace(world)), Entity.OWNER)
    rows = mapping.preset("zoho", Entity.OWNER)
    told = [mapping.mapped(one, rows, Entity.OWNER).values for one in found.values()]
    assert [(one["name"], one["active"]) for one in told] == [("Thomas Wegener", True), ("Gone", False)]


def test_a_right_that_is_missing_is_named_by_its_scope():
    class Closed(zoho_face.ZohoFace):
        def answer(self, request):
            if request.url.path.endswith("/Deals"):
                return wrong(401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope")
            return super().answer(request)

    assert zoho_face.connect(Closed(company())).check().missing == ("ZohoCRM.modules.deals.READ",)


def test_fields_are_described_by_what_they_hold_and_who_may_write_them():
    connector = zoho_face.connect(zoho_face.ZohoFace(company()))
    fields = {one.name: one for one in connector.discover(Entity.DEAL)}
    assert fields["Amount"].kind is Kind.MONEY
    assert [one.value for one in fields["Stage"].options] == ["Needs Analysis", "Closed Won", "Closed Lost"]
    assert fields["Account_Name"].refers_to == "Accounts"
    assert (fields["Stage"].writable, fields["Modified_Time"].writable) == (True, False)
    with pytest.raises(RefusedError):
        connector.discover(Entity.ROLE)


def test_a_change_sets_off_nothing_of_the_customers_and_says_which_field_it_lacks():
    world = company(accounts=2)
    first, second = (one.id for one in world.present("account"))
    world.refuses[first] = world.refuses[second] = ("", "Region is required")
    face = zoho_face.ZohoFace(world)
    told = list(
        zoho_face.connect(face).write(Entity.ACCOUNT, [Change(one, {"KAM_Tier": None}) for one in (first, second)])
    )
    assert [(one.outcome, one.fields) for one in told] == [(Outcome.REFUSED, ("Region",))] * 2
    assert b'"trigger": []' in face.requests[0].content


def test_a_lookup_that_leads_nowhere_is_not_the_record_that_is_gone():
    result = {
        "code": "INVALID_DATA",
        "details": {"api_name": "Owner"},
        "message": "the id given seems to be invalid",
        "status": "error",
    }
    connector = answering(said({"data": [result]}, 207))
    told = next(connector.write(Entity.ACCOUNT, [Change("1", {"Owner": "2"})]))
    assert (told.outcome, told.fields) == (Outcome.REFUSED, ("Owner",))


@pytest.mark.parametrize(
    "body",
    [
        {"data": None}, {"data": [None]}, {"data": [{"id": None}], "info": {"more_records": False}},
        {"data": [{"id": "1"}]}, {"data": [{"id": "1"}], "info": None}, {"data": {"id": "1"}},
        {"data": [{"code": "INTERNAL", "status": "error", "message": "no"}], "info": {"more_records": False}},
    ],
)  # fmt: skip
def test_nulls_where_a_list_should_be_are_one_clear_error(body):
    with pytest.raises(UnreadableError) as raised:
        read(answering(said(body)), Entity.CONTACT)
    assert str(raised.value)


@pytest.mark.parametrize("results", [[], [None], [{}], [{"code": None, "details": None, "message": None}]])
def test_nulls_in_what_became_of_a_change_never_say_that_it_was_done(results):
    connector = answering(said({"data": results}))
    try:
        told = list(connector.write(Entity.ACCOUNT, [Change("1", {})]))
    except UnreadableError:
        return
    assert [one.outcome for one in told] == [Outcome.REFUSED]


def test_nulls_in_a_record_are_problems_of_the_record_and_the_rest_goes_on():
    world = company(accounts=2)
    fields = zoho_face.FIELDS["Accounts"]
    world.things[Entity.ACCOUNT][zoho_face.name(None, 2)].values["raw"] = dict.fromkeys(fields)
    found, cursor = read(zoho_face.connect(zoho_face.ZohoFace(world)), Entity.ACCOUNT)
    told = [mapping.mapped(one, mapping.preset("zoho", Entity.ACCOUNT), Entity.ACCOUNT) for one in found.values()]
    assert [one.usable for one in told] == [False, True]
    assert cursor["since"]


def test_a_currency_that_is_none_is_a_problem_of_the_record():
    record = Record("1", {"Deal_Name": "Deal", "$currency": "Euro - EUR", "$state": "open"})
    made = mapping.mapped(record, mapping.preset("zoho", Entity.DEAL), Entity.DEAL)
    assert made.usable
    assert [(one.target, one.code) for one in made.problems] == [("currency", "not_currency")]


def test_the_next_run_begins_two_minutes_before_this_one_by_zohos_clock():
    world = company(accounts=1)
    world.tick(hours=3)
    begun = world.now
    _found, cursor = read(zoho_face.connect(zoho_face.ZohoFace(world)), Entity.ACCOUNT)
    assert dt.datetime.fromisoformat(cursor["since"]) == begun - dt.timedelta(minutes=2)


@pytest.mark.parametrize(
    "told", ["https://www.zohoapis.eu", "https://sandbox.zohoapis.com.au/", "https://WWW.zohoapis.ca"]
)
def test_an_api_domain_of_zohos_is_called(told):
    assert centres.base(told) == told.lower().rstrip("/")


@pytest.mark.parametrize(
    "told",
    [
        "https://www.zohoapis.eu.evil.example", "http://www.zohoapis.eu", "https://www.zohoapis.eu:8443",
        "https://me@www.zohoapis.eu", "https://www.zohoapis.eu/x", "https://evil.example#www.zohoapis.eu", "",
        "www.zohoapis.eu", "https://[", "https://169.254.169.254",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_zohos_is_not(told):
    with pytest.raises(UnreadableError, match="not called"):
        centres.base(told)
    with pytest.raises(UnreadableError, match="not called"):
        centres.centre(told)


def test_a_code_is_exchanged_in_the_centre_where_it_was_given():
    assert centres.centre("https://accounts.zoho.eu") == centres.CENTRES["eu"]
