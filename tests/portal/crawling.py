"""Walk a site as one person of a client: every link from their first page on, and what each page says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import urljoin, urlsplit

LINK = re.compile(r'(?:href|src|action|hx-get|hx-post)="([^"#]+)')
LEAVING = ("/sign-out/", "/static/", "/language/", "/theme/")
TELLING = ("Content-Disposition", "Location", "Content-Type", "ETag", "Link")
MOST = 400


def walk(browser, starts: Iterable[str] = ("/",)) -> dict[str, str]:
    """Every page that links lead to, by its address: what it answered as text, headers first; asks with GET alone."""
    found: dict[str, str] = {}
    ahead = list(starts)
    while ahead and len(found) < MOST:
        address = ahead.pop(0)
        if address in found:
            continue
        answer = browser.get(address)
        found[address] = told(answer)
        if answer.status_code in {301, 302}:
            ahead.append(urljoin(address, answer["Location"]))
        ahead += [one for one in links(address, found[address]) if one not in found]
    return found


def told(answer) -> str:
    """All that an answer tells: its headers, names of files among them, and its text, whatever its status."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    readable = answer.get("Content-Type", "").startswith(("text/", "application/json", "image/svg"))
    heads = "\n".join(f"{name}: {answer[name]}" for name in TELLING if name in answer)
    return f"{heads}\n{unescape(body.decode()) if readable else ''}"


def links(page: str, text: str) -> list[str]:
    """The addresses of this site that a page leads to."""
    here = [urljoin(page, one) for one in LINK.findall(text)]
    paths = [(urlsplit(one), one) for one in here]
    return [
        one if "?" not in one else f"{at.path}?{at.query}"
        for at, one in paths
        if not at.netloc and at.scheme in {"", "http"} and not at.path.startswith(LEAVING)
    ]
