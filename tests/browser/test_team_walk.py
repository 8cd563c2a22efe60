"""The client known, the manager supported: the pages of the team as each role, and a request from question to answer.

The last walk over the shared demonstration: what it adds, no other walk reads.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from browser.axe import assert_accessible, assert_fits

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
LOOKS = {
    "french": {"language": "fr"},
    "english-dark": {"language": "en", "theme": "dark"},
    "phone": {"language": "fr", "phone": True},
}


def looked_at(page, path):
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1, path
    assert_accessible(page)
    assert_fits(page)


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


# A director's in every look, those of the others in one: the walk is the longest of the suite.
EACH = [*((DIRECTOR, look) for look in LOOKS), (HEAD, "english-dark"), (MANAGER, "phone"), (EXPERT, "french"),
        (SPONSOR, "english-dark")]  # fmt: skip


@pytest.mark.parametrize(("who", "look"), EACH)
def test_the_pages_of_the_team(demo_visit, who, look):
    page = demo_visit(who, **LOOKS[look])
    for path in PAGES[who]:
        looked_at(page, path)


@pytest.mark.parametrize(("who", "look"), [(who, look) for who, look in EACH if who in TABS])
def test_the_tabs_of_an_account(demo_visit, alstrom, who, look):
    page = demo_visit(who, **LOOKS[look])
    for tab in TABS[who]:
        looked_at(page, alstrom + tab)


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
