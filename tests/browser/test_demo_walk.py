"""Every page of the map on the demo company: accessible, inside its window, nothing in the console, no other host."""

import pytest

from browser.looking import looked_at_from_all_sides

DIRECTOR, CONTROLLER, MANAGER, ADMINISTRATOR = "claire.dumas", "nadia.belkacem", "sophie.lacaze", "ines.carvalho"
MEASURES = (
    "/check-up/",
    "/check-up/contributions/",
    "/check-up/classes/",
    "/check-up/segments/",
    "/check-up/erosion/",
    "/check-up/past/",
    "/check-up/ranges/",
    "/exposure/",
    "/exposure/concentration/",
    "/exposure/losses/",
    "/exposure/growth/",
    "/exposure/prices/",
    "/exposure/tariff/",
    "/selection/",
    "/selection/grid/",
    "/selection/review/",
)
PAGES = {
    DIRECTOR: ("/", *MEASURES, "/accounts/", "/data/", "/settings/organisation/"),
    CONTROLLER: ("/", "/data/", "/data/new/", "/data/rates/", "/data/costs/", "/data/inflation/"),
    MANAGER: ("/", "/accounts/"),
    ADMINISTRATOR: ("/", "/settings/people/", "/settings/audit/"),
}
LANGUAGE = {DIRECTOR: "fr", CONTROLLER: "en", MANAGER: "fr", ADMINISTRATOR: "en"}


@pytest.mark.parametrize("who", PAGES)
def test_the_pages_of_the_map(demo_visit, who):
    page = demo_visit(who, language=LANGUAGE[who])
    for path in PAGES[who]:
        looked_at_from_all_sides(page, path)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_account_with_its_tabs(demo_visit, language):
    page = demo_visit(DIRECTOR, "/accounts/", language=language)
    page.locator("main table tbody th a").first.click()
    page.wait_for_url("**/accounts/*/")
    account = page.url
    for tab in ("", "sales/", "history/"):
        looked_at_from_all_sides(page, account + tab)


def test_ctrl_k_finds_an_account_and_goes_there(demo_visit):
    page = demo_visit(DIRECTOR)
    page.keyboard.press("Control+k")
    page.keyboard.type("alst")
    page.locator("#palette [data-url]", has_text="Alstrom SA").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/*/")
    assert page.locator("h1").inner_text() == "Alstrom SA"


def test_a_chart_shows_its_table_and_gives_its_picture(demo_visit):
    page = demo_visit(DIRECTOR, "/check-up/")
    button = page.locator("[data-chart-table]").first
    chart = page.locator(button.get_attribute("data-chart-table"))
    chart.locator("svg").wait_for()
    button.click()
    assert not chart.is_visible()
    assert page.locator(".chart-table").first.is_visible()
    button.click()
    assert chart.is_visible()
    page.locator("details:has([data-chart-png]) > summary").first.click()
    with page.expect_download() as download:
        page.locator("[data-chart-png]").first.click()
    assert download.value.suggested_filename.endswith(".png")
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_chart_follows_the_theme(demo_visit):
    page = demo_visit(DIRECTOR, "/check-up/", theme="light")
    page.locator(".chart svg").first.wait_for()
    drawn = "document.querySelector('.chart svg').outerHTML"
    light = page.evaluate(drawn)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"before => {drawn} !== before", arg=light)
