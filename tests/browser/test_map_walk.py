"""The map of people built with a mouse as one does it: dragged, joined, narrowed, taken away as a picture."""

from __future__ import annotations

from base64 import b64encode

import pytest
from django.utils import timezone

from browser.looking import assert_accessible, assert_fits
from trousseau.accounts import access
from trousseau.knowledge.models import Contact, Influence, ReportingLine

PLACE = """name => {
  const frame = document.querySelector("[data-map]"), box = frame.getBoundingClientRect();
  const {x, y} = frame._cyreg.cy.nodes().filter(node => node.data("name") === name).renderedPosition();
  return [box.x + x, box.y + y];
}"""
COLOURS = """async address => {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height), pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0);
  const dots = new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return new Set(dots).size;
}"""


@pytest.fixture
def client_of(cast, organisation):
    """A client of so many people, each but the first below another: `client_of(3)`."""

    def make(count):
        account = access.every_account().create(key="C1", code="C1", name="Alstrom SA", manager=cast["manager"])
        people = [
            Contact(account=account, name=f"Person {at}", title="Buyer", unit="Paris" if at % 2 else "Vesoul",
                    buying_role="" if at else "decides", said_on=timezone.localdate())
            for at in range(count)
        ]  # fmt: skip
        made = Contact.objects.bulk_create(people)
        lines = [ReportingLine(person=one, boss=made[at // 5]) for at, one in enumerate(made[1:])]
        ReportingLine.objects.bulk_create(lines if count > 5 else lines[:1])
        return f"/accounts/{account.public_id}/map/", made

    return make


def ready(page):
    page.wait_for_function("document.querySelector('[data-map]')?.ready")


def drag(page, name, *, to):
    """Take someone's card with the mouse and let go over another's, or so many pixels away."""
    page.locator(".map-legend").scroll_into_view_if_needed()
    x, y = page.evaluate(PLACE, name)
    over = page.evaluate(PLACE, to) if isinstance(to, str) else (x + to[0], y + to[1])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + over[0]) / 2, (y + over[1]) / 2, steps=4)
    page.mouse.move(*over, steps=4)
    page.mouse.up()


def test_a_map_is_built_with_the_mouse_and_taken_away(visit, client_of):
    address, (boss, below, third) = client_of(3)
    page = visit("manager", address, language="en")
    ready(page)
    drag(page, "Person 2", to=(60, 80))
    page.get_by_text("Saved.").wait_for()
    third.refresh_from_db()
    placed = (third.x, third.y)
    assert None not in placed
    page.reload()
    ready(page)
    frame = page.locator("[data-map]")
    assert frame.evaluate("it => it._cyreg.cy.nodes().filter(n => n.data('name') === 'Person 2').position().x") == (
        pytest.approx(placed[0] + 86, abs=0.2)
    )

    page.get_by_role("button", name="Draw influence").click()
    drag(page, "Person 1", to="Person 0")
    page.get_by_text("The line is drawn.").wait_for()
    assert (Influence.objects.get().by, Influence.objects.get().on) == (below, boss)
    ready(page)
    page.get_by_role("button", name="Draw reporting line").click()
    drag(page, "Person 2", to="Person 1")
    page.get_by_text("The line is drawn.").wait_for()
    assert ReportingLine.objects.filter(person=third, boss=below).exists()

    ready(page)
    page.get_by_label("Unit").select_option("Vesoul")
    assert page.locator("[data-person]:visible").count() == 2
    page.get_by_label("Unit").select_option("")
    page.get_by_label("Download the map").click()
    with page.expect_download() as told:
        page.locator("[data-map-png]").click()
    assert told.value.suggested_filename.endswith(".png")
    page.keyboard.press("Escape")
    assert page.evaluate(COLOURS, "data:image/png;base64," + b64encode(told.value.path().read_bytes()).decode()) > 20

    page.get_by_text("Draw a line").click()
    page.locator("#map-draw [name=from]").select_option(label="Person 0")
    page.locator("#map-draw [name=to]").select_option(label="Person 2")
    page.get_by_role("button", name="Draw", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("The line is drawn.").wait_for()
    assert Influence.objects.filter(by=boss, on=third).exists()
    assert_accessible(page)


@pytest.mark.parametrize("phone", [False, True])
def test_a_large_house_is_read_from_the_top(visit, client_of, phone):
    address, _people = client_of(120)
    page = visit("manager", address, language="en", theme="dark", phone=phone)
    ready(page)
    assert "The top of 120 people" in page.locator("#map-notice").inner_text()
    shown = "document.querySelector('[data-map]')._cyreg.cy.nodes(':visible').length"
    assert page.evaluate(shown) <= 24
    assert page.evaluate("document.querySelector('[data-map]')._cyreg.cy.zoom()") > (0.25 if phone else 0.5)
    page.locator("[data-zoom=all]").click()
    assert page.evaluate(shown) == 120
    box = page.evaluate("document.querySelector('[data-map]')._cyreg.cy.elements().renderedBoundingBox()")
    room = page.locator("[data-map]").bounding_box()
    assert box["w"] * box["h"] > room["width"] * room["height"] / 3
    assert_fits(page)
