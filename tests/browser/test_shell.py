"""The shell and the settings, in a real browser."""

import pytest

from browser.looking import assert_accessible, looked_at_from_all_sides

PAGES = (
    "/settings/organisation/", "/settings/people/", "/settings/people/invite/", "/settings/audit/",
    "/settings/profile/", "/settings/security/", "/settings/security/passkeys/new/", "/settings/sessions/",
    "/settings/tokens/", "/settings/tokens/new/", "/search/?q=x",
)  # fmt: skip


@pytest.fixture
def administrator(person, organisation):
    return person("administrator", "director", name="Claire Dumas", email="claire@garonne.example")


def test_the_settings_are_accessible(open_page, administrator, cast):
    page = open_page(administrator)
    for path in PAGES:
        looked_at_from_all_sides(page, path)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_door_is_accessible(open_page, administrator, language):
    looked_at_from_all_sides(open_page(None, "/sign-in/", language=language))


def test_errors_are_in_the_frame(open_page, administrator, watch):
    watch.expected = ("404", "403")
    page = open_page(administrator, "/nowhere/")
    assert_accessible(page)
    assert page.locator("h1").inner_text() == "Il n’y a rien à cette adresse."


def test_ctrl_k_goes_anywhere_from_the_keyboard(open_page, administrator):
    page = open_page(administrator, "/settings/profile/", language="en")
    page.keyboard.press("Control+k")
    page.locator("#palette [role=option]").first.wait_for()
    page.keyboard.type("sett")
    page.locator("#palette [role=option]:first-child", has_text="Settings").wait_for()
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/organisation/")


def test_the_palette_says_what_is_not_found_and_closes_by_escape(open_page, administrator):
    page = open_page(administrator, "/settings/profile/", language="en")
    page.click("[data-palette]")
    page.keyboard.type("zzzz")
    page.locator("#palette .hits-none").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("#palette").is_visible()


def test_the_language_changes_and_the_page_stays(open_page, administrator):
    page = open_page(administrator, "/settings/people/?sort=name", language="fr")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.click("button[value=en]")
    assert page.url.endswith("/settings/people/?sort=name")
    assert page.locator("html").get_attribute("lang") == "en"
    administrator.refresh_from_db()
    assert administrator.language == "en"


def test_the_theme_changes_and_is_kept(open_page, administrator):
    page = open_page(administrator, "/settings/profile/")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.click("summary.person")
    page.click("button[value=dark]")
    assert page.evaluate(colour) != light
    administrator.refresh_from_db()
    assert administrator.theme == "dark"


def test_the_keyboard_reaches_the_content_first_and_always_shows_where_it_is(open_page, administrator):
    page = open_page(administrator, "/settings/organisation/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(25):
        page.keyboard.press("Tab")
        ring, where = page.evaluate(
            "[document.activeElement].map(at => [getComputedStyle(at).outlineStyle, at.outerHTML])[0]"
        )
        assert ring != "none" or where.startswith("<body"), where


def test_a_menu_closes_by_escape_and_gives_the_focus_back(open_page, administrator):
    page = open_page(administrator, "/settings/profile/")
    page.click("summary.person")
    assert page.locator("details.menu[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.className") == "person"


def test_the_first_run_in_a_browser(open_page, db, home):
    page = open_page(None, "/", language="fr")
    page.wait_for_url("**/setup/")
    assert_accessible(page)
    page.fill("[name=organisation]", "Groupe Garonne")
    page.fill("[name=name]", "Claire Dumas")
    page.fill("[name=email]", "claire@garonne.example")
    page.fill("[name=password]", "une phrase assez longue")
    page.fill("[name=invite-0-email]", "paul@garonne.example")
    page.click("main .btn-primary")
    page.wait_for_url("**/settings/people/")
    assert page.locator(".copy-line input").count() == 1
    assert_accessible(page)
    assert page.locator(".sidebar-foot").inner_text().startswith("Groupe Garonne")


def test_without_script_the_pages_still_work(chromium, live_server, administrator):
    from browser.conftest import session_of

    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="en-GB")
    context.add_cookies([session_of(administrator, live_server.url)])
    page = context.new_page()
    page.goto("/settings/people/")
    page.click("[data-palette]")
    page.fill("main [name=q]", "settings")
    page.click("main button")
    page.click("main .hits a >> nth=0")
    page.wait_for_url("**/settings/organisation/")
    context.close()
