"""axe-core, run inside a page by the browser's own door: the page's policy stays as strict as it is."""

from functools import cache
from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": TAGS}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""What the dark can change."""
BUT_CONTRAST = {"runOnly": TAGS, "rules": {"color-contrast": {"enabled": False}}}
"""What a narrow window can change."""
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SETTLED = """
Promise.race([
  new Promise(drawn => {
    const look = () => [...document.querySelectorAll('.chart[data-chart]')]
      .every(one => !one.clientWidth || one.querySelector('svg')) ? requestAnimationFrame(drawn) : setTimeout(look, 20);
    requestAnimationFrame(look);
  }).then(() => Promise.allSettled(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime !== Infinity).map(one => one.finished))),
  new Promise(done => setTimeout(done, 3000)),
])
"""
"""Charts are drawn and what fades to another colour has faded; what is not shown may never begin to: three seconds."""


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page, asked=EVERYTHING) -> list[str]:
    """Give what axe finds, one line a broken rule with the elements it is broken by."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found = page.evaluate("asked => axe.run(document, asked).then(result => result.violations)", asked)
    return [
        f"{page.url}: {one['id']} ({one['impact']}): {one['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['failureSummary'][:300]}" for node in one["nodes"][:4])
        for one in found
    ]


def assert_accessible(page, asked=EVERYTHING) -> None:
    """Fail with what axe finds."""
    found = violations(page, asked)
    assert not found, "\n".join(found)


def assert_fits(page) -> None:
    """Fail when the page is wider than its window: only tables scroll sideways, in their frame."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than its window"


def looked_at(page, path=None) -> None:
    """Open a page, or wait for the one that is opening, and look at it as it is."""
    if path is not None:
        page.goto(path)
    _settled(page)
    assert page.locator("h1").count() == 1, page.url
    assert_accessible(page)
    assert_fits(page)


def looked_at_from_all_sides(page, path=None) -> None:
    """Look at a page in a wide window, then in the dark, then on a telephone: opened once, as that costs most."""
    looked_at(page, path)
    page.emulate_media(color_scheme="dark")
    _settled(page)
    assert_accessible(page, CONTRAST)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    _settled(page)
    assert_accessible(page, BUT_CONTRAST)
    assert_fits(page)
    page.set_viewport_size(DESKTOP)


def _settled(page) -> None:
    """Charts are drawn, and what answers to another size or theme has answered."""
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)
