"""What each page shows: one dictionary a page, so that views stay ten lines and templates hold no logic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.audit import SENTENCES
from trousseau.access.models import AuditEvent
from trousseau.accounts import access, buttons, charts, exports, filters, listing, panels, period, queries, rows, tabs
from trousseau.accounts.listing import Ask, Sums
from trousseau.accounts.models import Account, Reckoning, TeamRole
from trousseau.figures import svg
from trousseau.ledger import answers
from trousseau.ledger.answers import Window
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.manifest import FactsError

Context = dict[str, Any]
LINE_COLUMNS = (
    "date", "document", "line", "product", "family", "zone", "division", "quantity", "amount", "currency",
    "rate", "revenue", "cost", "source", "row",
)  # fmt: skip


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that is told the count, which the totals row has asked for already."""

    def __init__(self, found: QuerySet[Account], size: int, count: int) -> None:
        super().__init__(found, size)
        self.__dict__["count"] = count


def accounts(request: HttpRequest) -> Context:
    """The list."""
    ask = Ask.of(request.GET.dict())
    reckoning = queries.reckoning()
    found = listing.matching(access.person(request), ask)
    sums = listing.sums(listing.matching(access.person(request), replace(ask, chosen=())), reckoning, ask.chosen)
    ordered = listing.ordered(found, ask.sort).select_related("figures", "group", "manager")
    page = _Counted(ordered, listing.PAGE, sums.accounts).get_page(ask.page)
    shown = list(page.object_list)
    largest = max((account.figures.revenue or Decimal(0) for account in shown), default=Decimal(0))
    columns = tuple(column for column in ask.shown if reckoning.has_costs or not column.needs_costs)
    writer = rows.Writer(ask, reckoning, columns, largest)
    return {
        "ask": ask,
        "reckoning": reckoning,
        "listed": bool(reckoning.at and (sums.accounts or ask.filtered or ask.excluded != "no")),
        "period": rows.written_period(writer.said, reckoning.start, reckoning.end),
        "finding": _finding(ask, sums, writer, reckoning),
        "lead": _lead(ask, sums, writer),
        "heads": writer.heads(),
        "rows": [writer.row(account) for account in shown],
        "totals": writer.totals(sums),
        "page": page,
        "sums": sums,
        "query": ask.query(),
        "chips": _chips(request, ask, shown),
        "columns": [(column, column.name in ask.columns) for column in listing.COLUMNS if _offered(column, reckoning)],
        "movements": listing.MOVEMENTS,
        "excluded_choices": listing.EXCLUDED,
        "classes": listing.CLASSES,
        "choices": _choices(ask, sums),
        "views": queries.views_of(access.person(request)),
        "people": queries.leading() if "manager" in ask.columns or ask.manager else None,
    }


@dataclass(frozen=True)
class Link:
    """One choice of a filter above the list: how many accounts it leaves with the other filters as they are."""

    label: str
    count: int
    url: str
    current: bool


def _choices(ask: Ask, sums: Sums) -> list[tuple[str, list[Link]]]:
    """The filters later apps bring, as links with counts; a choice that leaves nobody is only shown while set."""
    found = sums.choices
    chosen = set(ask.chosen)
    shown = []
    for one in filters.offered():
        pairs = [(choice, (one.name, choice.value)) for choice in one.choices]
        links = [
            Link(
                str(choice.label),
                found[pair],
                _with(ask, one.name, "" if pair in chosen else choice.value),
                pair in chosen,
            )
            for choice, pair in pairs
            if found[pair] or pair in chosen
        ]
        if links:
            shown.append((str(one.label), links))
    return shown


def _with(ask: Ask, name: str, value: str) -> str:
    """The address of the list with one such filter set, or taken away."""
    others = tuple(pair for pair in ask.chosen if pair[0] != name)
    return ask.query(chosen=(*others, (name, value)) if value else others)


def _offered(column: listing.Column, reckoning: Reckoning) -> bool:
    return column.name != "name" and (reckoning.has_costs or not column.needs_costs)


