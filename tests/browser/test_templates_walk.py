"""Templates of plans lived with: a director changes one, a manager begins a plan from it, by keyboard and without JS.

What these walks write is about the first plan of a key account and about Voltané, which no other walk reads.
"""

from __future__ import annotations

import pytest

from browser.looking import looked_at, looked_at_from_all_sides

DIRECTOR, MANAGER = "claire.dumas", "sophie.lacaze"


def address(page, link):
    return page.get_by_role("link", name=link).first.get_attribute("href")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_templates(demo_visit, language):
    page = demo_visit(DIRECTOR, "/plans/templates/", language=language)
    looked_at_from_all_sides(page)
    one = page.locator("table tbody th a").first.get_attribute("href")
    for path in (one, f"{one}edit/", "/plans/templates/new/"):
        looked_at_from_all_sides(page, path)


def test_a_director_changes_a_template_and_a_manager_begins_a_plan_from_it(demo_visit):
    director = demo_visit(DIRECTOR, "/plans/templates/", language="en")
    one = address(director, "Key account: the first plan")
    director.goto(f"{one}edit/")
    director.locator("[name=dangers-0-answer]").fill("Two contacts at every level, named there")
    director.locator("[name=reason]").fill("Said by whom")
    director.locator("[name=reason]").press("Enter")
    director.get_by_text("Saved as version 2.").wait_for()
    looked_at(director)
    changed = director.locator("section[aria-labelledby=changes-title] table").inner_text()
    assert "Two contacts at every level, named there" in changed

    page = demo_visit(MANAGER, "/accounts/?q=Voltané", language="en")
    here = page.get_by_role("link", name="Voltané SAS", exact=True).first.get_attribute("href").partition("?")[0]
    page.goto(f"{here}plan/")
    page.get_by_role("link", name="Open a plan").click()
    page.wait_for_url("**/plan/template/")
    looked_at(page)
    page.get_by_role("link", name="Key account: the first plan").press("Enter")
    page.wait_for_url("**template=*")
    looked_at(page)
    for select in page.locator("select[name^=who-]").all():
        if not select.input_value():
            select.select_option(index=1)
    page.get_by_role("button", name="Open this plan").press("Enter")
    page.wait_for_url("**/plan/")
    page.get_by_text("The plan is open, as the template says").wait_for()
    part = page.locator("#part-template")
    part.get_by_text("version 2").wait_for()
    assert "Plan begun from a template" in part.inner_text()
    looked_at(page)
