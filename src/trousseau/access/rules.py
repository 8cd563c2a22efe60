"""Who may do what: one table of rules, asked by every view through `@access("rule")`.

A rule names the roles that hold it. What a rule lets someone do to *one account* is decided further on, in
`accounts/access.py`; there, `limits` gives the zones and divisions to which the person's roles are limited.
A person who is not signed in is sent to the sign-in page; one of us who is and may not gets 403; to a client what is
ours is not there (404), whatever the address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from trousseau.access import elevation
from trousseau.access.models import Organisation, Role, User

PUBLIC = "public"
SIGNED_IN = "signed_in"
_R = Role
RULES: dict[str, frozenset[str]] = {
    PUBLIC: frozenset(),
    SIGNED_IN: frozenset(),
    # Reading
    "read_accounts": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.CONTROLLER, _R.MANAGER, _R.HEAD, _R.EXPERT}),
    "read_portfolio": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.CONTROLLER}),
    "read_sessions": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.CONTROLLER, _R.MANAGER, _R.HEAD}),
    "read_contacts": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.MANAGER, _R.HEAD, _R.EXPERT}),
    "read_team": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.MANAGER, _R.HEAD, _R.EXPERT}),
    "read_competencies": frozenset(set(_R) - {_R.CLIENT}),  # one's own; whose else: `staffing/access.py`
    "read_commitments": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.CONTROLLER, _R.MANAGER, _R.HEAD, _R.EXPERT}),
    "read_plans": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.CONTROLLER, _R.MANAGER, _R.HEAD, _R.EXPERT}),
    "read_negotiations": frozenset({_R.DIRECTOR, _R.MANAGER, _R.HEAD, _R.EXPERT}),  # of whom: `negotiation_access`
    "read_programme": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.CONTROLLER, _R.HEAD}),
    "client_space": frozenset({_R.CLIENT, _R.DIRECTOR, _R.EXECUTIVE, _R.CONTROLLER, _R.MANAGER, _R.HEAD, _R.EXPERT}),
    "read_imports": frozenset({_R.DIRECTOR, _R.CONTROLLER}),
    "read_connections": frozenset({_R.ADMINISTRATOR, _R.DIRECTOR, _R.CONTROLLER}),
    # Deciding
    "import_sales": frozenset({_R.CONTROLLER}),
    "undo_import": frozenset({_R.CONTROLLER}),
    "manage_rates": frozenset({_R.CONTROLLER}),
    "manage_inflation": frozenset({_R.CONTROLLER}),
    "tell_prices": frozenset({_R.DIRECTOR, _R.CONTROLLER}),
    "manage_costs": frozenset({_R.CONTROLLER}),
    "freeze_checkup": frozenset({_R.DIRECTOR, _R.CONTROLLER}),
    "set_ranges": frozenset({_R.DIRECTOR}),
    "edit_rules": frozenset({_R.DIRECTOR}),
    "edit_grid": frozenset({_R.DIRECTOR}),
    "run_assessments": frozenset({_R.DIRECTOR}),
    "assess": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.CONTROLLER, _R.MANAGER, _R.HEAD, _R.EXPERT}),
    "edit_tiers": frozenset({_R.DIRECTOR}),
    "decide_tiers": frozenset({_R.DIRECTOR}),
    "propose_tiers": frozenset({_R.DIRECTOR, _R.MANAGER, _R.HEAD}),
    "edit_contacts": frozenset({_R.DIRECTOR, _R.MANAGER}),
    "promise": frozenset({_R.DIRECTOR, _R.EXECUTIVE, _R.MANAGER, _R.HEAD, _R.EXPERT}),
    "set_climb": frozenset({_R.DIRECTOR}),
    "tell_facts": frozenset({_R.DIRECTOR, _R.MANAGER}),
    "change_teams": frozenset({_R.DIRECTOR, _R.MANAGER}),
    "edit_plans": frozenset({_R.DIRECTOR, _R.MANAGER}),
    "approve_plans": frozenset({_R.DIRECTOR, _R.HEAD}),
    "word_survey": frozenset({_R.DIRECTOR}),
    "run_programme": frozenset({_R.DIRECTOR}),
    "take_handover": frozenset({_R.DIRECTOR, _R.MANAGER, _R.HEAD}),
    "edit_framework": frozenset({_R.DIRECTOR}),
    "lead_competencies": frozenset({_R.DIRECTOR, _R.HEAD}),
    "match_managers": frozenset({_R.DIRECTOR, _R.HEAD}),
    "decide_matching": frozenset({_R.DIRECTOR}),
    "ask_experts": frozenset({_R.DIRECTOR, _R.MANAGER, _R.HEAD, _R.EXPERT}),
    "edit_support": frozenset({_R.DIRECTOR}),
    "tell_spend": frozenset({_R.DIRECTOR, _R.MANAGER}),
    "import_segments": frozenset({_R.DIRECTOR, _R.CONTROLLER}),
    "edit_groups": frozenset({_R.DIRECTOR, _R.CONTROLLER}),
    "exclude_accounts": frozenset({_R.DIRECTOR, _R.CONTROLLER}),
    "make_tokens": frozenset(set(_R) - {_R.CLIENT}),
    "make_webhooks": frozenset(set(_R) - {_R.CLIENT}),  # each tells no more than its maker may read
    # Running the house
    "erase_contacts": frozenset({_R.ADMINISTRATOR}),
    "manage_connections": frozenset({_R.ADMINISTRATOR}),
    "manage_webhooks": frozenset({_R.ADMINISTRATOR}),
    "match_records": frozenset({_R.DIRECTOR, _R.CONTROLLER}),
    "manage_people": frozenset({_R.ADMINISTRATOR}),
    "manage_organisation": frozenset({_R.ADMINISTRATOR, _R.DIRECTOR}),
    "read_audit": frozenset({_R.ADMINISTRATOR, _R.DIRECTOR}),
    "read_privacy": frozenset({_R.ADMINISTRATOR, _R.DIRECTOR}),
    "manage_privacy": frozenset({_R.ADMINISTRATOR}),
    "read_trail": frozenset({_R.DIRECTOR}),
}
# Where the organisation lets managers read everything, these rules open to them as well.
OPENED = {"read_portfolio": frozenset({_R.MANAGER, _R.HEAD})}

Person = User | AnonymousUser
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Limit:
    """What one role assignment reaches: some zones and divisions, None meaning all of them."""

    zones: frozenset[str] | None
    divisions: frozenset[str] | None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self.zones is None and self.divisions is None


def _roles_for(rule: str, user: User) -> frozenset[str]:
    roles = RULES[rule]
    more = OPENED.get(rule, frozenset()) & user.roles
    if more and Organisation.current().manager_reads == Organisation.Reading.OPEN:
        return roles | more
    return roles


def may(user: Person, rule: str) -> bool:
    """Whether the person holds the rule; KeyError where there is no such rule."""
    if rule == PUBLIC:
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    return rule == SIGNED_IN or bool(_roles_for(rule, user) & user.roles)


def limits(user: Person, rule: str) -> tuple[Limit, ...]:
    """Give what the person's roles that hold the rule reach; () where none does.

    Something is reached when at least one limit matches it: zone among `zones` (or `zones` None) and
    division among `divisions` (or None).
    """
    if not user.is_authenticated or not user.is_active:
        return ()
    roles = _roles_for(rule, user)
    return tuple(
        Limit(
            zones=frozenset(held.zones) if held.zones else None,
            divisions=frozenset(held.divisions) if held.divisions else None,
        )
        for held in user.assignments_held
        if held.role in roles
    )


def person(request: HttpRequest) -> User:
    """Who asks; views stand behind a rule, so nobody unknown comes this far."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def access(rule: str) -> Callable[[View], View]:
    """Make a view ask for the rule before it runs; the rule is kept on it as `access_rule`."""
    if rule not in RULES:
        raise KeyError(f"no rule {rule!r} in trousseau.access.rules.RULES")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            if may(request.user, rule):
                if rule in elevation.GUARDED:
                    elevation.demand(request, person(request))
                return view(request, *args, **named)
            if not request.user.is_authenticated:
                return sign_in(request)
            if Role.CLIENT.value in request.user.roles:
                raise Http404
            raise PermissionDenied

        guarded.access_rule = rule  # type: ignore[attr-defined]
        return cast("View", guarded)

    return decorate


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send to the sign-in page and back afterwards; a page fragment asks the browser to go there whole."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login")})
    return redirect_to_login(request.get_full_path(), reverse("account_login"))