def _finding(ask: Ask, sums: Sums, writer: rows.Writer, reckoning: Reckoning) -> str:
    """The headline: how many accounts, what they make, and how few make most of it."""
    said, base = writer.said, reckoning.base_currency or None
    figures = {
        "n": said.number(sums.accounts),
        "revenue": said.short_amount(sums.revenue, base),
        "few": said.number(sums.class_a),
        "ranked": said.number(sums.ranked),
        "share": said.percent(sums.share),
    }
    if not sums.accounts:
        return _("No account matches.")
    if ask.filtered or ask.excluded != "no":
        text = ngettext(
            "%(n)s account here makes %(revenue)s, %(share)s of sales.",
            "%(n)s accounts here make %(revenue)s, %(share)s of sales.",
            sums.accounts,
        )
    else:
        text = ngettext(
            "%(few)s account of %(ranked)s makes 80%% of the %(revenue)s sold in twelve months.",
            "%(few)s accounts of %(ranked)s make 80%% of the %(revenue)s sold in twelve months.",
            sums.class_a,
        )
    return text % figures


def _lead(ask: Ask, sums: Sums, writer: rows.Writer) -> str:
    """Under the headline of the whole list: those it does not count."""
    silent = sums.accounts - sums.ranked
    if ask.filtered or ask.excluded != "no" or not silent:
        return ""
    text = ngettext(
        "%(n)s other bought nothing in twelve months.", "%(n)s others bought nothing in twelve months.", silent
    )
    return text % {"n": writer.said.number(silent)}


def _chips(request: HttpRequest, ask: Ask, shown: list[Account]) -> list[tuple[str, str]]:
    """The filters at work, each with the address that takes it away."""
    chips = []
    if ask.search:
        chips.append((_("“%(text)s”") % {"text": ask.search}, ask.query(search="")))
    if ask.class_:
        chips.append((_("Class %(class)s") % {"class": ", ".join(ask.class_)}, ask.query(class_="")))
    for name in ("zone", "division"):
        if value := getattr(ask, name):
            label = _("Zone") if name == "zone" else _("Division")
            chips.append((f"{label}: {_('not given') if value == '-' else value}", ask.query(**{name: ""})))
    if ask.group:
        group = next((account.group for account in shown if account.group), None)
        if group is None and ask.group != "none":
            seen = access.visible_to(access.person(request)).filter(group__public_id=ask.group)
            group = next((account.group for account in seen.select_related("group")[:1]), None)
        chips.append((_("Group: %(name)s") % {"name": group or _("none")}, ask.query(group="")))
    if ask.movement:
        chips.append((str(dict(listing.MOVEMENTS)[ask.movement]), ask.query(movement="")))
    if ask.manager:
        person = queries.leading().filter(pk=int(ask.manager)).first() if ask.manager != "none" else None
        chips.append((_("Manager: %(name)s") % {"name": person or _("none")}, ask.query(manager="")))
    chips += [(str(label), _with(ask, name, "")) for name, label in filters.labels(ask.chosen)]
    if ask.excluded != "no":
        chips.append((str(dict(listing.EXCLUDED)[ask.excluded]), ask.query(excluded="no")))
    return chips


def head(request: HttpRequest, found: Account, tab: str) -> Context:
    """What every tab of an account shows above itself, whichever room the tab is of."""
    user = access.person(request)
    reckoning = queries.reckoning()
    return {
        "account": found,
        "figures": getattr(found, "figures", None),
        "reckoning": reckoning,
        "base": reckoning.base_currency or None,
        "tab": tab,
        "tabs": tabs.shown(user, found),
        "sponsor": queries.sponsor(found),
        "buttons": buttons.shown(user, found),
        "class_mark": rows.class_mark(found.figures.class_now) if hasattr(found, "figures") else "",
        "spark": SafeString(svg.spark(found.figures.spark, width=220, height=40)) if _sold(found) else "",
        "may_group": access.may_group(user, found),
        "may_exclude": access.may_exclude(user, found),
        "is_director": "director" in user.roles,
    }


def account(request: HttpRequest, found: Account, tab: str) -> Context:
    """The page of one account: its head, and what the tab shows."""
    context = head(request, found, tab)
    reckoning: Reckoning = context["reckoning"]
    if tab == "history":
        context["events"] = [(event, event_sentence(event)) for event in queries.history(found)]
        return context
    made, window = _asked(request)
    context["window"] = window
    if made is None or window is None:
        return context
    sales = queries.sales(made, [found.key], window, known=queries.known_figures(found, reckoning, window))
    context |= {
        "sales": sales,
        "margin_rate": sales.margin / sales.costed if sales.margin is not None and sales.costed else None,
        "share": queries.share_of_sales(made, window, found, reckoning, sales.revenue),
        "period_detail": period.detail(window),
        **period.picker(request, made, window),
    }
    if tab == "overview":
        context |= _overview(request, found, context)
    return context


