"""The client known, the manager supported: the pages of the team as each role, and a request from question to answer.

The last walk over the shared demonstration: what it adds, no other walk reads.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from browser.looking import assert_accessible, looked_at_from_all_sides

DIRECTOR, MANAGER, EXPERT, SPONSOR, HEAD = (
    "claire.dumas", "sophie.lacaze", "thomas.weber", "henri.vasseur", "julien.arnaud",
)  # fmt: skip
TEAM = ("/team/", "/team/competencies/", "/team/experts/", "/team/requests/", "/team/commitments/", "/team/watch/")
PAGES = {
    DIRECTOR: (*TEAM, "/team/matching/", "/knowledge/coverage/"),
    HEAD: ("/", "/team/competencies/", "/team/matching/"),
    MANAGER: ("/", "/team/requests/", "/team/commitments/", "/notices/", "/settings/notices/"),
    EXPERT: ("/", "/team/requests/", "/team/competencies/", "/team/commitments/"),
    SPONSOR: ("/", "/accounts/", "/team/commitments/"),
}
TABS = {
    DIRECTOR: ("", "people/", "map/", "knowledge/", "team/", "brief/"),
    SPONSOR: ("", "people/", "brief/"),
    EXPERT: ("", "people/", "team/"),
}
LANGUAGE = {DIRECTOR: "fr", HEAD: "en", MANAGER: "fr", EXPERT: "fr", SPONSOR: "en"}


@pytest.fixture(scope="module")
def alstrom(chromium, demo_site, demo_cookies):
    """The address of the account the story is about."""
    context = chromium.new_context(base_url=demo_site)
    context.add_cookies(list(demo_cookies(DIRECTOR)))
    page = context.new_page()
    page.goto("/accounts/?q=Alstrom+SA")
    path = page.get_by_role("link", name="Alstrom SA", exact=True).first.get_attribute("href").partition("?")[0]
    context.close()
    return path


@pytest.mark.parametrize("who", PAGES)
def test_the_pages_of_the_team(demo_visit, who):
    page = demo_visit(who, language=LANGUAGE[who])
    for path in PAGES[who]:
        looked_at_from_all_sides(page, path)


@pytest.mark.parametrize("who", TABS)
def test_the_tabs_of_an_account(demo_visit, alstrom, who):
    page = demo_visit(who, language=LANGUAGE[who])
    for tab in TABS[who]:
        looked_at_from_all_sides(page, alstrom + tab)


def test_a_question_finds_its_expert_and_its_answer(demo_visit, alstrom):
    page = demo_visit(MANAGER, alstrom + "requests/new/", language="en")
    page.fill("[name=title]", "Tolerances of the Vesoul parts")
    page.fill("[name=due]", (datetime.now(UTC) + timedelta(days=14)).date().isoformat())
    page.locator("[name=skill-1]").select_option(index=1)
    page.get_by_role("button", name="Who could answer?").click()
    page.get_by_role("heading", name="Who could answer").wait_for()
    assert_accessible(page)
    page.locator("form.request-form .btn-primary").click()
    page.wait_for_url("**/team/requests/*/")
    asked, expert = page.url, page.locator("section:has(#asked) li b").first.inner_text()
    assert "Tolerances" in page.locator("main").inner_text()

    first, last = expert.casefold().replace("é", "e").split(" ", 1)
    theirs = demo_visit(f"{first}.{last}", "/notices/", language="en")
    theirs.get_by_role("link", name="Tolerances of the Vesoul parts").first.click()
    theirs.wait_for_url("**/team/requests/*/")
    theirs.get_by_role("button", name="Take it").click()
    theirs.get_by_text("It is done", exact=True).click()
    theirs.fill("[name=answer]", "0.02 mm, as on the **Belmont** line")
    theirs.get_by_role("button", name="Done", exact=True).click()
    theirs.wait_for_load_state("networkidle")
    page.goto(asked)
    assert page.locator("main strong", has_text="Belmont").count() == 1
    assert_accessible(page)


def test_a_promise_in_one_line_without_a_mouse(demo_visit, alstrom):
    page = demo_visit(MANAGER, alstrom, language="en")
    page.get_by_role("link", name="Commitment", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.locator("[name=what]").first.focus()
    page.keyboard.type("Samples of the new coating")
    page.keyboard.press("Tab")
    page.keyboard.type("Ana Ruiz")
    page.locator("[name=due]").first.fill((datetime.now(UTC) + timedelta(days=20)).date().isoformat())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/team/commitments/")
    assert page.get_by_role("link", name="Samples of the new coating").count()
