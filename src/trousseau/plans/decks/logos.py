"""A logo as it was given, as the picture every file can hold: PNG, small, nothing else in it."""

from __future__ import annotations

import io
import json
import warnings

import typst
from django.utils.translation import gettext as _
from lxml import etree
from PIL import Image, UnidentifiedImageError

LARGEST = 2 * 2**20
"""Bytes of a logo at most."""
DRAWING = 500_000
"""Bytes of one that is drawn (SVG) at most."""
POINTS = 25_000_000
"""Points of a picture at most: it is measured before it is unpacked."""
SIZE = (1000, 400)
"""What is kept of it, in points."""
SHAPES, USES = 5_000, 100
REFUSED = frozenset(
    {"script", "foreignObject", "image", "pattern", "marker", "mask", "filter", "feImage", "iframe", "animate", "set"}
)
"""What a drawing may not hold: what acts, what reaches outside, what multiplies."""


class LogoError(Exception):
    """Why a logo cannot be taken, in one sentence."""


def as_png(content: bytes) -> bytes:
    """The logo as PNG, its transparency kept, at most `SIZE`.

    Raises:
        LogoError: it is too large, no picture, or more than one.
    """
    if len(content) > LARGEST:
        raise LogoError(
            _("The logo has %(n)s MB; at most %(most)s: a few hundred points of breadth are enough.")
            % {"n": round(len(content) / 2**20), "most": LARGEST // 2**20}
        )
    head = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return _small(_drawn(content) if head.startswith((b"<svg", b"<?xml", b"<!--")) else content)


def _small(content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
                if image.width * image.height > POINTS:
                    raise LogoError(
                        _("The logo has %(n)s million points; at most %(most)s.")
                        % {"n": round(image.width * image.height / 1e6), "most": POINTS // 1_000_000}
                    )
                kept = image.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LogoError(_("The logo has far more points than a logo needs: make it smaller.")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise LogoError(_("This is no picture that can be read: give a PNG, a JPEG or an SVG.")) from error
    kept.thumbnail(SIZE)
    written = io.BytesIO()
    kept.save(written, "PNG", optimize=True)
    return written.getvalue()


def _drawn(content: bytes) -> bytes:
    """A drawing as a picture. Typst draws it: nothing in it is run or fetched."""
    if len(content) > DRAWING or b"<!ENTITY" in content or b"<!entity" in content:
        raise LogoError(_("The drawing is too large or holds definitions of its own: give the logo as PNG."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LogoError(_("This is no picture that can be read: give a PNG, a JPEG or an SVG.")) from error
    fault = _fault(root)
    if fault:
        raise LogoError(_("The drawing holds “%(what)s”: give the logo as PNG.") % {"what": fault})
    clean = etree.tostring(root).decode()
    page = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        f'#image(bytes({json.dumps(clean, ensure_ascii=False)}), format: "svg", width: 500pt)'
    )
    try:
        drawn = typst.compile(page.encode(), format="png", ppi=144)
    except (typst.TypstError, RuntimeError) as error:
        raise LogoError(_("This is no picture that can be read: give a PNG, a JPEG or an SVG.")) from error
    return drawn if isinstance(drawn, bytes) else drawn[0]


def _fault(root: etree._Element) -> str:
    shapes = [one for one in root.iter() if isinstance(one.tag, str)]
    uses = [one for one in shapes if _name(one) == "use"]
    if _name(root) != "svg" or len(shapes) > SHAPES or len(uses) > USES:
        return _name(root) if _name(root) != "svg" else _("too much")
    for one in shapes:
        if _name(one) in REFUSED:
            return _name(one)
        for key, value in one.attrib.items():
            name = str(key).rpartition("}")[2].casefold()
            if name.startswith("on") or (name == "href" and not str(value).startswith("#")):
                return name
    repeated = {str(value)[1:] for one in uses for key, value in one.attrib.items() if str(key).endswith("href")}
    for one in shapes:
        if one.get("id") in repeated and any(inner in uses for inner in one.iter()):
            return "use"
    return ""


def _name(one: etree._Element) -> str:
    return str(etree.QName(one).localname)
