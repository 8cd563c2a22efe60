"""The words for what parameters name: fields, kinds of files, orders of dates, separators."""

from __future__ import annotations

from trousseau.figures.problems.marking import gettext_noop as _

FIELDS = {
    "customer": _("customer"),
    "code": _("customer code"),
    "group": _("group"),
    "document": _("document number"),
    "line": _("line number"),
    "date": _("date"),
    "amount": _("amount"),
    "currency": _("currency"),
    "product": _("product"),
    "family": _("product family"),
    "division": _("division"),
    "zone": _("zone"),
    "quantity": _("quantity"),
    "cost": _("cost"),
    "discount": _("discount"),
}

KINDS = {
    "pdf": _("a PDF"),
    "image": _("an image"),
    "html": _("a web page"),
    "xml": _("an XML file"),
    "json": _("a JSON file"),
    "sqlite": _("a database"),
    "word": _("a text document"),
    "powerpoint": _("a presentation"),
    "arrow": _("an Arrow file"),
    "archive": _("an archive"),
    "outlook": _("an e-mail"),
    "unknown": _("made of bytes that are not text"),
}

ORDERS = {"dmy": _("day/month/year"), "mdy": _("month/day/year"), "ymd": _("year/month/day")}

MARKS = {
    ",": _("comma"),
    ".": _("point"),
    ";": _("semicolon"),
    "\t": _("tab"),
    "|": _("vertical bar"),
    " ": _("space"),
    ":": _("colon"),
}
