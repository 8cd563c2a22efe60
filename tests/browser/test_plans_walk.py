"""Plans lived with: the pages of the room as each role; a manager's week, a head's review, a director's programme.

What these walks write is about the plans of Lorquin and Nordvik, which no other walk reads.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from browser.looking import assert_accessible, looked_at, looked_at_from_all_sides

DIRECTOR, HEAD, MANAGER, EXPERT = "claire.dumas", "julien.arnaud", "sophie.lacaze", "lea.marchal"
ROOM = ("/plans/", "/plans/?by=person&span=long", "/plans/kpis/", "/plans/calendar/", "/plans/calendar/rhythm/",
        "/plans/reviews/", "/plans/value/", "/plans/ideas/", "/plans/treatments/", "/plans/playbooks/",
        "/plans/playbooks/loss_alert/", "/plans/playbooks/loss_alert/edit/", "/plans/programme/",
        "/plans/programme/maturity/", "/settings/papers/")  # fmt: skip
PAGES = {
    DIRECTOR: ROOM,
    HEAD: ("/plans/", "/plans/calendar/rhythm/", "/plans/programme/"),
    MANAGER: ("/plans/?mine=1&late=1", "/plans/kpis/", "/plans/calendar/feeds/"),
    EXPERT: ("/", "/plans/"),
}
TABS = ("plan/", "plan/versions/", "plan/words/", "plan/edit/actions/", "plan/kpis/new/", "meetings/", "meetings/new/",
        "value/", "plan/white-space/", "plan/budget/", "negotiations/")  # fmt: skip
LANGUAGE = {DIRECTOR: "fr", HEAD: "en", MANAGER: "en", EXPERT: "fr"}


@pytest.fixture
def account(demo_visit):
    """The address of an account: `account("Lorquin Aciers SA")`."""

    def of(name):
        page = demo_visit(DIRECTOR, f"/accounts/?q={name.replace(' ', '+')}")
        path = page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
        return path.partition("?")[0]

    return of


@pytest.mark.parametrize("who", PAGES)
def test_the_pages_of_plans(demo_visit, who):
    page = demo_visit(who, language=LANGUAGE[who])
    for path in PAGES[who]:
        looked_at_from_all_sides(page, path)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_plan_of_an_account_and_what_is_behind_it(demo_visit, account, language):
    here = account("Alstrom SA")
    page = demo_visit(MANAGER, language=language)
    for tab in TABS:
        looked_at_from_all_sides(page, here + tab)
    page.goto(here + "plan/")
    page.locator("#part-kpis a[href*='/plan/kpis/']").first.click()
    looked_at_from_all_sides(page)
    page.goto(here + "negotiations/")
    page.locator("main a[href*='/negotiations/']").first.click()
    looked_at_from_all_sides(page)


def test_a_managers_week(demo_visit, account):
    """Say how far an action is where Home tells of it; meet; what is decided becomes an action; the plan moves."""
    here = account("Lorquin Aciers SA")
    page = demo_visit(MANAGER, "/", language="en")
    item = page.locator("li.decision", has_text="Grouper les commandes")
    item.locator("summary", has_text="Say how far").click()
    item.locator("[name=done]").fill("80")
    item.locator("details[open] .btn-primary").click()
    page.get_by_text("Recorded how far it is.").wait_for()
    assert "80% done" in page.locator("li.decision", has_text="Grouper les commandes").inner_text()

    page.goto(here + "meetings/new/")
    page.locator("[name=title]").fill("Point on the mill")
    page.locator("[name=on]").fill(datetime.now(UTC).date().isoformat())
    page.locator("main form .btn-primary").first.click()
    page.wait_for_url("**/meetings/*/")
    looked_at(page)
    page.locator("[name=text]").first.fill("Bring the certificates in 48 h")
    page.keyboard.press("Enter")
    page.get_by_text("Bring the certificates in 48 h").first.wait_for()
    assert_accessible(page)


def test_a_playbook_is_changed_by_a_director_and_applied_where_an_event_proposes_it(demo_visit, account):
    """What the director changes is what the manager sees before anything is created; then Home asks no more."""
    name = "Renouvellement d’un accord-cadre"
    page = demo_visit(DIRECTOR, "/plans/playbooks/", language="en")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="Change it").click()
    looked_at(page)
    page.locator("[name=at-7]").fill("-4")
    page.locator("[name=what-7]").fill("Sign, and tell the plants what changes")
    page.keyboard.press("Enter")
    page.get_by_text("Due: 3 working days before → 4 working days before").wait_for()
    looked_at(page)

    manager = demo_visit(MANAGER, "/", language="en")
    manager.locator("summary", has_text="more decision").click()
    manager.locator("li.decision", has_text=name).get_by_role("link", name="Look and apply").click()
    manager.get_by_text("Sign, and tell the plants what changes").wait_for()
    looked_at(manager)
    manager.get_by_label("Who does: Recueillir").select_option(index=1)
    manager.get_by_role("button", name="Put these actions into the plan").click()
    manager.get_by_text("7 actions are in the plan.").wait_for()
    assert "Sign, and tell the plants what changes" in manager.locator("main").inner_text()
    manager.goto("/")
    assert manager.locator("li.decision", has_text=name).count() == 0


def test_two_write_one_objective_and_nothing_is_lost(demo_visit, account, watch):
    watch.expected = ("422",)
    here = account("Nordvik Offshore AS")
    director = demo_visit(DIRECTOR, here + "plan/", language="en")
    director.goto(director.locator("a[href*='/plan/edit/objectives/']").first.get_attribute("href"))
    other = demo_visit(DIRECTOR, director.url, language="en")
    other.locator("[name=title]").fill("First on every platform")
    other.locator("[name=title]").press("Tab")
    other.wait_for_load_state("networkidle")
    director.locator("[name=title]").fill("First in the North Sea")
    director.locator("[name=title]").press("Tab")
    director.locator("[role=alert], .conflict").first.wait_for()
    shown = director.locator("main").inner_text()
    assert "First on every platform" in shown
    assert director.locator("[name=title]").input_value() == "First in the North Sea"
    assert_accessible(director)


def test_a_directors_programme_review(demo_visit):
    """From all plans to those with something late, one of them, why, and the papers to take along."""
    page = demo_visit(DIRECTOR, "/plans/", language="fr")
    page.locator("[name=late]").check()
    page.wait_for_url("**late=1**")
    looked_at(page)
    page.locator("table.plans-table tbody th a").first.click()
    page.wait_for_url("**/plan/")
    looked_at(page)
    plan = page.url
    page.goto("/plans/programme/")
    looked_at(page)
    with page.expect_download() as download:
        page.locator("a[href$='/plans/programme/review.pptx']").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    page.goto(plan)
    for ending, begins in (("pptx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        with page.expect_download() as download:
            page.locator(f"a[href$='/plan/export/onepage.{ending}']").click()
        assert download.value.path().read_bytes().startswith(begins)


def test_a_heads_review(demo_visit, account):
    """A manager opens the plan again and hands it in; the head sends it back, then approves."""
    versions = account("Brévent Énergie SAS") + "plan/versions/"
    manager = demo_visit(MANAGER, versions, language="en")
    _said(manager, "Revise the plan", "The order doubled", "Open it for revision")
    manager.get_by_role("button", name="Hand in for approval").click()
    manager.wait_for_load_state("networkidle")

    head = demo_visit(HEAD, "/", language="en")
    waiting = head.locator("li.decision", has_text="Plan to approve").filter(has_text="Brévent")
    waiting.locator("summary", has_text="Send back").click()
    waiting.locator("[name=reason]").fill("Say what the second year brings")
    waiting.get_by_role("button", name="Record it").click()
    head.wait_for_load_state("networkidle")
    assert waiting.count() == 0

    manager.goto(versions)
    assert "Say what the second year brings" in manager.locator("main").inner_text()
    manager.get_by_role("button", name="Hand in for approval").click()
    manager.wait_for_load_state("networkidle")
    head.goto(versions)
    looked_at(head)
    head.get_by_role("button", name="Approve", exact=True).click()
    head.get_by_text("Version 2, approved by Julien Arnaud").wait_for()
    assert_accessible(head)


def _said(page, summary, reason, press):
    page.locator("summary", has_text=summary).click()
    page.locator("details[open] [name=reason]").fill(reason)
    page.get_by_role("button", name=press).click()
    page.wait_for_load_state("networkidle")
