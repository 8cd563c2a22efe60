"""The client in the loop: invited and let in on a telephone, following, giving an opinion, taking part, and let go.

The pages are looked at with the client the demonstration tells of; what the loop writes is about Kessler and its
people, which no other walk reads.
"""

from __future__ import annotations

import re

import pytest

from browser.looking import PHONE, looked_at, looked_at_from_all_sides

PAUL, SABINE = "paul.renaudin@alstrom.example", "sabine.brandt@kessler.example"
MANAGER, LEADER, DIRECTOR, ADMINISTRATOR = "sophie.lacaze", "katrin.hoffmann", "claire.dumas", "ines.carvalho"
SPACE = ("", "actions/", "ideas/", "meetings/", "documents/", "indicators/", "value/", "opinion/", "asked/")
OURS = ("", "voices/", "invite/")
TRUST = ("/settings/audit/?text=Alstrom", "/settings/audit/looks/", "/settings/privacy/", "/settings/privacy/keeping/",
         "/settings/privacy/people/", "/settings/client-space/")  # fmt: skip


@pytest.fixture
def kessler(demo_visit):
    """The address of the account of the loop."""
    page = demo_visit(LEADER, "/accounts/?q=Kessler")
    return (
        page.get_by_role("link", name="Kessler Hydraulik AG", exact=True).first.get_attribute("href").partition("?")[0]
    )


@pytest.mark.parametrize(("who", "language"), [(PAUL, "fr"), (PAUL, "en"), (SABINE, "en")])
def test_the_pages_of_the_client(demo_visit, who, language):
    page = demo_visit(who, "/client/", language=language)
    page.wait_for_url(re.compile(r"/client/\w+/$"))
    home = page.url
    for path in SPACE:
        looked_at_from_all_sides(page, home + path)
    page.goto(f"{home}meetings/")
    page.locator("main a[href*='/meetings/']").first.click()
    looked_at_from_all_sides(page)
    page.goto(f"{home}ideas/")
    if (thread := page.locator("main a[href*='/about/']")).count():
        thread.first.click()
        looked_at_from_all_sides(page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_side_of_it(demo_visit, language):
    page = demo_visit(MANAGER, "/accounts/?q=Alstrom+SA", language=language)
    account = page.get_by_role("link", name="Alstrom SA", exact=True).first.get_attribute("href").partition("?")[0]
    for path in OURS:
        looked_at_from_all_sides(page, f"{account}client-space/{path}")
    page.goto(f"{account}client-space/")
    page.goto(page.locator("main a[href*='/client-space/share/kpi/']").first.get_attribute("href"))
    looked_at_from_all_sides(page)
    for path in ("/client-spaces/", "/client-spaces/questions/"):
        looked_at_from_all_sides(demo_visit(DIRECTOR, language=language), path)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_administrator_reads_the_trail_and_what_is_kept_of_people(demo_visit, language):
    page = demo_visit(ADMINISTRATOR, language=language)
    for path in TRUST:
        looked_at_from_all_sides(page, path)
    page.goto("/settings/privacy/people/")
    page.locator("main tbody a").first.click()
    looked_at_from_all_sides(page)
    page.goto("/settings/audit/")
    with page.expect_download() as download:
        page.locator("button[formaction*='/settings/audit/export.csv']").click()
    assert download.value.path().read_bytes().count(b"\n") > 20


def test_somebody_is_invited_takes_part_on_a_telephone_and_is_let_go(demo_visit, open_at, demo_site, kessler, watch):
    watch.expected = ("410", "404")
    manager = demo_visit(LEADER, f"{kessler}client-space/invite/", language="en")
    manager.fill("[name=name]", "Jonas Keller")
    manager.fill("[name=email]", "jonas.keller@kessler.example")
    manager.locator("main form .btn-primary").last.click()
    link = manager.locator("code.secret-link").inner_text()

    client = open_at(demo_site, link, language="en", phone=True)
    looked_at(client)
    client.fill("[name=password1], [name=password]", "eine lange Losung 7")
    for box in client.locator("main form [type=checkbox]").all():
        box.check()
    client.locator("main form .btn-primary").first.click()
    client.wait_for_url(lambda url: "/join/" not in url)
    _on(client, demo_site)
    home = client.url
    looked_at(client)
    assert "Kessler Hydraulik AG" in client.locator("body").inner_text()
    used = open_at(demo_site, link, language="en")
    assert used.locator("h1").count() == 1
    assert used.locator("[type=password]").count() == 0

    client.goto(f"{home}ideas/")
    client.locator("details.fold summary").first.click()
    client.fill("[name=title]", "One test bench for both plants")
    client.get_by_role("button", name="Propose").click()
    client.get_by_text("One test bench for both plants").first.wait_for()
    assert client.viewport_size == PHONE

    manager.goto(f"{kessler}client-space/voices/")
    row = manager.locator("li.idea", has=manager.locator("b", has_text="One test bench for both plants"))
    row.locator("summary", has_text=re.compile(r"^Take it up$")).click()
    for field in row.locator("details[open] [required]:not([type=hidden])").all():
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(index=1)
        elif not field.input_value():
            field.fill("We begin in January")
    row.get_by_role("button", name="Take it up", exact=True).click()
    row.locator(".idea-accepted").wait_for()
    client.goto(f"{home}ideas/")
    client.locator("li.idea", has_text="One test bench").locator(".idea-accepted").wait_for()
    looked_at(client)

    other = demo_visit(PAUL, home)
    assert "Kessler" not in other.locator("body").inner_text()
    manager.goto(f"{kessler}client-space/")
    manager.locator("tr", has_text="Jonas Keller").get_by_role("button", name="End").click()
    manager.locator("tr", has_text="Jonas Keller").get_by_text("ended on").wait_for()
    client.goto(home)
    assert "Kessler" not in client.locator("main").inner_text()


def _on(client, site):
    """Past what a first sign-in offers: terms to accept, a second factor to add or not."""
    for _step in range(4):
        if re.fullmatch(re.escape(site) + r"/client/\w+/", client.url):
            return
        if "/terms/" in client.url:
            for box in client.locator("main form [type=checkbox]").all():
                box.check()
            client.locator("main form .btn-primary").first.click()
        else:
            client.goto("/client/")
        client.wait_for_load_state("load")
