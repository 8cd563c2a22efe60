"""The pages of matching: what there is to work with, and one proposal beside today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures.language import Language
from trousseau.figures.matching import clash_text
from trousseau.method.matching import Clash
from trousseau.portfolio import words
from trousseau.staffing.models import MatchingRule, Proposal, Rivalry
from trousseau.staffing.queries.cases import Case, case, rivalries, rules

ROWS = 60
CHOICES = 12


@dataclass(frozen=True)
class MatchingPage:
    """What there is to work with."""

    finding: str
    lead: str
    proposals: tuple[Proposal, ...]
    rules: tuple[MatchingRule, ...]
    rivalries: tuple[Rivalry, ...]
    accounts: tuple[str, ...]
    managers: tuple[User, ...]
    problem: str
    typed: Mapping[str, str]


def proposals_of(user: User) -> tuple[Proposal, ...]:
    """Those someone may see: a director all, a head their own."""
    rows = Proposal.objects.select_related("created_by", "decided_by")
    return tuple((rows if "director" in user.roles else rows.filter(created_by=user))[:50])


def page(user: User, *, problem: str = "", typed: Mapping[str, str] | None = None) -> MatchingPage:
    """The start of matching."""
    language, given = words.language(), case(user)
    seen = {one.account for one in (*given.accounts, *given.apart)}
    asked, there = float(given.demand.sum()), float(given.capacity.sum())
    finding = ngettext(
        "{n} account asks {asked} days a month; {managers} managers have {there}.",
        "{n} accounts ask {asked} days a month; {managers} managers have {there}.",
        len(given.accounts),
    ).format(
        n=language.number(len(given.accounts)), asked=language.number(asked, 1),
        managers=language.number(len(given.managers)), there=language.number(there, 1),
    )  # fmt: skip
    return MatchingPage(
        finding=finding,
        lead=_lead(given, language),
        proposals=proposals_of(user),
        rules=tuple(one for one in rules() if one.account_id in seen),
        rivalries=tuple(one for one in rivalries() if any(account.pk in seen for account in one.accounts.all())),
        accounts=tuple(one.name for one in given.accounts[:2_000]),
        managers=tuple(one.user for one in given.managers),
        problem=problem,
        typed=typed or {},
    )


def _lead(given: Case, language: Language) -> str:
    parts = []
    if given.apart:
        parts.append(
            ngettext(
                "{n} account of which no days are known stays where it is.",
                "{n} accounts of which no days are known stay where they are.",
                len(given.apart),
            ).format(n=language.number(len(given.apart)))
        )
    silent = [str(one.user) for one in given.managers if one.available is None]
    if silent:
        parts.append(
            _("The days of {names} are not known: they are given no more than they carry today.").format(
                names=language.listed(silent[:5] + (["…"] if len(silent) > 5 else []))
            )
        )
    return " ".join(parts)


@dataclass(frozen=True)
class Choice:
    """A manager an account could have."""

    key: int
    name: str
    fit: str
    cost: str
    """Against the one proposed."""
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One account of a proposal."""

    key: int
    public_id: str
    name: str
    zone: str
    days: str
    today: str
    proposed: str
    manager: int
    fit: str
    fit_today: str
    why: str
    by_hand: bool
    choices: tuple[Choice, ...]
    backup: int | None
    backup_name: str


@dataclass(frozen=True)
class LoadRow:
    """One manager before and after."""

    key: int
    name: str
    before: str
    after: str
    available: str
    share: float | None
    over: bool
    accounts_before: int
    accounts_after: int
    held: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ProposalPage:
    """All that the template shows of one proposal."""

    proposal: Proposal
    finding: str
    lead: str
    clashes: tuple[str, ...]
    broken: tuple[str, ...]
    """Rules that the proposal breaks after it was changed by hand."""
    changed: tuple[Row, ...]
    kept: tuple[Row, ...]
    kept_total: int
    loads: tuple[LoadRow, ...]
    managers: tuple[User, ...]
    open: bool
    may_decide: bool
    problem: str


def proposal_page(user: User, proposal: Proposal, *, problem: str = "", focus: str = "") -> ProposalPage:
    """One proposal beside today."""
    language = words.language()
    given = case(user)
    view = _View(given, proposal, language)
    still = proposal.state in {Proposal.State.DRAFT, Proposal.State.PROPOSED}
    changed = [
        row for row in range(len(given.accounts)) if view.after[row] != view.before[row] and view.after[row] >= 0
    ]
    kept = [row for row in range(len(given.accounts)) if view.after[row] == view.before[row] and view.after[row] >= 0]
    kept.sort(key=lambda row: focus != str(given.accounts[row].account))
    impossible = proposal.state == Proposal.State.IMPOSSIBLE
    return ProposalPage(
        proposal=proposal,
        finding=view.finding(len(changed)),
        lead="" if impossible else view.lead(),
        clashes=tuple(_clashes(proposal, language)) if impossible else (),
        broken=tuple(view.broken()) if not impossible else (),
        changed=tuple(view.row(one) for one in changed[: 4 * ROWS]),
        kept=tuple(view.row(one) for one in kept[:ROWS]),
        kept_total=len(kept),
        loads=() if impossible else tuple(view.loads()),
        managers=tuple(one.user for one in given.managers),
        open=still,
        may_decide=may(user, "decide_matching"),
        problem=problem,
    )


