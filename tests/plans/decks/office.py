"""Files opened in LibreOffice: presentations as a reader sees them, workbooks reckoned anew."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

NEEDS = ("soffice", "localc", "pdftotext", "pdftoppm", "fc-list")
needed = pytest.mark.skipif(
    any(shutil.which(one) is None for one in NEEDS), reason="tools/need-libreoffice says what to install"
)
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def call(*command):
    return subprocess.run(command, check=True, timeout=300, capture_output=True, text=True).stdout


def converted(folder: Path, ending: str, names):
    """Files of a folder in another format, all in one start of LibreOffice."""
    made = folder / ending
    call("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", ending,
         "--outdir", str(made), *(str(folder / name) for name in names))  # fmt: skip
    return [made / f"{Path(name).stem}.{ending}" for name in names]


def reckoned(folder: Path, content: bytes):
    """A workbook with every formula reckoned by LibreOffice: what we gave with them is taken out before."""
    book = load_workbook(io.BytesIO(content))
    book.save(folder / "book.xlsx")
    (made,) = converted(folder, "xlsx", ["book.xlsx"])
    return load_workbook(made, data_only=True)


def seen(folder: Path, names):
    """Presentations of a folder, each as its pages: the words with their places in points, and the picture."""
    return [_pages(paper) for paper in converted(folder, "pdf", names)]


def _pages(paper: Path):
    words, picture = paper.with_suffix(".html"), paper.with_suffix("")
    call("pdftotext", "-bbox", str(paper), str(words))
    call("pdftoppm", "-r", "48", "-png", str(paper), str(picture))
    pages = words.read_text("utf-8").split("<page ")[1:]
    pictures = [Image.open(one).convert("RGB") for one in sorted(paper.parent.glob(f"{picture.name}-*.png"))]
    return [([(*map(float, one[:4]), one[4]) for one in WORD.findall(page)], shown)
            for page, shown in zip(pages, pictures, strict=True)]  # fmt: skip
