"""A passkey, from its making to its removal, in a real Chromium with its virtual authenticator."""

import pytest
from django.core.cache import cache

from browser.looking import assert_accessible, assert_fits
from trousseau.access.models import AuditEvent, Organisation

PASSWORD = "une phrase assez longue"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def nina(organisation, person):
    cache.clear()
    somebody = person("client", name="Nina Roche", email="nina@garonne.example")
    somebody.set_password(PASSWORD)
    somebody.save()
    return somebody


def confirm(page):
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")


def test_a_passkey_is_made_opens_the_door_and_goes(open_page, nina):
    Organisation.objects.update(second_factor_roles=["client"])
    page = open_page(None, "/sign-in/", language="en", phone=True)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    page.fill("input[name=login]", nina.email)
    confirm(page)
    page.wait_for_url("**/settings/security/")  # the role needs a second factor
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.wait_for_url("**/settings/confirm/**")
    confirm(page)
    page.wait_for_url("**/settings/security/passkeys/new/")
    assert_accessible(page)
    page.fill("input[name=name]", "My telephone")
    page.click("text=Add the passkey")
    page.wait_for_url("**/settings/security/codes/")
    page.goto("/settings/security/")
    assert page.locator("tbody th").inner_text() == "My telephone"
    page.get_by_role("link", name="Rename").click()
    page.fill("input[name=name]", "The blue telephone")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/security/")
    assert page.locator("tbody th").inner_text() == "The blue telephone"
    assert_accessible(page)
    assert_fits(page)

    page.context.clear_cookies()
    page.goto("/sign-in/")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.click("text=Sign in with a passkey")
    page.locator("[data-passkey-error]:not([hidden])").wait_for()
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    page.goto("/sign-in/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/settings/sessions/")
    assert "passkey" in page.locator("tbody tr").filter(has_text="This one").inner_text()
    assert_accessible(page)
    assert_fits(page)

    page.goto("/settings/security/")
    page.get_by_role("link", name="Remove").click()
    page.wait_for_url("**/settings/confirm/**")
    confirm(page)
    page.locator("h1", has_text="The blue telephone").wait_for()
    page.click("button:has-text('Remove')")
    page.wait_for_url("**/settings/security/")
    assert page.locator("tbody th").count() == 0
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if "factor" in verb] == ["person.factor_added", "person.factor_removed"]