def _clashes(proposal: Proposal, language: Language) -> list[str]:
    said = proposal.outcome
    found = []
    for one in said.get("clashes", [])[:8]:
        params: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}
        clash = Clash(**params)
        found.append(clash_text(clash, said["accounts"], said["managers"], language))
    return found


class _View:
    """A proposal over today's case."""

    def __init__(self, given: Case, proposal: Proposal, language: Language) -> None:
        self.given, self.proposal, self.language = given, proposal, language
        at = given.people
        keys = [str(one.account) for one in given.accounts]
        known = proposal.assigned
        self.before = np.array([at.get(proposal.before.get(key) or 0, -1) for key in keys], dtype=np.int64)
        self.after = np.array([at.get(known.get(key) or 0, -1) if key in known else -1 for key in keys], dtype=np.int64)
        self.computed = np.array([at.get(proposal.computed.get(key) or 0, -1) for key in keys], dtype=np.int64)
        self.fit = given.fit.middle
        self.load_before = self._load(self.before)
        self.load_after = self._load(self.after)

    def _load(self, chosen: np.ndarray) -> np.ndarray:
        inside = chosen >= 0
        return np.bincount(chosen[inside], weights=self.given.demand[inside], minlength=len(self.given.managers))

    def mean(self, chosen: np.ndarray) -> float | None:
        """The mean fit of those somebody leads."""
        rows = np.flatnonzero(chosen >= 0)
        return float(self.fit[rows, chosen[rows]].mean()) if len(rows) else None

    def finding(self, changed: int) -> str:
        """What would change, in a sentence."""
        if self.proposal.state == Proposal.State.IMPOSSIBLE:
            return _("No assignment keeps every rule: here is what clashes.")
        if self.proposal.state == Proposal.State.WAITING:
            return _("This is being worked out; the page shows it when it is done.")
        over_before = int((self.load_before > self.given.capacity + 1e-9).sum())
        over_after = int((self.load_after > self.given.capacity + 1e-9).sum())
        return ngettext(
            "{n} account changes hands: fit goes from {before} to {after}, overloaded managers from {ob} to {oa}.",
            "{n} accounts change hands: fit goes from {before} to {after}, overloaded managers from {ob} to {oa}.",
            changed,
        ).format(
            n=self.language.number(changed), before=self.percent(self.mean(self.before)),
            after=self.percent(self.mean(self.after)), ob=over_before, oa=over_after,
        )  # fmt: skip

    def lead(self) -> str:
        """How good it is proven to be, and what changes by hand cost."""
        said = self.proposal.outcome
        parts = []
        if said.get("method") == "exact":
            parts.append(_("Proven: no assignment under these rules is worth more."))
        elif "gap" in said:
            parts.append(
                _("Proven: at most {gap} below the best there can be.").format(
                    gap=self.language.percent(said["gap"], 2)
                )
            )
        hand = (self.after != self.computed) & (self.after >= 0) & (self.computed >= 0)
        rows = np.flatnonzero(hand)
        if len(rows):
            cost = float((self.fit[rows, self.computed[rows]] - self.fit[rows, self.after[rows]]).sum())
            parts.append(
                ngettext(
                    "{n} change by hand costs {cost} points of fit.",
                    "{n} changes by hand cost {cost} points of fit.",
                    len(rows),
                ).format(n=self.language.number(len(rows)), cost=self.language.number(cost * 100, 1))
            )
        return " ".join(parts)

    def broken(self) -> list[str]:
        """Rules that changes by hand break."""
        given, names = self.given, [str(one.user) for one in self.given.managers]
        found = [
            _("{name} would carry {asked} days a month, of {there}.").format(
                name=names[at],
                asked=self.language.number(self.load_after[at], 1),
                there=self.language.number(given.capacity[at], 1),
            )
            for at in np.flatnonzero(self.load_after > given.capacity + 1e-9).tolist()
        ]
        for account, manager in given.nevers:
            if self.after[account] == manager:
                found.append(
                    _("{name} must not lead {account}.").format(
                        name=names[manager], account=given.accounts[account].name
                    )
                )
        for account, manager in given.musts:
            if self.after[account] not in {manager, -1}:
                found.append(
                    _("{name} must lead {account}.").format(name=names[manager], account=given.accounts[account].name)
                )
        for name, group in zip(given.rivalries, given.rivals, strict=True):
            chosen = [int(self.after[one]) for one in group if self.after[one] >= 0]
            if len(set(chosen)) < len(chosen):
                found.append(_("Rivals would have one manager: {name}.").format(name=name))
        return found

    def percent(self, value: float | None) -> str:
        """A fit of 0 to 1."""
        return "–" if value is None else self.language.percent(value, 0)

    def span(self, row: int, at: int) -> str:
        """A fit with what is unknown: “40 % to 75 %”."""
        if at < 0:
            return "–"
        low, high = float(self.given.fit.low[row, at]), float(self.given.fit.high[row, at])
        if high - low < 0.005:
            return self.percent(low)
        return _("{low} to {high}").format(low=self.percent(low), high=self.percent(high))

    def row(self, at: int) -> Row:
        """One account in words."""
        one, now, to = self.given.accounts[at], int(self.before[at]), int(self.after[at])
        names = self.given.managers
        backup = self.proposal.backups.get(str(one.account))
        stand = self.given.people.get(backup or 0)
        return Row(
            key=one.account,
            public_id=one.public_id,
            name=one.name,
            zone=one.zone,
            days=self.language.number(one.days, 1),
            today=str(names[now].user) if now >= 0 else _("nobody"),
            proposed=str(names[to].user),
            manager=names[to].user.pk,
            fit=self.span(at, to),
            fit_today=self.span(at, now),
            why=self.why(at, now, to),
            by_hand=bool(self.computed[at] >= 0 and self.computed[at] != to),
            choices=self.choices(at, to),
            backup=backup,
            backup_name=str(names[stand].user) if stand is not None else "",
        )

    def choices(self, row: int, to: int) -> tuple[Choice, ...]:
        """The managers that fit best, with what each would cost."""
        order = np.argsort(-self.fit[row], kind="stable")[:CHOICES].tolist()
        if to not in order:
            order.append(to)
        found = []
        for at in order:
            difference = float(self.fit[row, at] - self.fit[row, to]) * 100
            load = self.load_after[at] + (0 if at == to else self.given.accounts[row].days or 0)
            over = load > self.given.capacity[at] + 1e-9
            cost = self.language.signed(difference, 0) + (f", {_('over its days')}" if over else "")
            found.append(
                Choice(
                    self.given.managers[at].user.pk,
                    str(self.given.managers[at].user),
                    self.percent(float(self.fit[row, at])),
                    cost,
                    at == to,
                )
            )
        return tuple(found)

    def why(self, row: int, now: int, to: int) -> str:
        """Why an account changes, or stays."""
        parts = {
            "competencies": _("competencies"),
            "languages": _("languages"),
            "zone": _("zone"),
            "industry": _("industry"),
        }
        scores = self.given.fit.parts
        if now < 0 or now == to:
            known = [(name, float(scores[name][row, to])) for name in parts if not np.isnan(scores[name][row, to])]
            said = self.language.listed([f"{parts[name]} {self.percent(value)}" for name, value in known])
            head = _("nobody led it") if now < 0 else _("stays")
            return _("{head}: {why}").format(head=head, why=said) if said else head
        better = [
            _("{part} {after} instead of {before}").format(
                part=parts[name], after=self.percent(float(scores[name][row, to])),
                before=self.percent(float(scores[name][row, now])),
            )
            for name in parts
            if scores[name][row, to] > scores[name][row, now] + 0.005
        ]  # fmt: skip
        if self.load_before[now] > self.given.capacity[now] + 1e-9:
            better.append(
                _("{name} carries {asked} days of {there} today").format(
                    name=self.given.managers[now].user, asked=self.language.number(self.load_before[now], 1),
                    there=self.language.number(self.given.capacity[now], 1),
                )
            )  # fmt: skip
        return self.language.listed(better) if better else _("makes room for another account, or keeps a rule")

    def held(self, at: int) -> tuple[tuple[int, str], ...]:
        """The accounts a manager would lead: key and name."""
        rows = np.flatnonzero(self.after == at)[:ROWS].tolist()
        return tuple((self.given.accounts[row].account, self.given.accounts[row].name) for row in rows)

    def loads(self) -> list[LoadRow]:
        """Each manager before and after."""
        given, found = self.given, []
        for at, one in enumerate(given.managers):
            capacity = float(given.capacity[at])
            found.append(
                LoadRow(
                    key=one.user.pk, name=str(one.user), before=self.language.number(self.load_before[at], 1),
                    after=self.language.number(self.load_after[at], 1),
                    available=_("unknown") if one.available is None else self.language.number(one.available, 1),
                    share=float(self.load_after[at]) / capacity if capacity else None,
                    over=bool(self.load_after[at] > capacity + 1e-9),
                    accounts_before=int((self.before == at).sum()), accounts_after=int((self.after == at).sum()),
                    held=self.held(at),
                )
            )  # fmt: skip
        return found
