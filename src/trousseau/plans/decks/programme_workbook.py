"""The review of the programme as an Excel workbook: its totals are reckoned from the sheets behind them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.worksheet import Worksheet

from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.figures.language import MISSING
from trousseau.method.delivered import between, year_to
from trousseau.plans.decks.book import Book, Value, quoted, same
from trousseau.plans.decks.composing import TITLES
from trousseau.plans.decks.powerpoint import Look
from trousseau.plans.decks.programme_slides import Whole
from trousseau.plans.models import Action, Condition, Plan, Progress, State, Unit
from trousseau.plans.models.value import Category, Opinion
from trousseau.plans.pages import health as health_page
from trousseau.plans.pages.kpis import rows as kpi_rows
from trousseau.plans.queries import kpis, value
from trousseau.plans.queries.programme import KEY


def of_programme(user: User, look: Look | None = None) -> bytes:
    """The workbook of all plans someone sees, in the language in force."""
    whole, book = Whole(user), Book(look or Look())
    summary = book.sheet(str(TITLES["programme"]), (_("What"), _("Figure")), (48, 24))
    book.logo(summary)
    accounts = _accounts(book, whole)
    plans = _plans(book, whole)
    _kpis(book, whole)
    late = _late(book, whole)
    entries = _value(book, whole)
    _summary(book, whole, summary, (accounts, plans, late, entries))
    return book.written()


def _summary(book: Book, whole: Whole, page: Worksheet, behind: Sequence[int]) -> None:
    """The figures of the page of the programme, each reckoned from the rows it counts."""
    accounts, plans, late, entries = behind
    brought = value.totals(whole.delivered, timezone.localdate())
    review, kept = whole.review, whole.review.kept
    said: list[tuple[str, Value]] = [
        (_("Company"), Organisation.current().name), (_("On that day"), timezone.localdate()),
        (_("Seen by"), str(whole.user)),
    ]  # fmt: skip
    for at, row in enumerate(said, 1):
        book.put(page, at, row)
    yes, no_plan = same(_("yes")), '""'
    key = _cells(_("Accounts"), "D", accounts)
    has_plan, sold, before = (_cells(_("Accounts"), letter, accounts) for letter in "EFG")
    state, health = (_cells(_("Health"), letter, plans) for letter in "CD")
    days, stake = (_cells(_("Late actions"), letter, late) for letter in "EF")
    opinion, year = (_cells(_("Value delivered"), letter, entries) for letter in "HI")
    confirmed, unsaid = (same(str(Opinion(one).label)) for one in (Opinion.CONFIRMED, Opinion.UNSAID))
    first = len(said) + 1
    figures: list[tuple[str, str, float, str]] = [
        (_money(_("Sales of key accounts, 12 months"), whole),
         f"=SUMIF({key},{yes},{sold})", float(review.sales or 0), "money"),
        (_money(_("The year before"), whole), f"=SUMIF({key},{yes},{before})", float(review.before or 0), "money"),
        (_("Change in sales"), f"=IFERROR(B{first + 1}/B{first + 2}-1,0)",
         float(review.sales / review.before - 1) if review.sales and review.before else 0, "rate"),
        (_("Key accounts"), f"=COUNTIF({key},{yes})", review.key_accounts, "money"),
        (_("Key accounts without a plan"), f"=COUNTIFS({key},{yes},{has_plan},{no_plan})",
         review.key_accounts - review.planned, "money"),
        (_("Plans"), f"=COUNTA({state})", review.plans.plans, "money"),
        (_("Plans approved"), f"=COUNTIF({state},{same(str(State.APPROVED.label))})",
         review.plans.plans - review.plans.drafts, "money"),
        *((label, f"=COUNTIF({health},{same(str(Condition(one).label))})", review.plans.states[one], "money")
          for one, label in _conditions()),
        (_("Late actions"), f'=COUNTIF({days},">0")', review.plans.late, "money"),
        (_money(_("At stake in them"), whole), f"=SUM({stake})", float(review.plans.at_stake or 0), "money"),
        (_money(_("Value confirmed, 12 months"), whole),
         f"=SUMIF({opinion},{confirmed},{year})", float(review.brought.year), "money"),
        (_money(_("Value to be confirmed, 12 months"), whole),
         f"=SUMIF({opinion},{unsaid},{year})", float(brought.open), "money"),
    ]  # fmt: skip
    at = first
    for label, formula, today, look in figures:
        book.put(page, at, (label,))
        book.formula(page, (at, 1), formula, today, look)
        at += 1
    book.put(page, at, (_("Commitments due, 12 months"), kept.due))
    book.put(page, at + 1, (_("of them kept in time"), kept.on_time))
    if kept.share is None or kept.too_few:
        book.put(page, at + 2, (_("Commitments kept in time"), MISSING))
    else:
        book.put(page, at + 2, (_("Commitments kept in time"),))
        book.formula(page, (at + 2, 1), f"=B{at + 2}/B{at + 1}", kept.share, "share")


def _conditions() -> tuple[tuple[str, str], ...]:
    return (
        (Condition.GOOD, _("Plans on course")),
        (Condition.WATCH, _("Plans to watch")),
        (Condition.BAD, _("Plans in danger")),
        (Condition.UNKNOWN, _("Plans of unknown health")),
    )


def _accounts(book: Book, whole: Whole) -> int:
    """Key accounts, and others with a plan, those that buy most first; gives how many there are."""
    heads = (
        _("Account"), _("Code"), _("Manager"), _("Key account"), _("Plan"), _money(_("12 months"), whole),
        _money(_("The year before"), whole), _("Change in sales"),
    )  # fmt: skip
    page = book.sheet(_("Accounts"), heads, (36, 14, 24, 10, 16, 18, 18, 12))
    plans = {plan.account_id: plan for plan in whole.plans}
    found = list(_told_of(whole.user, plans))
    for at, each in enumerate(found, 1):
        figures, ranked = getattr(each, "figures", None), getattr(each, "ranked", None)
        is_key = ranked is not None and ranked.tier == KEY and not each.excluded
        sold, before = (figures.revenue, figures.previous) if figures else (None, None)
        plan = plans.get(each.pk)
        book.put(page, at, (each.name, each.code, str(each.manager or ""), _("yes") if is_key else _("no"),
                            str(State(plan.state).label) if plan else None, sold, before))  # fmt: skip
        if sold is not None and before:
            book.formula(page, (at, 7), f"=F{at + 1}/G{at + 1}-1", float(sold / before - 1), "rate")
    page.autofilter(0, 0, max(1, len(found)), len(heads) - 1)
    return len(found)


def _told_of(user: User, plans: dict[int, Plan]) -> QuerySet[Account]:
    found = access.visible_to(user).filter(Q(ranked__tier=KEY, excluded=False) | Q(pk__in=list(plans)))
    return found.select_related("manager", "figures", "ranked").order_by("-figures__revenue", "name")


def _plans(book: Book, whole: Whole) -> int:
    """Every plan with its health and why."""
    heads = (
        _("Account"), _("Manager"), _("State"), _("Health"), _("Score, of 100"), _("Done"), _("Due by today"),
        _("Ahead of it"), _("What weighs most"), _("From"), _("Until"),
    )  # fmt: skip
    page = book.sheet(_("Health"), heads, (36, 24, 14, 18, 10, 10, 12, 12, 60, 12, 12))
    looks = {5: "share", 6: "share"}
    for at, plan in enumerate(whole.plans, 1):
        sound = health_page.kept(plan, whole.said)
        score = None if sound is None or sound.score is None else sound.score * 100
        book.put(page, at, (
            plan.account.name, str(plan.account.manager or ""), str(State(plan.state).label),
            sound.word if sound else str(Condition.UNKNOWN.label), score,
            sound.done if sound else None, sound.expected if sound else None, None, sound.reason if sound else "",
            plan.starts, plan.ends,
        ), looks)  # fmt: skip
        if sound and sound.done is not None and sound.expected is not None:
            book.formula(page, (at, 7), f"=F{at + 1}-G{at + 1}", sound.done - sound.expected, "rate")
    page.autofilter(0, 0, max(1, len(whole.plans)), len(heads) - 1)
    return len(whole.plans)


def _kpis(book: Book, whole: Whole) -> None:
    """Every indicator with its last reading and how far it has come."""
    heads = (
        _("Account"), _("Indicator"), pgettext("an indicator", "Owner"), _("Unit"), _("Baseline"), _("Target"),
        _("Day of the target"), _("Last reading"), _("Read on"), _("Expected"), _("Way gone"), _("State"),
    )  # fmt: skip
    page = book.sheet(_("Indicators"), heads, (30, 40, 22, 20, 14, 14, 12, 14, 12, 14, 10, 30))
    looks = dict.fromkeys((4, 5, 7, 9), "figure")
    found = list(kpis.matching(whole.user, kpis.Ask()))
    for at, (kpi, row) in enumerate(zip(found, kpi_rows(found, whole.said), strict=True), 1):
        stands = getattr(kpi, "standing", None)
        read = stands.value if stands else None
        book.put(page, at, (
            kpi.plan.account.name, kpi.name, str(kpi.owner or ""), str(Unit(kpi.unit).label), kpi.baseline, kpi.target,
            kpi.target_on, read, stands.on if stands else None, stands.expected if stands else None, None,
            row.mark.words,
        ), looks)  # fmt: skip
        if read is not None and kpi.baseline is not None and kpi.target is not None and kpi.baseline != kpi.target:
            gone = float((read - kpi.baseline) / (kpi.target - kpi.baseline))
            book.formula(page, (at, 10), f"=(H{at + 1}-E{at + 1})/(F{at + 1}-E{at + 1})", gone, "share")
    page.autofilter(0, 0, max(1, len(found)), len(heads) - 1)


def _late(book: Book, whole: Whole) -> int:
    """Every action that is late, the longest first; days go on counting."""
    heads = (
        _("Account"), _("What"), _("Who"), _("When"), _("Days late"), _money(_("At stake"), whole), _("Done"),
        _("Objective"),
    )  # fmt: skip
    page = book.sheet(_("Late actions"), heads, (30, 50, 24, 12, 10, 16, 8, 40))
    today, knows = timezone.localdate(), may(whole.user, "read_contacts")
    found = Action.objects.filter(plan__in=whole.plans, state=Progress.OPEN, due__lt=today)
    late = list(found.select_related("plan__account", "owner", "contact", "objective").order_by("due", "pk"))
    for at, each in enumerate(late, 1):
        who = str(each.owner) if each.owner else each.contact.name if each.contact and knows else ""
        book.put(page, at, (each.plan.account.name, each.what, who, each.due, None, each.stake_amount, each.done / 100,
                            str(each.objective or "")), {6: "share"})  # fmt: skip
        book.formula(page, (at, 4), f"=MAX(0,TODAY()-D{at + 1})", (today - each.due).days, "money")
    page.autofilter(0, 0, max(1, len(late)), len(heads) - 1)
    return len(late)


def _value(book: Book, whole: Whole) -> int:
    """What was brought to clients, and what of it fell within the last twelve months."""
    heads = (
        _("Account"), _("What the client has of it"), _("Category"), _("Since"), _("Until"),
        _money(_("Amount that counts"), whole), _("every year"), _("Opinion of the client"),
        _money(_("Over 12 months"), whole),
    )  # fmt: skip
    page = book.sheet(_("Value delivered"), heads, (30, 50, 18, 12, 12, 16, 10, 18, 16))
    today = timezone.localdate()
    for at, each in enumerate(whole.delivered, 1):
        brought = each.brought
        year = between(brought, year_to(today), today) if brought else None
        book.put(page, at, (
            each.account.name, each.what, str(Category(each.category).label), each.since, each.until, each.counted,
            _("yes") if each.yearly else _("no"), str(Opinion(each.opinion).label), year,
        ))  # fmt: skip
    page.autofilter(0, 0, max(1, len(whole.delivered)), len(heads) - 1)
    return len(whole.delivered)


def _cells(sheet: str, letter: str, rows: int) -> str:
    """The column of a sheet with so many rows; one row at least, so that a formula has where to look."""
    return f"{quoted(sheet)}!${letter}$2:${letter}${max(rows, 1) + 1}"


def _money(label: str, whole: Whole) -> str:
    """A label with the currency of its amounts."""
    return f"{label} ({whole.base})" if whole.base else label
