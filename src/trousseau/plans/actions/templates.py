"""Saving a template of a plan, retiring it, bringing it back; each save is a new version, and leaves its trace.

A refusal is a `ValidationError` that names the line by its place in its own list, from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import folded
from trousseau.plans import formulas
from trousseau.plans.access import plans_of
from trousseau.plans.actions import writing
from trousseau.plans.actions.ideas import names_nobody
from trousseau.plans.models import Horizon, Plan, PlanTemplate, Rhythm, Source, TemplateVersion
from trousseau.plans.outlines import Aim, Danger, Deed, Gauge, Outline, texts
from trousseau.plans.playbook import CLIENT
from trousseau.plans.queries.templates import playbooks
from trousseau.plans.queries.templating import telling
from trousseau.plans.roles import ROLES
from trousseau.selection.queries import tiers

MOST = {"aims": 20, "gauges": 20, "deeds": 50, "dangers": 15}
"""More lines than these are no template anyone reads."""
INDUSTRIES = 10
LONGEST = 36
A_MONTH = 21
"""Working days, of which a month has no more on average."""
NAMED = {
    "aims": gettext_lazy("Objective %(n)s"),
    "gauges": gettext_lazy("Indicator %(n)s"),
    "deeds": gettext_lazy("Action %(n)s"),
    "dangers": gettext_lazy("Risk %(n)s"),
}


def save(  # noqa: PLR0917 - who, what, and over which version
    user: User,
    template: PlanTemplate | None,
    outline: Outline,
    seen: int = 0,
    reason: str = "",
    source: Plan | None = None,
) -> TemplateVersion:
    """Save a template as a new version over the one someone has `seen`, or a new template; unchanged: none is made.

    `source`: the plan it was made of, whose client and people it may not name.
    """
    with transaction.atomic():
        if not may(user, "run_programme"):
            raise PermissionDenied
        said = checked(user, outline, source)
        why = writing.words("reason", reason, 500)
        if template is None:
            template, last = PlanTemplate.objects.create(created_by=user), None
        else:
            template = PlanTemplate.objects.select_for_update().get(pk=template.pk)
            last = _seen(template, seen)
            if last.outline == said:
                return last
        number = 1 if last is None else last.number + 1
        made = TemplateVersion.objects.create(template=template, number=number, said=said.plain(), reason=why, by=user)
        after: dict[str, Any] = {"name": said.name, "version": number, "reason": why}
        if source is not None:
            after["plan"] = source.public_id
        audit.record(user, "template.saved", template, after=after)
    return made


def retire(user: User, template: PlanTemplate, seen: int) -> PlanTemplate:
    """Offer a template no longer; plans that came of it keep what they say."""
    return _settled(user, template, seen, retired=True)


def bring_back(user: User, template: PlanTemplate, seen: int) -> PlanTemplate:
    """Offer a retired template again."""
    return _settled(user, template, seen, retired=False)


def checked(user: User, outline: Outline, source: Plan | None = None) -> Outline:
    """An outline as it is kept, or all that is wrong with it, line by line."""
    wrong = list[str]()

    def said(read: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is read
        try:
            return read()
        except ValidationError as error:
            wrong.extend(error.messages)
            return None

    found = said(lambda: _frame(outline))
    parts: dict[str, tuple[Any, ...]] = {}
    for kind, check in CHECKS.items():
        rows = getattr(outline, kind)
        if len(rows) > MOST[kind]:
            wrong.append(str(MANY[kind]) % {"count": len(rows), "most": MOST[kind]})
            continue
        read = partial(_line, kind, outline, check)
        parts[kind] = tuple(said(partial(read, n, one)) for n, one in enumerate(rows, 1))
        wrong += _twice(kind, rows)
    if not outline.aims:
        wrong.append(_("A template holds at least one objective: say what is to be reached."))
    if wrong:
        raise ValidationError({NON_FIELD_ERRORS: wrong})
    kept: Outline = replace(found, **parts)
    _names_no_client(user, kept, source)
    return kept


MANY = {
    "aims": gettext_lazy("%(count)s objectives: a template holds at most %(most)s."),
    "gauges": gettext_lazy("%(count)s indicators: a template holds at most %(most)s."),
    "deeds": gettext_lazy("%(count)s actions: a template holds at most %(most)s."),
    "dangers": gettext_lazy("%(count)s risks: a template holds at most %(most)s."),
}


def _frame(outline: Outline) -> Outline:
    name = writing.words("name", outline.name, 120, _("Give the template a name."))
    ambition = writing.words("ambition", outline.ambition, 300, _("Say an ambition to begin with, in one sentence."))
    if not 12 <= outline.months <= LONGEST:
        raise ValidationError(_("A plan runs one to three years: from 12 to 36 months."))
    known = dict(tiers.choices())
    for key in outline.tiers:
        if key not in known:
            raise ValidationError(_("There is no tier “%(tier)s” any more: choose among those in force.") % {
                "tier": key[:80]})  # fmt: skip
    for key in outline.playbooks:
        if key not in playbooks():
            raise ValidationError(_("The playbook “%(key)s” is retired or unknown: leave it out.") % {
                "key": key[:80]})  # fmt: skip
    industries = dict.fromkeys(text for one in outline.industries if (text := writing.words("industries", one, 120)))
    if len(industries) > INDUSTRIES:
        raise ValidationError(_("At most %(most)s industries.") % {"most": INDUSTRIES})
    return replace(outline, name=name, ambition=ambition, industries=tuple(industries))


def _aim(one: Aim, outline: Outline) -> Aim:
    if one.horizon not in Horizon.values:
        raise ValidationError(_("choose a horizon."))
    if not 1 <= one.months <= outline.months:
        raise ValidationError(_("it is due from 1 to %(most)s months after the plan’s first day.") % {
            "most": outline.months})  # fmt: skip
    return replace(
        one,
        title=writing.words("title", one.title, 200, _("say what is to be reached.")),
        measure=writing.words("measure", one.measure, 200),
        target=writing.words("target", one.target, 60),
        why=writing.words("why", one.why, 500),
        weight=_weight(one.weight),
    )


def _gauge(one: Gauge, outline: Outline) -> Gauge:
    if one.source not in Source.values:
        raise ValidationError(_("choose where its readings come from."))
    if one.rhythm not in Rhythm.values:
        raise ValidationError(_("choose how often it is read."))
    formula = formulas.read(one.source, one.formula)
    return replace(
        one,
        name=writing.words("name", one.name, 120, _("give the indicator a name.")),
        formula=formula,
        unit=formulas.unit(one.source, formula, one.unit),
        aim=_aimed(one.aim, outline),
    )


def _deed(one: Deed, outline: Outline) -> Deed:
    if one.who not in ROLES:
        raise ValidationError(_("choose whose role it is."))
    most = outline.months * A_MONTH
    if not 0 <= one.at <= most:
        raise ValidationError(_("it is due from 0 to %(most)s working days after the plan’s first day.") % {
            "most": most})  # fmt: skip
    if not 0 <= one.takes <= one.at:
        early = _("it takes %(takes)s working days and is due after %(at)s: it would begin before the plan.")
        raise ValidationError(early % {"takes": one.takes, "at": one.at})
    for n in one.after:
        if not 1 <= n <= len(outline.deeds) or outline.deeds[n - 1] == one:
            raise ValidationError(_("it waits for action %(n)s, which is no other action.") % {"n": n})
        if outline.deeds[n - 1].at > one.at:
            raise ValidationError(_("it waits for action %(n)s, which is due after it.") % {"n": n})
    return replace(
        one,
        what=writing.words("what", one.what, 300, _("say what is to be done.")),
        how=writing.words("how", one.how, 500),
        weight=_weight(one.weight),
        aim=_aimed(one.aim, outline),
        after=tuple(sorted(set(one.after))),
    )


def _danger(one: Danger, _outline: Outline) -> Danger:
    if one.who not in ROLES or one.who == CLIENT:
        raise ValidationError(_("choose whose role it is."))
    what = writing.words("what", one.what, 200, _("say what could happen."))
    return replace(one, what=what, answer=writing.words("answer", one.answer, 500))


def _aimed(aim: int, outline: Outline) -> int:
    if not 0 <= aim <= len(outline.aims):
        raise ValidationError(_("it is for objective %(n)s, which is not there.") % {"n": aim})
    return aim


def _weight(weight: int) -> int:
    if not 1 <= weight <= 100:
        raise ValidationError(_("a weight is a whole number from 1 to 100."))
    return weight


CHECKS: dict[str, Callable[[Any, Outline], Any]] = {
    "aims": _aim,
    "gauges": _gauge,
    "deeds": _deed,
    "dangers": _danger,
}


def _line(kind: str, outline: Outline, check: Callable[[Any, Outline], Any], n: int, one: Any) -> Any:  # noqa: ANN401 - a line of any kind
    """A line, refused under its name."""
    try:
        return check(one, outline)
    except ValidationError as error:
        name = str(NAMED[kind]) % {"n": n}
        said = [_("%(line)s: %(said)s") % {"line": name, "said": text} for text in error.messages]
        raise ValidationError(said) from None


def _twice(kind: str, rows: Sequence[Any]) -> Iterator[str]:
    """Lines that say the same: a plan would not know one from the other."""
    seen: dict[str, int] = {}
    for n, one in enumerate(rows, 1):
        text = folded(getattr(one, next(iter(one.__dataclass_fields__))))
        if text and seen.setdefault(text, n) != n:
            line, other = str(NAMED[kind]) % {"n": n}, seen[text]
            yield _("%(line)s: it says the same as line %(other)s.") % {"line": line, "other": other}


def _names_no_client(user: User, kept: Outline, source: Plan | None) -> None:
    """Refuse the name of a client: people read templates who may not see that one."""
    names_nobody(user, {NON_FIELD_ERRORS: " · ".join(texts(kept))})
    if source is None:
        return
    found = plans_of(user).filter(pk=source.pk).select_related("account__group", "account__manager").first()
    if found is None:
        raise PermissionDenied
    told = telling(found)
    for text in texts(kept):
        if told.told_in(text):
            said = _("“%(text)s” names the client or somebody there: say it for any.") % {"text": text[:100]}
            raise ValidationError({NON_FIELD_ERRORS: said})


def _seen(template: PlanTemplate, seen: int) -> TemplateVersion:
    """The newest version, for someone who has seen it."""
    last = template.versions.select_related("template").first()
    if last is None or last.number != seen:
        raise ValidationError({NON_FIELD_ERRORS: writing.meanwhile(template)})
    return last


def _settled(user: User, template: PlanTemplate, seen: int, *, retired: bool) -> PlanTemplate:
    with transaction.atomic():
        if not may(user, "run_programme"):
            raise PermissionDenied
        found = PlanTemplate.objects.select_for_update().get(pk=template.pk)
        _seen(found, seen)
        if (found.retired_on is not None) == retired:
            return found
        found.retired_on = timezone.localdate() if retired else None
        found.save(update_fields=["retired_on"])
        audit.record(user, "template.retired" if retired else "template.brought_back", found, after={"version": seen})
    return found
