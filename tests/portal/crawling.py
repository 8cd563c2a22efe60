"""Walk a site as one person of a client: every link from their first page on, and what each page says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import urljoin, urlsplit

LINK = re.compile(r'(?:href|src|action|hx-get|hx-post)="([^"#]+)')
LEAVING = ("/sign-out/", "/static/", "/language/", "/theme/")
MOST = 400


def walk(browser, starts: Iterable[str] = ("/",)) -> dict[str, str]:
    """Every page that links lead to, by its address: what it answered as text; asks with GET alone."""
    found: dict[str, str] = {}
    ahead = list(starts)
    while ahead and len(found) < MOST:
        address = ahead.pop(0)
        if address in found:
            continue
        answer = browser.get(address)
        if answer.status_code in {301, 302}:
            found[address] = ""
            ahead.append(urljoin(address, answer["Location"]))
            continue
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        readable = answer["Content-Type"].startswith(("text/", "application/json", "image/svg"))
        found[address] = unescape(body.decode()) if readable and answer.status_code == 200 else ""
        if readable:
            ahead += [one for one in _links(address, found[address]) if one not in found]
    return found


def _links(page: str, text: str) -> list[str]:
    here = [urljoin(page, one) for one in LINK.findall(text)]
    paths = [(urlsplit(one), one) for one in here]
    return [
        one if "?" not in one else f"{at.path}?{at.query}"
        for at, one in paths
        if not at.netloc and at.scheme in {"", "http"} and not at.path.startswith(LEAVING)
    ]
