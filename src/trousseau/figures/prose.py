"""Text that people write, as safe HTML: Markdown, and of HTML only what a note needs."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

LONGEST = 50_000
"""Signs in one text; forms refuse more with a sentence."""
_TAGS = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "h4", "h5", "hr"}
_READER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")


def prose(text: str) -> Markup:
    """Markdown as HTML that can do no harm: no script, style, image or frame, links to the web and to mail only.

    HTML that was written into the text is shown as it was typed.
    """
    made = _READER.render(text[:LONGEST])
    clean = nh3.clean(
        made,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)  # noqa: S704 - cleaned by nh3 just above
