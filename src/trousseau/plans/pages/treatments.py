"""The pages of treatments: all bad customers, one account, its panel; what each treatment brought, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.audit import SENTENCES, history
from trousseau.access.models import Organisation
from trousseau.access.rules import person
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.ledger.facts.calendar import first_day
from trousseau.plans.access import may_edit
from trousseau.plans.models.treatments import Course, Kind, Outcome, Treatment
from trousseau.plans.queries import treatments as queries
from trousseau.plans.queries.treatments import ENOUGH, YEAR, Effect
from trousseau.plans.treatment_forms import ClosingForm, TreatmentForm, as_decided, fresh
from trousseau.portfolio.models import AccountStanding
from trousseau.portfolio.pages.standing import reason_of

PAGE = 50
STATES = {Course.DECIDED: "watch", Course.APPLIED: "good", Course.CLOSED: "unknown"}


@dataclass(frozen=True)
class Brought:
    """What a treatment brought, in words: a mark, one word, the sentence."""

    state: str
    word: str
    said: str


@dataclass(frozen=True)
class Row:
    """A treatment as a list shows it."""

    one: Treatment
    url: str
    kind: str
    state: str
    course: str
    expected: str
    effect: Effect
    brought: Brought
    late: int
    """Days it should have been in force for."""


def base() -> str | None:
    """The currency of every amount here."""
    return Organisation.current().base_currency or None


def brought(one: Treatment, effect: Effect) -> Brought:
    """What the net contribution says of a treatment, against what was expected."""
    told = language()
    if effect.why in {"no_ledger", "short"}:
        return Brought("unknown", _("not known"), _("The ledger does not hold the 12 months before the decision."))
    if effect.why == "no_cost":
        return Brought("unknown", _("not known"), _("The cost of some of its sales is not known."))
    if effect.early:
        said = ngettext(
            "%(n)s whole month has passed since the decision; %(least)s are needed.",
            "%(n)s whole months have passed since the decision; %(least)s are needed.",
            effect.months,
        )
        return Brought("unknown", _("too early to say"), said % {"n": effect.months, "least": ENOUGH})
    gained = effect.gained
    assert gained is not None  # noqa: S101 - known and not early
    named = {
        "n": effect.months,
        "before": told.short_amount(effect.before, base()),
        "alike": told.short_amount(effect.alike, base()),
        "after": told.short_amount(effect.after, base()),
        "gained": told.short_amount(abs(gained), base()),
        "expected": told.short_amount(one.expected, base()),
        "month": told.month(first_day(effect.last)),
    }
    return Brought(*_verdict(one, effect), f"{_measured(effect) % named} {_against(one, effect) % named}")


def row(one: Treatment, effect: Effect) -> Row:
    """A treatment, in words."""
    today = timezone.localdate()
    return Row(
        one=one,
        url=reverse("plans:treatment", args=[one.account.public_id]),
        kind=str(Kind(one.kind).label),
        state=STATES[Course(one.course)],
        course=str(Outcome(one.outcome).label) if one.outcome else str(Course(one.course).label),
        expected=language().amount(one.expected, base()),
        effect=effect,
        brought=brought(one, effect),
        late=(today - one.due).days if one.course == Course.DECIDED and one.due < today else 0,
    )


def overview(request: HttpRequest) -> dict[str, Any]:
    """The page of all of them: those decided with what they brought, then the bad customers without one."""
    user = person(request)
    found = list(queries.visible(user))
    effects = queries.effects(found)
    rows = [row(one, effects[one.pk]) for one in found]
    running = [one for one in rows if one.one.course != Course.CLOSED]
    page = Paginator(queries.untreated(user), PAGE).get_page(request.GET.get("page"))
    return {
        "said": _finding(page.paginator.count, running),
        "running": running,
        "closed": [one for one in rows if one.one.course == Course.CLOSED],
        "page": page,
        "untreated": [(one, may_edit(user, one.account), _why(one)) for one in page.object_list],
        "money": base(),
    }


def account(
    request: HttpRequest,
    found: Account,
    form: TreatmentForm | None = None,
    closing: ClosingForm | None = None,
    problem: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The page of one account, with what was refused."""
    user = person(request)
    all_of_it = queries.of_account(user, found)
    effects = queries.effects(all_of_it)
    rows = [row(one, effects[one.pk]) for one in all_of_it]
    current = next((one for one in rows if one.one.course != Course.CLOSED), None)
    edits = may_edit(user, found)
    begun = as_decided(current.one) if current else fresh(found)
    standing = AccountStanding.objects.filter(account=found.pk).first()
    return account_pages.head(request, found, "plan") | {
        "current": current,
        "past": [one for one in rows if one is not current],
        "standing": standing,
        "why": _why(standing) if standing else (),
        "may_edit": edits,
        "form": form or (TreatmentForm(user, found, auto_id="t-%s", initial=begun) if edits else None),
        "closing": closing or ClosingForm(auto_id="c-%s", use_required_attribute=False),
        "refused": form is not None,
        "refused_closing": closing is not None,
        "problem": problem,
        "today": timezone.localdate(),
        "money": base(),
        "events": [(event, SENTENCES.get(event.verb, event.verb)) for event in history(current.one)] if current else [],
    }


