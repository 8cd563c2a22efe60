"""A workbook being written: typed cells, formulas that go on reckoning, the company's colour and logo.

What people wrote is written as text, never as a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

import xlsxwriter
from PIL import Image
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from trousseau.figures.export import neutral
from trousseau.plans.decks.drawing import words as plain
from trousseau.plans.decks.powerpoint import Look
from trousseau.plans.decks.template import BRAND

Value = str | int | float | Decimal | dt.date | None

HEAD = 30
"""The height of the heads, in points: two lines."""


class Book:
    """A workbook being written: sheets of typed cells under bold heads."""

    def __init__(self, look: Look) -> None:
        self.look, self._content = look, io.BytesIO()
        self.brand = look.brand or BRAND
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book: Workbook = xlsxwriter.Workbook(self._content, options)
        self.formats = {
            "bold": self.book.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "font_color": self.brand}
            ),
            "date": self.book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "text": self.book.add_format({"text_wrap": True, "valign": "top"}),
            "money": self.book.add_format({"num_format": "#,##0", "valign": "top"}),
            "share": self.book.add_format({"num_format": "0%", "valign": "top"}),
            "rate": self.book.add_format({"num_format": "+0.0%;-0.0%;0.0%", "valign": "top"}),
            "figure": self.book.add_format({"num_format": "#,##0.0", "valign": "top"}),
        }

    def sheet(self, name: str, heads: Sequence[str], widths: Sequence[float]) -> Worksheet:
        """A sheet with its heads; it prints on one page's breadth."""
        page = self.book.add_worksheet(plain(name)[:31])
        page.freeze_panes(1, 1)
        page.set_row(0, HEAD)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            page.write_string(0, column, plain(head), self.formats["bold"])
            page.set_column(column, column, width)
        return page

    def put(self, page: Worksheet, row: int, values: Sequence[Value], looks: Mapping[int, str] | None = None) -> None:
        """One row by the types of its values; `looks`: columns whose numbers are no whole amounts."""
        looks = looks or {}
        for column, value in enumerate(values):
            if value is None:
                continue
            if isinstance(value, str):
                page.write_string(row, column, neutral(plain(value)), self.formats["text"])
            elif isinstance(value, dt.date):
                page.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), self.formats["date"])  # noqa: DTZ001 - a day
            else:
                page.write_number(row, column, float(value), self.formats[looks.get(column, "money")])

    def formula(self, page: Worksheet, at: tuple[int, int], said: str, value: float, look: str) -> None:
        """A formula of ours with what it gives today, for readers that do not reckon."""
        page.write_formula(*at, said, self.formats[look], value)

    def logo(self, page: Worksheet) -> None:
        """The logo beside the figures, at most 60 points high; nothing where there is none."""
        if self.look.logo is None:
            return
        with Image.open(io.BytesIO(self.look.logo)) as image:
            scale = min(200 / image.width, 60 / image.height)
        content = io.BytesIO(self.look.logo)
        place = {"image_data": content, "x_scale": scale, "y_scale": scale, "description": "Logo"}
        page.insert_image(0, 3, "logo.png", place)

    def written(self) -> bytes:
        """The file."""
        self.book.close()
        return self._content.getvalue()


def quoted(name: str) -> str:
    """A sheet's name as a formula writes it."""
    return "'" + plain(name)[:31].replace("'", "''") + "'"


def same(text: str) -> str:
    """A text as a formula compares with it."""
    return '"' + plain(text).replace('"', '""') + '"'