def _overview(request: HttpRequest, found: Account, context: Context) -> Context:
    """The first tab: the finding, the chart, the group, what later apps add."""
    user = access.person(request)
    said, sales = rows.language(), context["sales"]
    return {
        "finding": _account_finding(found, context),
        "sales_chart": charts.sales(sales.months, said, sales.base),
        "members": queries.members(user, found),
        "main_panels": panels.shown(request, found, "main"),
        "side_panels": panels.shown(request, found, "side"),
        "managers": queries.leading() if context["is_director"] else None,
    }


def _account_finding(found: Account, context: Context) -> str:
    """The headline of an account: what it makes, how that moved, what it weighs."""
    said, sales, share = rows.language(), context["sales"], context["share"]
    figures = {
        "name": found.name,
        "revenue": said.short_amount(sales.revenue, sales.base),
        "before": said.short_amount(sales.previous, sales.base),
        "change": said.signed_percent(sales.change),
        "share": said.percent(share),
    }
    if not sales.lines:
        return _("%(name)s bought nothing in this period.") % figures
    if share is None:
        return _("%(name)s makes %(revenue)s in this period.") % figures
    if sales.change is None:
        return _("%(name)s makes %(revenue)s, %(share)s of sales.") % figures
    return _("%(name)s makes %(revenue)s, %(share)s of sales, %(change)s on the period before.") % figures


def breakdowns(request: HttpRequest, found: Account) -> Context:
    """Revenue of an account by each dimension, in the period of the address."""
    made, window = _asked(request)
    context: Context = {"account": found, "breakdowns": []}
    if made is None or window is None:
        return context
    return context | {
        "breakdowns": queries.breakdowns(made, [found.key], window),
        "base": made.base,
        "period_detail": period.detail(window),
    }


def lines(request: HttpRequest, found: Account) -> Context:
    """One page of an account's lines in the period of the address; the sum is that of all its lines."""
    made, window = _asked(request)
    context: Context = {"account": found, "window": window}
    if made is None or window is None:
        return context
    number = request.GET.get("page", "1")
    wanted = int(number) if number.isdecimal() and len(number) < 8 else 1
    answer = queries.lines(made, [found.key], window, max(1, wanted))
    pages = Paginator(range(answer.lines), queries.LINES_A_PAGE)
    return context | {
        "lines": answer.table.to_pylist(),
        "count": answer.lines,
        "revenue": answer.revenue,
        "base": made.base,
        "page": pages.get_page(wanted),
        "period_detail": period.detail(window),
        "period_key": window.key,
    }


def lines_file(request: HttpRequest, found: Account, kind: str) -> FileResponse:
    """All lines of an account in the period, as a file."""
    made, window = _asked(request)
    name = f"{found.code or found.name}-{window.key if window else ''}"
    if made is None or window is None:
        return exports.as_file(LINE_COLUMNS, [], kind, name)
    table = answers.account_lines(made, found.key, window, limit=2**31 - 1).table
    read = (row for batch in table.to_batches(max_chunksize=5_000) for row in batch.to_pylist())
    return exports.as_file(LINE_COLUMNS, exports.lines_of(read, LINE_COLUMNS), kind, name)


def event_sentence(event: AuditEvent) -> str:
    """An event of the trail as a sentence with what changed."""
    said = str(SENTENCES.get(event.verb, event.verb))
    before, after = event.before or {}, event.after or {}
    if event.verb in {"account.regrouped", "account.manager_named"}:
        key = "group" if event.verb == "account.regrouped" else "manager"
        none = _("none")
        return _("%(what)s: from %(before)s to %(after)s") % {
            "what": said, "before": before.get(key) or none, "after": after.get(key) or none
        }  # fmt: skip
    if event.verb.startswith("account.member_"):
        return _("%(what)s: %(who)s, %(role)s") % {
            "what": said, "who": after.get("who", ""), "role": TeamRole(after["role"]).label
        }  # fmt: skip
    if event.verb.startswith("space.") and (thing := after.get("what") or after.get("who") or before.get("who")):
        return _("%(what)s: %(thing)s") % {"what": said, "thing": thing}
    return said


def _sold(found: Account) -> bool:
    return hasattr(found, "figures") and any(found.figures.spark)


def _asked(request: HttpRequest) -> tuple[Facts | None, Window | None]:
    """The facts and the window of a request; None before the first import."""
    try:
        made = queries.facts()
    except FactsError:
        return None, None
    return made, period.chosen(request, made)