def panel(request: HttpRequest, found: Account) -> dict[str, Any] | None:
    """What the page of an account shows: its treatment; that it has none, where it is bad."""
    user = person(request)
    some = queries.visible(user).filter(account=found)
    one = queries.latest(some).get(found.pk)
    standing: AccountStanding | None = getattr(found, "standing", None)
    if one is None and (standing is None or standing.name != "bad"):
        return None
    return {
        "row": row(one, queries.effects([one])[one.pk]) if one else None,
        "more": _("The treatment") if one else _("Decide a treatment"),
        "more_url": reverse("plans:treatment", args=[found.public_id]),
    }


def _why(standing: AccountStanding) -> tuple[str, ...]:
    """The rules it falls short of, in words."""
    return tuple(reason_of(reason, language(), base()) for reason in standing.reasons)


def _finding(none_yet: int, running: list[Row]) -> str:
    told = language()
    gains = [one.effect.gained for one in running if one.effect.gained is not None]
    if not none_yet and not running:
        return _("No customer is bad under the rules in force, and none is treated.")
    said = ngettext(
        "%(n)s customer is treated, %(none)s bad ones have no treatment yet.",
        "%(n)s customers are treated, %(none)s bad ones have no treatment yet.",
        len(running),
    ) % {"n": len(running), "none": told.number(none_yet)}
    if not gains:
        return said
    expected = sum(one.one.expected for one in running if one.effect.gained is not None)
    more = _("What can be measured brings %(gained)s a year at its pace so far, of %(expected)s expected.")
    sums = {"gained": told.short_amount(sum(gains), base()), "expected": told.short_amount(expected, base())}
    return f"{said} {more % sums}"


def _verdict(one: Treatment, effect: Effect) -> tuple[str, str]:
    gained = effect.gained
    if gained is None or gained <= 0:
        return "bad", _("brings nothing so far")
    return ("good", _("brings what was expected")) if gained >= one.expected else ("watch", _("brings a part of it"))


def _measured(effect: Effect) -> str:
    """What was measured, to be filled with figures."""
    if effect.months >= YEAR:
        return _("It left %(after)s over the 12 months since, to %(month)s; %(before)s over the 12 months before.")
    return _(
        "It left %(after)s over the %(n)s months since, to %(month)s; %(alike)s over the same months a year before."
    )


def _against(one: Treatment, effect: Effect) -> str:
    """What that is against what was expected, to be filled with figures."""
    gained = effect.gained
    whole = effect.months >= YEAR
    if gained is None or gained <= 0:
        if whole:
            return _("That is %(gained)s a year less, where %(expected)s more was expected.")
        return _("At this pace that is %(gained)s a year less, where %(expected)s more was expected.")
    if gained >= one.expected:
        if whole:
            return _("That is %(gained)s a year more; %(expected)s was expected.")
        return _("At this pace that is %(gained)s a year more; %(expected)s was expected.")
    if whole:
        return _("That is %(gained)s a year more, of the %(expected)s expected.")
    return _("At this pace that is %(gained)s a year more, of the %(expected)s expected.")
