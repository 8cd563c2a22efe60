"""What a director decides of the classes: publish other rules."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.costs.queries import told as costs_told
from trousseau.ledger.classes import Judged, Mover, movers
from trousseau.ledger.facts import Facts
from trousseau.method.rules import RuleSet
from trousseau.portfolio.models import AccountStanding, ClassMove, RuleVersion
from trousseau.portfolio.queries import classes
from trousseau.portfolio.queries.erosion import eroding
from trousseau.portfolio.queries.source import facts

BATCH = 2_000


class PublishingError(Exception):
    """Rules that were not published: `rules_outdated` (someone was faster), `rules_unchanged`, `rules_reason`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def publish_rules(user: User, rules: RuleSet, reason: str, *, based_on: int) -> RuleVersion:
    """Put rules in force from now on, and keep who moves with them.

    `based_on` is the number of the version the person looked at: where another was published meanwhile,
    nothing happens and they are told.

    Raises:
        PermissionDenied: rules are the director's.
        PublishingError: see its codes.
    """
    if not may(user, "edit_rules"):
        raise PermissionDenied
    if not reason.strip():
        raise PublishingError("rules_reason")
    now = classes.in_force()
    if now.number != based_on:
        raise PublishingError("rules_outdated")
    if now.rules == rules:
        raise PublishingError("rules_unchanged")
    there = facts()
    asked = classes.whole_company(there) if there else None
    costs = costs_told()
    before = classes.judged(asked, now.rules, costs) if asked else None
    after = classes.judged(asked, rules, costs) if asked else None
    gone = movers(before, after) if before and after else ()
    try:
        with transaction.atomic():
            version = RuleVersion.objects.create(
                number=based_on + 1,
                published_by=user,
                reason=reason.strip(),
                rules=rules.as_json(),
                counts={"before": _counts(before), "after": _counts(after)},
                start=asked.window.start if asked else None,
                end=asked.window.end if asked else None,
                facts_version=asked.facts.version if asked else "",
            )
            ClassMove.objects.bulk_create((_move(version, move) for move in gone), batch_size=BATCH)
            if after is not None:
                _write(after, version.number)
            audit.record(
                user,
                "rules.published",
                version,
                before=now.rules.as_json(),
                after={**rules.as_json(), "reason": version.reason, "moved": len(gone)},
            )
    except IntegrityError as error:
        raise PublishingError("rules_outdated") from error
    return version


def write_standings(there: Facts) -> None:
    """Write the class of every account for the lists, from the facts and the rules in force."""
    asked = classes.whole_company(there)
    if asked is None:
        AccountStanding.objects.all().delete()
        return
    now = classes.in_force()
    found = classes.judged(asked, now.rules)
    with transaction.atomic():
        _write(found, now.number)


def mark_eroding(there: Facts) -> None:
    """Write beside the classes who erodes in silence as of the last month, for the lists."""
    asked = classes.whole_company(there)
    found = eroding(asked) if asked else {}
    with transaction.atomic():
        AccountStanding.objects.filter(eroding=True).update(eroding=False)
        AccountStanding.objects.filter(account__key__in=list(found)).update(eroding=True)


def _write(found: Judged, number: int) -> None:
    """All rows anew, in the transaction of whoever asks; who erodes stays written."""
    keys = dict(access.every_account().values_list("key", "pk"))
    flagged = set(AccountStanding.objects.filter(eroding=True).values_list("account_id", flat=True))
    AccountStanding.objects.all().delete()
    AccountStanding.objects.bulk_create(
        (
            AccountStanding(
                account_id=keys[standing.row.account],
                name=standing.class_,
                contribution=standing.row.contribution,
                rate=standing.rate,
                reasons=[
                    {
                        "measure": reason.rule.measure,
                        "value": reason.value,
                        "class": reason.class_,
                        "threshold": reason.rule.bad if reason.class_ == "bad" else reason.rule.watch,
                    }
                    for reason in standing.reasons
                ],
                version=number,
                eroding=keys[standing.row.account] in flagged,
            )
            for standing in (classes.standing_at(found, at) for at in range(len(found.measures.rows)))
            if standing.row.account in keys
        ),
        batch_size=BATCH,
    )


def _counts(found: Judged | None) -> dict[str, Any]:
    return {} if found is None else {one.name: one.accounts for one in found.sums().values()}


def _move(version: RuleVersion, move: Mover) -> ClassMove:
    return ClassMove(
        version=version,
        account=move.account,
        name=move.name,
        before=move.before,
        after=move.after,
        revenue=move.revenue,
        contribution=move.contribution,
    )
