"""The company's own segments in words: where they and good or bad disagree, how much they have in common."""

from __future__ import annotations

from decimal import Decimal

from trousseau.figures.language import Language
from trousseau.figures.sentences import Part, sentence


def column_word(name: str, language: Language) -> str:
    """A column as it is called: one that the ledger knows by its word, any other as its file writes it."""
    known = {
        ":division": language.text("Division"),
        ":family": language.text("Product family"),
        ":zone": language.text("Zone"),
    }
    return known.get(name, name)


def disagreement(
    language: Language,
    *,
    best: str,
    least: str,
    bad: int,
    left: Decimal,
    good: int,
    currency: str | None,
) -> tuple[Part, ...]:
    """The bad customers of the best-treated segment, the good ones of the least-treated; `left`: what the bad leave."""
    count, others = Part(language.number(bad), "bad"), Part(language.number(good), "good")
    amount = Part(language.short_amount(abs(left), currency), "bad")
    if bad and left < 0:
        first = language.plural(
            "{n} customer of the best-treated segment “{best}” is bad and takes {amount} back",
            "{n} customers of the best-treated segment “{best}” are bad and take {amount} back",
            bad, n="{n}", best="{best}", amount="{amount}",
        )  # fmt: skip
    elif bad:
        first = language.plural(
            "{n} customer of the best-treated segment “{best}” is bad and leaves only {amount}",
            "{n} customers of the best-treated segment “{best}” are bad and leave only {amount}",
            bad, n="{n}", best="{best}", amount="{amount}",
        )  # fmt: skip
    else:
        first = language.text("No customer of the best-treated segment “{best}” is bad")
    if good:
        second = language.plural(
            "{n} good one sits in “{least}”.", "{n} good ones sit in “{least}”.", good, n="{others}", least="{least}"
        )
    else:
        second = language.text("no good one sits in “{least}”.")
    joined = language.text("{first}; {second}").format(first=first, second=second)
    return sentence(joined, n=count, best=Part(best), amount=amount, others=others, least=Part(least))


def association(language: Language, *, v: float, size: int, enough: bool) -> str:
    """How much the segment says of the class: Cramér's V in words."""
    if v != v:  # noqa: PLR0124 - NaN
        return language.text("Nothing to compare: there is one segment or one class only.")
    written = language.number(v, 2)
    if not enough:
        return language.text(
            "Too few customers to say whether segment and class go together (Cramér’s V {v} over {n}).",
            v=written,
            n=language.number(size),
        )
    if v < 0.1:
        told = language.text("The segment says next to nothing of who is good or bad")
    elif v < 0.3:
        told = language.text("The segment says little of who is good or bad")
    elif v < 0.5:
        told = language.text("The segment and who is good or bad go together somewhat")
    else:
        told = language.text("The segment and who is good or bad go well together")
    return language.text("{told} (Cramér’s V {v}, 0 none, 1 full).", told=told, v=written)


def kind_note(kind: str, values: int, language: Language) -> str:
    """What had to be done to the values of a column; "" where they are as they are."""
    n = language.number(values)
    if kind == "numbers":
        return language.text("{n} different numbers, in bands of about as many customers each.", n=n)
    if kind == "many":
        return language.text("{n} different values: the largest by sales, the others together.", n=n)
    if kind == "own":
        return language.text(
            "{n} different values, most of one customer only: this is no segmentation; the largest are shown.", n=n
        )
    return ""


def problem(code: str, language: Language, **said: object) -> str:
    """What is wrong with a table of segments, and how to mend it."""
    sentences = {
        "segments_unreadable": language.text(
            "The file could not be read as a table: save it as CSV or XLSX, with a first row of column names."
        ),
        "segments_empty": language.text("The file holds no row: write a first row of names, then one row a customer."),
        "segments_columns": language.text(
            "No column names the customer and its segment: call them “Customer code” and “Segment”. "
            "The columns are: {columns}."
        ),
        "segments_no_account": language.text(
            "Row {row}, column “{column}” is empty: write the customer’s code or name."
        ),
        "segments_no_segment": language.text(
            "Row {row}, column “{column}” is empty: write its segment, or take the row out."
        ),
        "segments_too_long": language.text("Row {row}: “{value}” is too long for a segment: 200 signs at most."),
        "segments_twice": language.text(
            "Row {row}: “{value}” is in row {other} already: a customer has one segment, keep one of them."
        ),
        "segments_strangers": language.text(
            "No row names a customer of the ledger, the first being “{value}”: write the codes as in the sales lines."
        ),
        "segments_name": language.text("Give the segmentation a name of 80 signs at most."),
    }  # fmt: skip
    return sentences[code].format(**said)
