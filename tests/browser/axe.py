"""axe-core, run inside a page by the browser's own door: the page's policy stays as strict as it is."""

from functools import cache
from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page) -> list[str]:
    """Give what axe finds, one line a broken rule with the elements it is broken by."""
    page.evaluate(_source())
    found = page.evaluate("tags => axe.run(document, {runOnly: tags}).then(result => result.violations)", TAGS)
    return [
        f"{page.url}: {one['id']} ({one['impact']}): {one['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['failureSummary'][:300]}" for node in one["nodes"][:4])
        for one in found
    ]


def assert_accessible(page) -> None:
    """Fail with what axe finds."""
    found = violations(page)
    assert not found, "\n".join(found)


def assert_fits(page) -> None:
    """Fail when the page is wider than its window: only tables scroll sideways, in their frame."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than its window"
